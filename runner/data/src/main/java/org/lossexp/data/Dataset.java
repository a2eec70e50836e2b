package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Task;

/**
 * A source, read: all its rows, before any split or step.
 *
 * @param features may hold missing values
 * @param targetName what the target column is called
 * @param target [rows] the index of the class, or the real value; never missing
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written to, compared by nobody
record Dataset(DataHeader header, List<Column> features, String targetName, double[] target) {
  Dataset {
    features = List.copyOf(features);
  }

  static Dataset of(
      Optional<String> path,
      String sha256,
      List<Column> features,
      String targetName,
      Labels labels,
      List<String> notes) {
    double[] target = labels.target();
    boolean classes = labels.task().hasClasses();
    List<DataHeader.Feature> described = new ArrayList<>();
    for (Column column : features) {
      int categories =
          switch (column) {
            case Column.Numeric _ -> 0;
            case Column.Categorical categorical -> categorical.levels().size();
          };
      described.add(new DataHeader.Feature(column.name(), categories, column.missing()));
    }
    DataHeader header =
        new DataHeader(
            path,
            sha256,
            target.length,
            described,
            labels.task(),
            1,
            labels.classes(),
            counts(target, labels.classes().size()),
            classes ? Double.NaN : Moments.mean(target),
            classes ? Double.NaN : Moments.sampleSd(target),
            notes);
    return new Dataset(header, features, targetName, target);
  }

  /** {@return how many of {@code target} belong to each of {@code classes} classes} */
  static List<Long> counts(double[] target, int classes) {
    long[] counts = new long[classes];
    if (classes > 0) {
      for (double label : target) {
        counts[(int) label]++;
      }
    }
    return Arrays.stream(counts).boxed().toList();
  }

  int rows() {
    return target.length;
  }

  /** {@return about how many bytes it holds} */
  long bytes() {
    long perRow = Double.BYTES;
    for (Column column : features) {
      perRow +=
          switch (column) {
            case Column.Numeric _ -> Double.BYTES;
            case Column.Categorical _ -> Integer.BYTES;
          };
    }
    return perRow * rows();
  }

  /**
   * What a target column says.
   *
   * @param classes names in the order of indices; empty for real numbers
   * @param target [rows] the index of the class, or the real value
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  record Labels(Task task, List<String> classes, double[] target) {
    /** Real numbers. */
    static Labels numbers(double[] target) {
      return new Labels(Task.REGRESSION, List.of(), target);
    }

    /** The index of a class each. */
    static Labels classes(List<String> names, double[] target) {
      return new Labels(names.size() == 2 ? Task.BINARY : Task.MULTICLASS, names, target);
    }
  }
}

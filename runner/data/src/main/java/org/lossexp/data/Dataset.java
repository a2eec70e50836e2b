package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Task;

/**
 * A source, read: all its rows, before any split or step.
 *
 * @param features may hold missing values; an image stands alone
 * @param targetName what the target column is called; several are joined by commas
 * @param target [rows × outputs], row by row: the index of the class, 0 or 1 a label, or the real
 *     value; never missing
 * @param roles what the other columns are for
 * @param given the parts that the source itself brings
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written to, compared by nobody
record Dataset(
    DataHeader header,
    List<Column> features,
    String targetName,
    double[] target,
    Roles roles,
    Given given) {
  Dataset {
    features = List.copyOf(features);
  }

  /**
   * Columns that are neither features nor target.
   *
   * @param group [rows] the group of each row, from 0, in order of first appearance, such as the
   *     query, the user, the patient; empty where there are no groups. The rows of a list need not
   *     stand together
   * @param codes what models look up, such as user and item
   * @param positive from which target on a row is a preference; empty where codes say nothing of
   *     preferences
   * @param extras further inputs by the names that losses know, [rows × their columns]
   */
  record Roles(
      int[] group,
      List<Column.Categorical> codes,
      OptionalDouble positive,
      Map<String, double[]> extras) {
    static final Roles NONE = new Roles(new int[0], List.of(), OptionalDouble.empty(), Map.of());

    Roles {
      codes = List.copyOf(codes);
      extras = Map.copyOf(extras);
    }
  }

  /**
   * Parts that the source brings: rows before {@code validation} are for training, from there on
   * for validation, and from {@code test} on for testing; both are the number of rows where it
   * brings none.
   */
  record Given(int validation, int test) {}

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
            case Column.Image _ -> 0;
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
    return new Dataset(
        header, features, targetName, target, Roles.NONE, new Given(target.length, target.length));
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
    return header.rows();
  }

  /** {@return about how many bytes it holds} */
  long bytes() {
    long perRow = Double.BYTES;
    for (Column column : features) {
      perRow +=
          switch (column) {
            case Column.Numeric _ -> Double.BYTES;
            case Column.Categorical _ -> Integer.BYTES;
            case Column.Image image -> image.shape().size() * (long) Float.BYTES;
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

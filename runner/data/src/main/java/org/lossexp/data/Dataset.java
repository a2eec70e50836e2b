package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
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

  /**
   * Where rows came from.
   *
   * @param path the file as the user wrote it; empty for a generator
   * @param sha256 of the content; hexadecimal
   * @param notes what was assumed or repaired
   */
  record Origin(Optional<String> path, String sha256, List<String> notes) {
    Origin {
      notes = List.copyOf(notes);
    }
  }

  /** A table alone. */
  static Dataset of(
      Optional<String> path,
      String sha256,
      List<Column> features,
      String targetName,
      Labels labels,
      List<String> notes) {
    int rows = labels.rows();
    return of(
        new Origin(path, sha256, notes),
        features,
        targetName,
        labels,
        Roles.NONE,
        new Given(rows, rows));
  }

  /** A data set whose header says what the rest holds. */
  static Dataset of(
      Origin origin,
      List<Column> features,
      String targetName,
      Labels labels,
      Roles roles,
      Given given) {
    List<DataHeader.Feature> described = new ArrayList<>();
    Optional<Shape> image = Optional.empty();
    for (Column column : features) {
      int categories =
          switch (column) {
            case Column.Numeric _ -> 0;
            case Column.Categorical categorical -> categorical.levels().size();
            case Column.Image(String _, Shape shape, float[] _) -> {
              image = Optional.of(shape);
              yield 0;
            }
          };
      described.add(new DataHeader.Feature(column.name(), categories, column.missing()));
    }
    boolean numbers = labels.classes().isEmpty();
    DataHeader header =
        new DataHeader(
            origin.path(),
            origin.sha256(),
            labels.rows(),
            described,
            labels.task(),
            labels.outputs(),
            labels.classes(),
            labels.counts(),
            numbers ? Moments.mean(labels.target()) : Double.NaN,
            numbers ? labels.sd() : Double.NaN,
            new DataHeader.Inputs(
                image,
                roles.codes().stream()
                    .map(code -> new DataHeader.Code(code.name(), code.levels().size()))
                    .toList(),
                labels.task() == Task.RANKING
                    ? Arrays.stream(roles.group()).max().orElse(-1) + 1
                    : 0,
                roles.extras().keySet()),
            origin.notes());
    return new Dataset(header, features, targetName, labels.target(), roles, given);
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

  /** {@return the same rows with another target} */
  Dataset with(Labels labels) {
    return of(origin(header.notes()), features, targetName, labels, roles, given);
  }

  /** {@return the same rows with other features} */
  Dataset with(List<Column> columns, List<String> notes) {
    Labels labels = new Labels(header.task(), header.outputs(), header.classes(), target);
    return of(origin(notes), columns, targetName, labels, roles, given);
  }

  /** {@return the same rows without the features {@code names}} */
  Dataset without(List<String> names) {
    return names.isEmpty()
        ? this
        : with(features.stream().filter(f -> !names.contains(f.name())).toList(), header.notes());
  }

  private Origin origin(List<String> notes) {
    return new Origin(header.path(), header.sha256(), notes);
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
   * What the target says.
   *
   * @param outputs columns of the target: 1 for classes, the number of labels
   * @param classes names of classes in the order of indices, or of labels; empty for real numbers
   * @param target [rows × outputs] the index of the class, 0 or 1 a label, or the real value
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  record Labels(Task task, int outputs, List<String> classes, double[] target) {
    Labels {
      classes = List.copyOf(classes);
    }

    /** Real numbers. */
    static Labels numbers(double[] target) {
      return new Labels(Task.REGRESSION, 1, List.of(), target);
    }

    /** The index of a class each. */
    static Labels classes(List<String> names, double[] target) {
      return new Labels(names.size() == 2 ? Task.BINARY : Task.MULTICLASS, 1, names, target);
    }

    int rows() {
      return target.length / outputs;
    }

    /** {@return examples of each class, or with each label} */
    private List<Long> counts() {
      if (task != Task.MULTILABEL) {
        return Dataset.counts(target, classes.size());
      }
      long[] counts = new long[outputs];
      for (int i = 0; i < target.length; i++) {
        counts[i % outputs] += target[i] == 1 ? 1 : 0;
      }
      return Arrays.stream(counts).boxed().toList();
    }

    /** {@return the standard deviation, of several columns the root of their mean variance} */
    private double sd() {
      double variances = 0;
      for (int output = 0; output < outputs; output++) {
        int at = output;
        double[] column = new double[rows()];
        Arrays.setAll(column, row -> target[row * outputs + at]);
        double sd = Moments.sampleSd(column);
        variances += sd * sd;
      }
      return outputs == 1 ? Moments.sampleSd(target) : Math.sqrt(variances / outputs);
    }
  }
}

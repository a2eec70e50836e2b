package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;

/**
 * A data set on its way through the steps, all rows together; only what is fitted looks at the
 * training rows alone. The data set itself is never written to.
 */
final class Workbench {
  /**
   * A column becomes {@code (value − shift) / size}.
   *
   * @param size 0 where the column is constant
   */
  record Scale(double shift, double size) {}

  private final Dataset data;
  private final Split split;
  private final Prepared.Origin origin;
  private final long corruptionSeed;
  private final Map<String, Integer> corruptions = new HashMap<>();

  private List<Column> columns;

  /** In original units, corrupted as far as the steps have come. */
  private final double[] target;

  private Prepared.TargetScale targetScale = Prepared.TargetScale.NONE;

  Workbench(Dataset data, Split split, Prepared.Origin origin, long corruptionSeed) {
    this.data = data;
    this.split = split;
    this.origin = origin;
    this.corruptionSeed = corruptionSeed;
    this.columns = data.features();
    this.target = data.target().clone();
  }

  List<Column> columns() {
    return columns;
  }

  void replaceColumns(List<Column> replacement) {
    columns = List.copyOf(replacement);
  }

  int classes() {
    return data.header().classes().size();
  }

  // Features.

  /** {@return the values of {@code column} in the training part, without the missing ones} */
  double[] trainingValues(Column.Numeric column) {
    return Arrays.stream(split.training())
        .mapToDouble(row -> column.values()[row])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** {@return how often each level of {@code column} occurs in the training part} */
  long[] trainingCounts(Column.Categorical column) {
    long[] counts = new long[column.levels().size()];
    for (int row : split.training()) {
      if (column.codes()[row] >= 0) {
        counts[column.codes()[row]]++;
      }
    }
    return counts;
  }

  /** Moves and scales every numeric column as {@code fit} says from its training values. */
  void rescale(Function<double[], Scale> fit) {
    List<Column> scaled = new ArrayList<>();
    for (Column column : columns) {
      scaled.add(
          switch (column) {
            case Column.Numeric numeric -> rescaled(numeric, fit);
            case Column.Categorical categorical -> categorical;
            case Column.Image image -> image;
          });
    }
    replaceColumns(scaled);
  }

  private Column rescaled(Column.Numeric column, Function<double[], Scale> fit) {
    double[] training = trainingValues(column);
    // Compared, not computed: the sd of equal numbers need not be exactly 0.
    boolean constant = Arrays.stream(training).allMatch(value -> value == training[0]);
    Scale scale = constant ? new Scale(0, 0) : fit.apply(training);
    double[] values = column.values().clone();
    for (int row = 0; row < values.length; row++) {
      if (!Double.isNaN(values[row])) {
        values[row] = scale.size() == 0 ? 0 : (values[row] - scale.shift()) / scale.size();
      }
    }
    return new Column.Numeric(column.name(), values);
  }

  /**
   * Puts a column of 0 and 1 for each level that the training part has in place of every
   * categorical column, levels in the order of texts. A level that only other parts have is 0 in
   * all of them, as it will be for new rows.
   */
  void encodeCategories() {
    List<Column> encoded = new ArrayList<>();
    for (Column column : columns) {
      switch (column) {
        case Column.Numeric numeric -> encoded.add(numeric);
        case Column.Categorical categorical -> encoded.addAll(indicators(categorical));
        case Column.Image image -> encoded.add(image);
      }
    }
    replaceColumns(encoded);
  }

  private List<Column> indicators(Column.Categorical column) {
    long[] counts = trainingCounts(column);
    List<Column> indicators = new ArrayList<>();
    for (int level = 0; level < counts.length; level++) {
      if (counts[level] > 0) {
        double[] values = new double[data.rows()];
        for (int row = 0; row < values.length; row++) {
          values[row] = column.codes()[row] == level ? 1 : 0;
        }
        indicators.add(
            new Column.Numeric(column.name() + "=" + column.levels().get(level), values));
      }
    }
    return indicators;
  }

  // The target.

  /** Fits the target's scale on the training part, as corrupted so far. */
  void standardizeTarget() {
    double[] training = part(target, split.training());
    double sd = Moments.populationSd(training);
    boolean constant = Arrays.stream(training).allMatch(value -> value == training[0]);
    targetScale = new Prepared.TargetScale(Moments.mean(training), constant ? 1 : sd);
  }

  /** {@return the sd (n − 1) of the training targets before any corruption, in original units} */
  double cleanTrainingSd() {
    return Moments.sampleSd(part(data.target(), split.training()));
  }

  /**
   * {@return the stream for corrupting step {@code name}: the same for all its arguments; a second
   * such step gets another one}
   */
  RandomStream corruption(String name) {
    int earlier = corruptions.merge(name, 1, Integer::sum) - 1;
    return origin.key(Trial.Purpose.CORRUPTION, corruptionSeed).with(name).with(earlier).stream();
  }

  /**
   * Changes the targets of the rows in {@code on}. {@code change} is asked for every row of the
   * source in order, so that what it draws for a row does not depend on the parts.
   */
  void corrupt(Set<Step.Place> on, DoubleUnaryOperator change) {
    boolean[] touched = new boolean[target.length];
    for (Step.Place place : on) {
      int[] rows =
          switch (place) {
            case TRAINING -> split.training();
            case VALIDATION -> split.validation();
          };
      for (int row : rows) {
        touched[row] = true;
      }
    }
    for (int row = 0; row < target.length; row++) {
      double changed = change.applyAsDouble(target[row]);
      target[row] = touched[row] ? changed : target[row];
    }
  }

  // The end.

  Prepared finish() throws Unusable {
    encodeCategories();
    Part training = part(split.training());
    Optional<Part> validation =
        split.validation().length == 0 ? Optional.empty() : Optional.of(part(split.validation()));
    return new Prepared(
        origin,
        data.header().task(),
        data.header().outputs(),
        data.header().classes(),
        Dataset.counts(training.original(), classes()),
        columns.stream().map(Column::name).toList(),
        targetScale,
        training,
        validation,
        Optional.of(part(split.test())));
  }

  private Part part(int[] rows) throws Unusable {
    int width = columns.size();
    float[] features = new float[Math.multiplyExact(rows.length, width)];
    for (int j = 0; j < width; j++) {
      double[] values =
          switch (columns.get(j)) {
            case Column.Numeric numeric -> numeric.values();
            case Column.Categorical left -> throw new AssertionError("not encoded: " + left.name());
            case Column.Image image -> throw new AssertionError("no column: " + image.name());
          };
      for (int i = 0; i < rows.length; i++) {
        float value = (float) values[rows[i]];
        if (!Float.isFinite(value)) {
          throw tooLarge(columns.get(j).name(), values[rows[i]]);
        }
        features[i * width + j] = value;
      }
    }
    double[] original = part(target, rows);
    boolean scaled = !targetScale.equals(Prepared.TargetScale.NONE);
    double[] seen = scaled ? original.clone() : original;
    for (int i = 0; scaled && i < seen.length; i++) {
      seen[i] = (seen[i] - targetScale.mean()) / targetScale.sd();
    }
    return new Part(rows.length, width, features, seen, original, rows);
  }

  private static double[] part(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  private static Unusable tooLarge(String column, double value) {
    if (Double.isNaN(value)) {
      throw new AssertionError("checked before: missing values in " + column);
    }
    return new Unusable(
        List.of(
            new Problem(
                Codes.TOO_LARGE_NUMBER,
                "`" + column + "` holds " + value + ", more than a model can take (about 3e38)",
                Optional.empty(),
                List.of("`-> standardize()` brings columns to a common scale"))));
  }
}

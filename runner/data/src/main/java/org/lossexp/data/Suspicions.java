package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;

/** What is legal in a table and likely a mistake: looked for once, before anything is trained. */
final class Suspicions {
  /** The largest class has so many times the rows of the smallest. */
  private static final int UNBALANCED = 20;

  /** As many groups of values as there are rows can match anything. */
  private static final int FEWEST_A_VALUE = 2;

  private Suspicions() {}

  /** Adds what it finds among the features {@code left} of {@code data} to {@code warnings}. */
  static void look(Dataset data, List<DataHeader.Feature> left, List<Problem> warnings) {
    Set<String> names = left.stream().map(DataHeader.Feature::name).collect(Collectors.toSet());
    List<Column> columns =
        data.features().stream().filter(column -> names.contains(column.name())).toList();
    constant(columns, warnings);
    duplicates(columns, warnings);
    leaks(data, columns, warnings);
    unbalanced(data, warnings);
  }

  private static Problem warning(String code, String message, String... notes) {
    return new Problem(code, message, Optional.empty(), List.of(notes));
  }

  private static void constant(List<Column> columns, List<Problem> warnings) {
    List<String> constant =
        columns.stream().filter(Suspicions::isConstant).map(Column::name).toList();
    if (!constant.isEmpty()) {
      warnings.add(
          warning(
              Codes.CONSTANT_COLUMN,
              (constant.size() == 1 ? "%s holds one value only" : "%s hold one value each only")
                  .formatted(Listing.of(constant)),
              "they say nothing of the target; `-> drop(…)` leaves them out"));
    }
  }

  private static boolean isConstant(Column column) {
    return switch (column) {
      case Column.Numeric numeric -> {
        double[] values = numeric.values();
        for (double value : values) {
          if (value != values[0]) {
            yield false;
          }
        }
        yield true;
      }
      case Column.Categorical categorical -> {
        int[] codes = categorical.codes();
        for (int code : codes) {
          if (code != codes[0]) {
            yield false;
          }
        }
        yield true;
      }
      case Column.Image _ -> false;
    };
  }

  /** Columns of equal content, found by a hash of it and then compared. */
  private static void duplicates(List<Column> columns, List<Problem> warnings) {
    Map<Integer, List<Column>> seen = new HashMap<>();
    List<String> pairs = new ArrayList<>();
    for (Column column : columns) {
      if (isConstant(column)) {
        continue;
      }
      List<Column> alike = seen.computeIfAbsent(hash(column), _ -> new ArrayList<>());
      alike.stream()
          .filter(other -> areEqual(other, column))
          .findFirst()
          .ifPresent(other ->
              pairs.add(Listing.quoted(column.name()) + " as " + Listing.quoted(other.name())));
      alike.add(column);
    }
    if (!pairs.isEmpty()) {
      warnings.add(
          warning(
              Codes.DUPLICATE_COLUMN,
              "%d column%s the same values as another: %s"
                  .formatted(
                      pairs.size(),
                      pairs.size() == 1 ? " holds" : "s hold",
                      pairs.stream().limit(5).collect(Collectors.joining(", "))
                          + (pairs.size() > 5 ? ", …" : "")),
              "one of the two is enough: `-> drop(…)` leaves the other out"));
    }
  }

  private static int hash(Column column) {
    return switch (column) {
      case Column.Numeric numeric -> Arrays.hashCode(numeric.values());
      case Column.Categorical categorical -> Arrays.hashCode(categorical.codes());
      case Column.Image image -> Arrays.hashCode(image.values());
    };
  }

  private static boolean areEqual(Column a, Column b) {
    return switch (a) {
      case Column.Numeric numeric ->
          b instanceof Column.Numeric other && Arrays.equals(numeric.values(), other.values());
      case Column.Categorical categorical ->
          b instanceof Column.Categorical other
              && categorical.levels().equals(other.levels())
              && Arrays.equals(categorical.codes(), other.codes());
      case Column.Image _ -> false;
    };
  }

  /** A feature that has the target's value under another name. */
  private static void leaks(Dataset data, List<Column> columns, List<Problem> warnings) {
    if (data.header().outputs() != 1) {
      return;
    }
    for (Column column : columns) {
      Optional<String> how =
          data.header().task().hasClasses() ? tellsClass(data, column) : tellsNumber(data, column);
      how.ifPresent(words ->
          warnings.add(
              warning(
                  Codes.LEAKING_COLUMN,
                  "`%s` %s".formatted(column.name(), words),
                  "a model that may look at it needs to learn nothing else; is it known before the"
                      + " target is?",
                  "`-> drop(\"%s\")` leaves it out".formatted(column.name()))));
    }
  }

  /** One value for each class, and one class for each value. */
  private static Optional<String> tellsClass(Dataset data, Column column) {
    Map<Double, Integer> classOf = new HashMap<>();
    Set<Integer> classes = new HashSet<>();
    for (int row = 0; row < data.rows(); row++) {
      double value = value(column, row);
      int label = (int) data.target()[row];
      Integer before = classOf.putIfAbsent(value, label);
      if (Double.isNaN(value) || (before != null && before != label)) {
        return Optional.empty();
      }
      classes.add(label);
      if (classOf.size() > data.header().classes().size()) {
        return Optional.empty();
      }
    }
    return classOf.size() == classes.size() && data.rows() >= FEWEST_A_VALUE * classes.size()
        ? Optional.of(
            "is `%s` under another name: each of its values stands for one class"
                .formatted(data.targetName()))
        : Optional.empty();
  }

  /** Equal to the target, or a straight line of it. */
  private static Optional<String> tellsNumber(Dataset data, Column column) {
    if (!(column instanceof Column.Numeric(String _, double[] values)) || data.rows() < 5) {
      return Optional.empty();
    }
    double[] target = data.target();
    int other =
        IntStream.range(1, values.length).filter(r -> values[r] != values[0]).findFirst().orElse(0);
    double slope = (target[other] - target[0]) / (values[other] - values[0]);
    if (other == 0 || !Double.isFinite(slope) || slope == 0) {
      return Optional.empty();
    }
    double size = Math.abs(slope) * Moments.sampleSd(values);
    for (int row = 0; row < values.length; row++) {
      double line = target[0] + slope * (values[row] - values[0]);
      if (!(Math.abs(target[row] - line) <= 1e-9 * size)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        Arrays.equals(values, target)
            ? "holds the same values as the target `" + data.targetName() + "`"
            : "is the target `" + data.targetName() + "` on another scale");
  }

  private static double value(Column column, int row) {
    return switch (column) {
      case Column.Numeric numeric -> numeric.values()[row];
      case Column.Categorical categorical ->
          categorical.codes()[row] < 0 ? Double.NaN : categorical.codes()[row];
      case Column.Image _ -> Double.NaN;
    };
  }

  private static void unbalanced(Dataset data, List<Problem> warnings) {
    List<Long> counts = data.header().classCounts();
    if (!data.header().task().hasClasses() || counts.isEmpty()) {
      return;
    }
    int most =
        IntStream.range(0, counts.size())
            .reduce(0, (a, b) -> counts.get(b) > counts.get(a) ? b : a);
    int least =
        IntStream.range(0, counts.size())
            .reduce(0, (a, b) -> counts.get(b) < counts.get(a) ? b : a);
    if (counts.get(most) >= UNBALANCED * counts.get(least)) {
      warnings.add(
          warning(
              Codes.UNBALANCED_CLASSES,
              String.format(
                  Locale.ROOT,
                  "class `%s` has %d rows and class `%s` %d",
                  data.header().classes().get(most),
                  counts.get(most),
                  data.header().classes().get(least),
                  counts.get(least)),
              "accuracy hides small classes: `balanced_accuracy` and `macro_f1` do not",
              "`stratify = true` in the split keeps the proportions in every part"));
    }
  }
}

package org.lossexp.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Value;

/** A {@code data} pipeline, sorted into what its calls are. */
record Pipeline(Value.Call source, Value.Call split, List<Step> steps) {
  private static final Set<String> SPLITS = Set.of("holdout", "kfold");

  /** Numbers in all parts together, 4 bytes each. */
  private static final long MOST_NUMBERS = 200_000_000;

  static Pipeline of(List<Value.Call> calls) {
    List<Value.Call> splits = calls.stream().filter(call -> isSplit(call)).toList();
    if (splits.size() != 1) {
      throw new IllegalArgumentException("exactly one split is needed: " + calls);
    }
    List<Step> steps = calls.stream().skip(1).filter(call -> !isSplit(call)).map(Step::of).toList();
    return new Pipeline(calls.getFirst(), splits.getFirst(), steps);
  }

  private static boolean isSplit(Value.Call call) {
    return SPLITS.contains(call.name());
  }

  /** {@return what stands against it on {@code data}; remarks that do not go to {@code notes}} */
  List<Problem> check(Dataset data, List<String> notes) {
    List<Problem> problems = new ArrayList<>(Split.check(split, data, notes));
    for (Step step : steps) {
      problems.addAll(step.check(data));
    }
    List<DataHeader.Feature> left = featuresLeft(data);
    if (left.isEmpty()) {
      problems.add(
          new Problem(
              Codes.NO_FEATURES,
              "no column is left to learn from beside the target `" + data.targetName() + "`",
              Optional.empty(),
              List.of("drop fewer columns")));
    }
    remarkRowNumbers(data, left, notes);
    checkMissing(left).ifPresent(problems::add);
    checkWidth(data, left).ifPresent(problems::add);
    return problems;
  }

  /** {@return the columns of {@code data} that no {@code drop} takes out} */
  List<DataHeader.Feature> featuresLeft(Dataset data) {
    Set<String> dropped = new TreeSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Drop drop) {
        dropped.addAll(drop.names());
      }
    }
    return data.header().features().stream()
        .filter(feature -> !dropped.contains(feature.name()))
        .toList();
  }

  private static void remarkRowNumbers(
      Dataset data, List<DataHeader.Feature> left, List<String> notes) {
    Set<String> names = left.stream().map(DataHeader.Feature::name).collect(Collectors.toSet());
    data.features().stream()
        .filter(column -> names.contains(column.name()) && RowNumbers.isLike(column))
        .map(column ->
            ("`%1$s` has a different whole number in every row: if it is an id, leave it out with"
                    + " `drop = \"%1$s\"`")
                .formatted(column.name()))
        .forEach(notes::add);
  }

  private Optional<Problem> checkMissing(List<DataHeader.Feature> left) {
    List<DataHeader.Feature> missing = left.stream().filter(f -> f.missing() > 0).toList();
    if (missing.isEmpty() || steps.stream().anyMatch(step -> step instanceof Step.Impute)) {
      return Optional.empty();
    }
    DataHeader.Feature first = missing.getFirst();
    String message =
        missing.size() == 1
            ? String.format(
                Locale.ROOT,
                "`%s` has %d missing value%s",
                first.name(),
                first.missing(),
                first.missing() == 1 ? "" : "s")
            : missing.size()
                + " columns have missing values: "
                + missing.stream()
                    .limit(8)
                    .map(feature -> "`" + feature.name() + "` (" + feature.missing() + ")")
                    .collect(Collectors.joining(", "))
                + (missing.size() > 8 ? ", …" : "");
    return Optional.of(
        new Problem(
            Codes.MISSING_FEATURES,
            message,
            Optional.empty(),
            List.of(
                "`-> impute(median)` fills them with the median of the training part (categories:"
                    + " the most frequent)",
                "`-> drop(\"" + first.name() + "\")` leaves a column out")));
  }

  private static Optional<Problem> checkWidth(Dataset data, List<DataHeader.Feature> left) {
    long columns = left.stream().mapToLong(feature -> Math.max(1, feature.categories())).sum();
    return columns * data.rows() <= MOST_NUMBERS
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Codes.TOO_WIDE,
                String.format(
                    Locale.ROOT,
                    "%d rows of %d columns (categories as a column a level) do not fit: at most %d"
                        + " numbers do",
                    data.rows(),
                    columns,
                    MOST_NUMBERS),
                Optional.empty(),
                List.of("drop columns with many categories, or take a part of the rows")));
  }

  /** {@return whether a corrupting step makes the result depend on that seed} */
  boolean isCorrupting() {
    return steps.stream().anyMatch(s -> s instanceof Step.LabelNoise || s instanceof Step.Outliers);
  }
}

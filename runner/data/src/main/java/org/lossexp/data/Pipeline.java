package org.lossexp.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Shape;
import org.lossexp.experiment.TuningRows;
import org.lossexp.spi.Value;

/**
 * A {@code data} pipeline, sorted into what its calls are.
 *
 * @param split empty where the data's own default is meant
 * @param limit rows that a trial may not meet, where values are tuned
 */
record Pipeline(
    Value.Call source, Optional<Value.Call> split, List<Step> steps, Optional<TuningRows> limit) {
  /** Numbers in all parts together, 4 bytes each. */
  private static final long MOST_NUMBERS = 200_000_000;

  static Pipeline of(List<Value.Call> calls) {
    List<Value.Call> splits = calls.stream().filter(Pipeline::isSplit).toList();
    if (splits.size() > 1) {
      throw new IllegalArgumentException("one split at the most: " + calls);
    }
    List<Step> steps =
        calls.stream()
            .skip(1)
            .filter(call -> !isSplit(call) && !TuningRows.isMeant(call))
            .map(Step::of)
            .toList();
    return new Pipeline(calls.getFirst(), splits.stream().findFirst(), steps, TuningRows.of(calls));
  }

  private static boolean isSplit(Value.Call call) {
    return Splitter.NAMES.contains(call.name());
  }

  /** {@return {@code data} with the types that steps say} */
  Dataset typed(Dataset data) throws Unusable {
    Dataset typed = data;
    for (Step step : steps) {
      if (step instanceof Step.Types types) {
        typed = Typing.typed(types.call(), typed);
      }
    }
    return typed;
  }

  /** {@return how {@code data} is parted} */
  Splitter splitter(Dataset data, Path folder) throws Unusable {
    return Splitter.of(split.orElseGet(() -> Splitter.usual(data)), data, folder);
  }

  /**
   * {@return what stands against it on {@code data}}
   *
   * @param data typed, without columns that only say where a row belongs
   * @param notes gets what is assumed
   * @param warnings gets what is legal and likely a mistake in the split
   */
  List<Problem> check(Dataset data, Splitter splitter, List<String> notes, List<Problem> warnings) {
    List<Problem> problems = new ArrayList<>(splitter.check(warnings));
    for (Step step : steps) {
      problems.addAll(step.check(data));
    }
    List<DataHeader.Feature> left = featuresLeft(data);
    if (left.isEmpty() && data.roles().codes().isEmpty() && codes(data).isEmpty()) {
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

  /** {@return the columns of {@code data} that reach a model as numbers} */
  List<DataHeader.Feature> featuresLeft(Dataset data) {
    List<DataHeader.Feature> left = new ArrayList<>(data.header().features());
    for (Step step : steps) {
      switch (step) {
        case Step.Drop drop -> left.removeIf(feature -> drop.names().contains(feature.name()));
        case Step.Select select ->
            left.removeIf(feature -> !select.names().contains(feature.name()));
        case Step.ToCodes codes -> left.removeIf(feature -> isMeant(codes.columns(), feature));
        case Step.Ordinal ordinal ->
            left.replaceAll(f -> isMeant(ordinal.columns(), f) ? wide(f, 0) : f);
        case Step.Hash hash ->
            left.replaceAll(f -> isMeant(hash.columns(), f) ? wide(f, hash.size()) : f);
        case Step.Types types -> left.replaceAll(f -> types.isOrdered(f.name()) ? wide(f, 0) : f);
        case Step.Standardize _,
            Step.MinMax _,
            Step.RobustScale _,
            Step.ScaleTarget _,
            Step.LogTarget _,
            Step.BoxCoxTarget _,
            Step.Impute _,
            Step.OneHot _,
            Step.Resize _,
            Step.ClassWeights _,
            Step.Resample _,
            Step.LabelNoise _,
            Step.Outliers _,
            Step.Missing _,
            Step.Imbalance _,
            Step.Subsample _,
            Step.MakeViews _ -> {}
      }
    }
    return left;
  }

  private static boolean isMeant(Step.Names columns, DataHeader.Feature feature) {
    return columns.all() ? feature.categories() > 0 : columns.holds(feature.name());
  }

  private static DataHeader.Feature wide(DataHeader.Feature feature, int columns) {
    return new DataHeader.Feature(feature.name(), columns, feature.missing());
  }

  /** {@return the indices that {@code codes} makes, as large as they can become} */
  private List<DataHeader.Code> codes(Dataset data) {
    List<DataHeader.Code> codes = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.ToCodes made) {
        for (Column column : made.columns().categories(data.features())) {
          int levels =
              switch (Columns.category(column)) {
                case Column.Categorical categorical -> categorical.levels().size();
                case Column.Numeric _, Column.Image _ -> 0;
              };
          codes.add(new DataHeader.Code(column.name(), levels + 1));
        }
      }
    }
    return codes;
  }

  /** {@return what comes out of all steps, for {@code data} that nothing stands against} */
  DataHeader header(
      Dataset data, DataHeader.Parts parts, List<String> notes, List<Problem> warnings) {
    DataHeader header = data.header();
    DataHeader.Inputs inputs = header.inputs();
    Optional<Shape> image = inputs.image();
    List<DataHeader.Code> codes = new ArrayList<>(inputs.codes());
    codes.addAll(codes(data));
    Set<String> extras = new TreeSet<>(inputs.extras());
    List<String> classes = header.classes();
    List<Long> counts = header.classCounts();
    for (Step step : steps) {
      if (step instanceof Step.Resize resize && image.isPresent()) {
        image = Optional.of(new Shape(resize.height(), resize.width(), image.get().channels()));
      }
      if (step instanceof Step.ClassWeights) {
        extras.add("weights");
      }
    }
    if (parts.split().name().equals("split")) {
      // Which classes are trained on is drawn; how many there are is known.
      int kept = Splitter.trainingClasses(parts.split(), classes.size());
      classes = classes.subList(0, kept);
      counts = counts.subList(0, kept);
    }
    double share = 1;
    for (Step step : steps) {
      if (step instanceof Step.Subsample kept && kept.on().contains(Step.Place.TRAINING)) {
        share *= kept.share();
      }
    }
    DataHeader.Parts left =
        new DataHeader.Parts(
            parts.split(),
            parts.folds(),
            Math.max(1, (int) Math.round(share * parts.training())),
            parts.validation(),
            parts.test(),
            parts.drawn(),
            parts.sha256());
    return new DataHeader(
        header.path(),
        header.sha256(),
        header.rows(),
        featuresLeft(data),
        header.task(),
        header.outputs(),
        classes,
        counts,
        header.targetMean(),
        header.targetSd(),
        new DataHeader.Inputs(image, codes, inputs.lists(), extras),
        Optional.of(left),
        warnings,
        notes);
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
    int lastMissing = -1;
    int lastImpute = -1;
    for (int i = 0; i < steps.size(); i++) {
      lastImpute = steps.get(i) instanceof Step.Impute ? i : lastImpute;
      lastMissing = steps.get(i) instanceof Step.Missing m && m.rate() > 0 ? i : lastMissing;
    }
    if (lastMissing > lastImpute) {
      return Optional.of(
          new Problem(
              Codes.MISSING_FEATURES,
              "`missing` takes values away, and nothing fills them",
              Optional.empty(),
              List.of("write `-> impute(median)` behind it")));
    }
    List<DataHeader.Feature> missing =
        left.stream()
            .filter(f -> f.missing() > 0 && steps.stream().noneMatch(s -> takesMissing(s, f)))
            .toList();
    if (missing.isEmpty() || lastImpute >= 0) {
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

  private static boolean takesMissing(Step step, DataHeader.Feature feature) {
    return step instanceof Step.Hash hash && isMeant(hash.columns(), feature);
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
    return steps.stream().anyMatch(Step::isCorrupting);
  }
}

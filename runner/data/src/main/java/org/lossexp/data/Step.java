package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** A step after the source that is no split. What it fits, it fits on the training part alone. */
sealed interface Step {
  /** The parts whose targets a corrupting step may touch: never the test part. */
  enum Place {
    TRAINING,
    VALIDATION
  }

  /** {@return what stands against this step on {@code data}} */
  default List<Problem> check(Dataset data) {
    return List.of();
  }

  /** Applies it, for this fold and these seeds. */
  void apply(Workbench bench) throws Unusable;

  /** {@return the step that {@code call} writes} */
  static Step of(Value.Call call) {
    Arguments arguments = call.arguments();
    return switch (call.name()) {
      case "standardize" ->
          new Standardize(arguments.word("features").equals("all"), arguments.flag("target"));
      case "min_max" -> new MinMax();
      case "impute" -> new Impute(arguments.word("with"));
      case "one_hot" -> new OneHot();
      case "drop" -> new Drop(arguments.words("columns"));
      case "label_noise" ->
          new LabelNoise(
              arguments.real("rate"), arguments.word("kind").equals("pair"), places(arguments));
      case "outliers" ->
          new Outliers(
              arguments.real("rate"),
              arguments.real("scale"),
              arguments.word("kind").equals("upward"),
              places(arguments));
      default -> throw new IllegalArgumentException("no such step: " + call.name());
    };
  }

  private static Set<Place> places(Arguments arguments) {
    Set<Place> places = EnumSet.noneOf(Place.class);
    for (String word : arguments.words("on")) {
      places.add(Place.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    return places;
  }

  private static Problem doesNotFit(String message, String... notes) {
    return new Problem(Codes.STEP_DOES_NOT_FIT, message, Optional.empty(), List.of(notes));
  }

  /**
   * Mean 0 and standard deviation 1 (divisor n, as scikit-learn's StandardScaler) over the training
   * part. A column that is constant there becomes 0 everywhere: it has nothing to say.
   *
   * @param features whether the numeric columns are scaled, those of {@code one_hot} included if it
   *     stands before
   * @param target whether the target is
   */
  record Standardize(boolean features, boolean target) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return target && data.header().task().hasClasses()
          ? List.of(
              doesNotFit(
                  "`standardize` cannot scale the target: `" + data.targetName() + "` is a class",
                  "write `standardize()` to scale the features alone",
                  "if it holds numbers, write `task = regression` in the source"))
          : List.of();
    }

    @Override
    public void apply(Workbench bench) {
      if (features) {
        bench.rescale(training ->
            new Workbench.Scale(Moments.mean(training), Moments.populationSd(training)));
      }
      if (target) {
        bench.standardizeTarget();
      }
    }
  }

  /** The training part's least value becomes 0, its greatest 1; test values may lie outside. */
  record MinMax() implements Step {
    @Override
    public void apply(Workbench bench) {
      bench.rescale(training -> {
        double least = Arrays.stream(training).min().orElseThrow();
        return new Workbench.Scale(least, Arrays.stream(training).max().orElseThrow() - least);
      });
    }
  }

  /**
   * Fills what is missing with a value of the training part.
   *
   * @param with {@code median}, {@code mean} or {@code most_frequent}; categories always get the
   *     most frequent
   */
  record Impute(String with) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      List<Problem> problems = new ArrayList<>();
      for (DataHeader.Feature feature : data.header().features()) {
        if (feature.missing() == data.rows()) {
          problems.add(
              new Problem(
                  Codes.MISSING_FEATURES,
                  "`impute` cannot fill `" + feature.name() + "`: it has no value in any row",
                  Optional.empty(),
                  List.of("write `drop = [\"" + feature.name() + "\"]` in the source")));
        }
      }
      return problems;
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      List<Column> filled = new ArrayList<>();
      for (Column column : bench.columns()) {
        filled.add(column.missing() == 0 ? column : fill(bench, column));
      }
      bench.replaceColumns(filled);
    }

    private Column fill(Workbench bench, Column column) throws Unusable {
      return switch (column) {
        case Column.Numeric numeric -> {
          double[] known = bench.trainingValues(numeric);
          if (known.length == 0) {
            throw nothingKnown(column);
          }
          double value =
              switch (with) {
                case "median" -> median(known);
                case "mean" -> Moments.mean(known);
                case "most_frequent" -> mostFrequent(known);
                default -> throw new IllegalArgumentException("cannot impute with: " + with);
              };
          double[] values = numeric.values().clone();
          for (int row = 0; row < values.length; row++) {
            values[row] = Double.isNaN(values[row]) ? value : values[row];
          }
          yield new Column.Numeric(numeric.name(), values);
        }
        case Column.Categorical categorical -> {
          long[] counts = bench.trainingCounts(categorical);
          int most = 0;
          for (int level = 1; level < counts.length; level++) {
            most = counts[level] > counts[most] ? level : most;
          }
          if (counts.length == 0 || counts[most] == 0) {
            throw nothingKnown(column);
          }
          int[] codes = categorical.codes().clone();
          for (int row = 0; row < codes.length; row++) {
            codes[row] = codes[row] < 0 ? most : codes[row];
          }
          yield new Column.Categorical(categorical.name(), categorical.levels(), codes);
        }
        case Column.Image image -> image;
      };
    }

    private static Unusable nothingKnown(Column column) {
      return new Unusable(
          List.of(
              new Problem(
                  Codes.MISSING_FEATURES,
                  "`impute` cannot fill `"
                      + column.name()
                      + "`: no row of the training part has a value",
                  Optional.empty(),
                  List.of("write `drop = [\"" + column.name() + "\"]` in the source"))));
    }

    private static double median(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The least of those that occur most often. */
    private static double mostFrequent(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int bestStart = 0;
      int bestLength = 0;
      int start = 0;
      for (int i = 0; i < sorted.length; i++) {
        start = sorted[i] == sorted[start] ? start : i;
        if (i - start + 1 > bestLength) {
          bestLength = i - start + 1;
          bestStart = start;
        }
      }
      return sorted[bestStart];
    }
  }

  /** A column of 0 and 1 for each level of a category that the training part has. */
  record OneHot() implements Step {
    @Override
    public void apply(Workbench bench) {
      bench.encodeCategories();
    }
  }

  /** Leaves columns out. */
  record Drop(List<String> names) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      List<String> columns = data.header().features().stream().map(f -> f.name()).toList();
      List<Problem> problems = new ArrayList<>();
      for (String name : names) {
        if (!columns.contains(name)) {
          problems.add(
              new Problem(
                  Codes.UNKNOWN_COLUMN,
                  name.equals(data.targetName())
                      ? "`drop` cannot leave out `" + name + "`: it is the target"
                      : "`drop` finds no column `" + name + "`",
                  Optional.of("columns"),
                  List.of("the features are " + Listing.of(columns))));
        }
      }
      return problems;
    }

    @Override
    public void apply(Workbench bench) {
      bench.replaceColumns(
          bench.columns().stream().filter(column -> !names.contains(column.name())).toList());
    }
  }

  /**
   * Wrong labels: each label becomes wrong with probability {@code rate}, independently.
   *
   * @param pair the next class instead of any other one (Han et al., "Co-teaching", NeurIPS 2018)
   */
  record LabelNoise(double rate, boolean pair, Set<Place> on) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return data.header().task().hasClasses()
          ? List.of()
          : List.of(
              doesNotFit(
                  "`label_noise` flips classes, and `" + data.targetName() + "` holds real numbers",
                  "`outliers(rate = …)` corrupts real targets",
                  "if it holds classes, write `task = classification` in the source"));
    }

    @Override
    public void apply(Workbench bench) {
      int classes = bench.classes();
      RandomStream stream = bench.corruption("label_noise");
      bench.corrupt(
          on,
          label -> {
            // Both are drawn for every row, so that all rates share them: what is wrong at 20% is
            // wrong at 40%, and in the same way.
            double u = stream.uniform();
            int other = stream.below(classes - 1);
            int shift = pair ? 1 : 1 + other;
            return u < rate ? (label + shift) % classes : label;
          });
    }
  }

  /**
   * Gross errors in real targets: to each target, with probability {@code rate}, is added {@code
   * scale × sd × g}, with sd that of the clean training targets in original units and g standard
   * normal (Tukey's contaminated normal, "A survey of sampling from contaminated distributions",
   * 1960).
   *
   * @param upward with |g| in place of g: errors that all go one way
   */
  record Outliers(double rate, double scale, boolean upward, Set<Place> on) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return data.header().task().hasClasses()
          ? List.of(
              doesNotFit(
                  "`outliers` moves real targets, and `" + data.targetName() + "` is a class",
                  "`label_noise(rate = …)` corrupts classes",
                  "if it holds numbers, write `task = regression` in the source"))
          : List.of();
    }

    @Override
    public void apply(Workbench bench) {
      RandomStream stream = bench.corruption("outliers");
      double size = scale * bench.cleanTrainingSd();
      bench.corrupt(
          on,
          target -> {
            // Both are drawn for every row, so that all rates share them.
            double u = stream.uniform();
            double g = stream.gaussian();
            return u < rate ? target + size * (upward ? Math.abs(g) : g) : target;
          });
    }
  }
}

package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
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

  /** {@return whether what it does depends on the seed for corruption} */
  default boolean isCorrupting() {
    return false;
  }

  /** Applies it, for this fold and these seeds. */
  void apply(Workbench bench) throws Unusable;

  /** {@return the step that {@code call} writes} */
  static Step of(Value.Call call) {
    Arguments arguments = call.arguments();
    return switch (call.name()) {
      case "types" -> new Types(call);
      case "standardize" ->
          new Standardize(arguments.value("features").isPresent(), arguments.flag("target"));
      case "min_max" -> new MinMax();
      case "robust_scale" -> new RobustScale();
      case "scale_target" -> new ScaleTarget();
      case "log_target" -> new LogTarget(arguments.real("add"));
      case "box_cox_target" -> new BoxCoxTarget();
      case "impute" ->
          new Impute(arguments.word("with"), arguments.word("categories").equals("missing"));
      case "one_hot" -> new OneHot(Names.of(arguments));
      case "ordinal" ->
          new Ordinal(
              Names.of(arguments),
              arguments.value("order").isPresent() ? arguments.words("order") : List.of());
      case "hash" -> new Hash(Names.of(arguments), arguments.whole("size"));
      case "codes" -> new ToCodes(Names.of(arguments));
      case "drop" -> new Drop(arguments.words("columns"));
      case "select" -> new Select(arguments.words("columns"));
      case "resize" -> new Resize(arguments.whole("height"), arguments.whole("width"));
      case "class_weights" -> new ClassWeights();
      case "oversample" -> new Resample(arguments.real("ratio"), true);
      case "undersample" -> new Resample(arguments.real("ratio"), false);
      case "label_noise" ->
          new LabelNoise(
              arguments.real("rate"),
              arguments.word("kind"),
              arguments.value("matrix").isPresent() ? arguments.reals("matrix") : List.of(),
              places(arguments));
      case "outliers" ->
          new Outliers(
              arguments.real("rate"),
              arguments.real("scale"),
              arguments.word("kind"),
              arguments.word("of").equals("features"),
              places(arguments));
      case "missing" -> new Missing(arguments.real("rate"), Names.of(arguments), places(arguments));
      case "imbalance" -> new Imbalance(arguments.real("ratio"), places(arguments));
      case "subsample" -> new Subsample(arguments.real("share"), places(arguments));
      case "views" -> new MakeViews(call);
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

  private static Problem unknownColumn(String step, String name, Dataset data) {
    List<String> columns = data.features().stream().map(Column::name).toList();
    return new Problem(
        Codes.UNKNOWN_COLUMN,
        name.equals(data.targetName())
            ? "`" + step + "` takes features, and `" + name + "` is the target"
            : "`" + step + "` finds no column `" + name + "`",
        Optional.of("columns"),
        List.of("the features are " + Listing.of(columns)));
  }

  /**
   * The columns that a step is about.
   *
   * @param names empty for all that it fits
   */
  record Names(List<String> names) {
    static Names of(Arguments arguments) {
      return new Names(arguments.isWord("columns", "all") ? List.of() : arguments.words("columns"));
    }

    boolean all() {
      return names.isEmpty();
    }

    boolean holds(String name) {
      return names.isEmpty() || names.contains(name);
    }

    List<Problem> check(String step, Dataset data) {
      List<String> columns = data.features().stream().map(Column::name).toList();
      return names.stream()
          .filter(name -> !columns.contains(name))
          .map(name -> unknownColumn(step, name, data))
          .toList();
    }

    /** {@return the columns that are meant: categories, and others only if they are named} */
    List<Column> categories(List<Column> columns) {
      return columns.stream()
          .filter(column ->
              all() ? column instanceof Column.Categorical : names.contains(column.name()))
          .toList();
    }
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
      return target ? needsNumbers("standardize", data) : List.of();
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      if (features) {
        bench.rescale(
            training -> new double[] {Moments.mean(training), Moments.populationSd(training)});
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
        return new double[] {least, Arrays.stream(training).max().orElseThrow() - least};
      });
    }
  }

  /**
   * The training part's median becomes 0 and its interquartile range 1, quartiles interpolated
   * linearly, as scikit-learn's RobustScaler: outliers move neither. A column whose quartiles are
   * equal is only moved.
   */
  record RobustScale() implements Step {
    @Override
    public void apply(Workbench bench) {
      bench.rescale(training -> {
        double[] sorted = training.clone();
        Arrays.sort(sorted);
        double range = Moments.quantile(sorted, 0.75) - Moments.quantile(sorted, 0.25);
        return new double[] {Moments.quantile(sorted, 0.5), range == 0 ? 1 : range};
      });
    }
  }

  private static String what(Dataset data) {
    Task task = data.header().task();
    return task.hasClasses() ? "a class" : "for " + task.words();
  }

  private static List<Problem> needsNumbers(String step, Dataset data) {
    return data.header().task() == Task.REGRESSION
        ? List.of()
        : List.of(
            doesNotFit(
                "`%s` cannot scale the target: `%s` is %s"
                    .formatted(step, data.targetName(), what(data)),
                "only a target of real numbers has a scale",
                "if it holds numbers, write `task = regression` in the source"));
  }

  private static List<Problem> needsAbove(String step, double least, Dataset data) {
    List<Problem> problems = needsNumbers(step, data);
    if (!problems.isEmpty()) {
      return problems;
    }
    double smallest = Arrays.stream(data.target()).min().orElseThrow();
    return smallest > least
        ? List.of()
        : List.of(
            new Problem(
                Codes.NOT_POSITIVE,
                "`%s` needs targets above %s, and the smallest of `%s` is %s"
                    .formatted(
                        step,
                        Value.Numeral.text(least),
                        data.targetName(),
                        Value.Numeral.text(smallest)),
                Optional.empty(),
                List.of(
                    "`log_target(add = 1)` takes zeros too",
                    "`standardize(target = true)` takes any numbers")));
  }

  /**
   * The target divided by the mean of its sizes over the training part: 0 stays 0, and what is
   * above it stays so, as losses on counts and on positive numbers need it.
   */
  record ScaleTarget() implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return needsNumbers("scale_target", data);
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      bench.bendTarget(
          "scale_target",
          training -> {
            double size = Moments.mean(Arrays.stream(training).map(Math::abs).toArray());
            return new Prepared.Curve.Linear(0, size == 0 ? 1 : size);
          });
    }
  }

  /** The logarithm of the target plus {@code add}. */
  record LogTarget(double add) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return needsAbove("log_target", add == 0 ? 0 : -add, data);
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      bench.bendTarget("log_target", _ -> new Prepared.Curve.Log(add));
    }
  }

  /** The power of the target that makes it most like a normal distribution. */
  record BoxCoxTarget() implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return needsAbove("box_cox_target", 0, data);
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      bench.bendTarget(
          "box_cox_target", training -> new Prepared.Curve.BoxCox(BoxCox.lambda(training)));
    }
  }

  /**
   * Fills what is missing with a value of the training part.
   *
   * @param with {@code median}, {@code mean} or {@code most_frequent}
   * @param missing whether a category that is missing becomes one of its own, called {@code
   *     missing}, instead of the most frequent
   */
  record Impute(String with, boolean missing) implements Step {
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
      for (Column column : bench.columns()) {
        bench.change(filling(bench, column));
      }
    }

    /** Of columns without a gap too: new rows may have one. */
    private Fitted.Change filling(Workbench bench, Column column) throws Unusable {
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
          yield new Fitted.Change(Fitted.Kind.FILL, numeric.name(), List.of(value), List.of());
        }
        case Column.Categorical categorical -> {
          long[] counts = bench.trainingCounts(categorical);
          int most = 0;
          for (int level = 1; level < counts.length; level++) {
            most = counts[level] > counts[most] ? level : most;
          }
          if (!missing && (counts.length == 0 || counts[most] == 0)) {
            throw nothingKnown(column);
          }
          yield new Fitted.Change(
              Fitted.Kind.FILL_TEXT,
              categorical.name(),
              List.of(),
              List.of(missing ? "missing" : categorical.levels().get(most)));
        }
        case Column.Image image ->
            new Fitted.Change(Fitted.Kind.FILL, image.name(), List.of(0.0), List.of());
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
  record OneHot(Names columns) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return columns.check("one_hot", data);
    }

    @Override
    public void apply(Workbench bench) {
      for (Column column : columns.categories(bench.columns())) {
        bench.change(
            new Fitted.Change(
                Fitted.Kind.INDICATE, column.name(), List.of(), levels(bench, column)));
      }
    }
  }

  /** {@return what {@code column} holds in the training part, as texts in their order} */
  private static List<String> levels(Workbench bench, Column column) {
    return switch (Columns.category(column)) {
      case Column.Categorical categorical -> bench.trainingLevels(categorical);
      case Column.Numeric _, Column.Image _ -> List.of();
    };
  }

  /**
   * A category becomes its position, from 0: in the order given, else of numbers, else of texts.
   * One that the training part lacks becomes −1.
   */
  record Ordinal(Names columns, List<String> order) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      List<Problem> problems = new ArrayList<>(columns.check("ordinal", data));
      for (Column column : columns.categories(data.features())) {
        if (!order.isEmpty() && column instanceof Column.Categorical categorical) {
          categorical.levels().stream()
              .filter(level -> !order.contains(level))
              .findFirst()
              .ifPresent(level ->
                  problems.add(
                      new Problem(
                          Codes.STEP_DOES_NOT_FIT,
                          "`ordinal` is not told where %s of `%s` stands"
                              .formatted(Listing.quoted(level), column.name()),
                          Optional.of("order"),
                          List.of("the column holds " + Listing.of(categorical.levels())))));
        }
      }
      return problems;
    }

    @Override
    public void apply(Workbench bench) {
      for (Column column : columns.categories(bench.columns())) {
        List<String> levels = order.isEmpty() ? sorted(levels(bench, column)) : order;
        bench.change(new Fitted.Change(Fitted.Kind.RANK, column.name(), List.of(), levels));
      }
    }

    private static List<String> sorted(List<String> levels) {
      return levels.stream().noneMatch(level -> Double.isNaN(Columns.number(level)))
          ? levels.stream().sorted(Comparator.comparingDouble(Columns::number)).toList()
          : levels;
    }
  }

  /** A category becomes a few columns of 0 and ±1, however many levels it has. */
  record Hash(Names columns, int size) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return columns.check("hash", data);
    }

    @Override
    public void apply(Workbench bench) {
      for (Column column : columns.categories(bench.columns())) {
        bench.change(
            new Fitted.Change(Fitted.Kind.HASH, column.name(), List.of((double) size), List.of()));
      }
    }
  }

  /** A category becomes an index that a model looks up; 0 is for what the training part lacks. */
  record ToCodes(Names columns) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return data.roles().codes().isEmpty()
          ? columns.check("codes", data)
          : List.of(
              doesNotFit(
                  "`codes` cannot add to users and items: the last code is the item",
                  "leave it out: other columns are features"));
    }

    @Override
    public void apply(Workbench bench) {
      for (Column column : columns.categories(bench.columns())) {
        bench.change(
            new Fitted.Change(
                Fitted.Kind.CODE, column.name(), List.of(1.0), levels(bench, column)));
      }
    }
  }

  /** Leaves columns out. */
  record Drop(List<String> names) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return new Names(names).check("drop", data);
    }

    @Override
    public void apply(Workbench bench) {
      for (String name : names) {
        bench.change(new Fitted.Change(Fitted.Kind.DROP, name, List.of(), List.of()));
      }
    }
  }

  /** Leaves all columns out but these. */
  record Select(List<String> names) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return new Names(names).check("select", data);
    }

    @Override
    public void apply(Workbench bench) {
      for (Column column : bench.columns()) {
        if (!names.contains(column.name())) {
          bench.change(new Fitted.Change(Fitted.Kind.DROP, column.name(), List.of(), List.of()));
        }
      }
    }
  }

  /** Brings images to one size. */
  record Resize(int height, int width) implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return data.features().stream().anyMatch(column -> column instanceof Column.Image)
          ? List.of()
          : List.of(
              doesNotFit(
                  "`resize` is for images, and the data holds columns",
                  "`images(…)` and `idx(…)` bring images"));
    }

    @Override
    public void apply(Workbench bench) {
      for (Column column : bench.columns()) {
        bench.change(
            new Fitted.Change(
                Fitted.Kind.RESIZE,
                column.name(),
                List.of((double) height, (double) width),
                List.of()));
      }
    }
  }

  private static List<Problem> needsClasses(String step, Dataset data) {
    return data.header().task().hasClasses()
        ? List.of()
        : List.of(
            doesNotFit(
                "`%s` is about classes, and `%s` is for %s"
                    .formatted(step, data.targetName(), data.header().task().words()),
                "if it holds classes, write `task = classification` in the source"));
  }

  /**
   * Weights that make all classes count the same: rows / (classes × rows of the class), as
   * scikit-learn's {@code balanced}, counted in the training part. They multiply those of the
   * source.
   */
  record ClassWeights() implements Step {
    @Override
    public List<Problem> check(Dataset data) {
      return needsClasses("class_weights", data);
    }

    @Override
    public void apply(Workbench bench) {
      int[] rows = bench.rows(Place.TRAINING);
      int[] counts = new int[bench.classes().size()];
      for (int row : rows) {
        counts[bench.label(row)]++;
      }
      // What classes kept apart weigh is asked by nobody: 1.
      double[] weights = new double[Math.max(counts.length, bench.allClasses())];
      Arrays.fill(weights, 1);
      for (int label = 0; label < counts.length; label++) {
        weights[label] =
            counts[label] == 0
                ? 0
                : (double) rows.length / (counts.length * (double) counts[label]);
      }
      bench.weighClasses(weights);
    }
  }

  /**
   * Repeats rows of small classes, or leaves out rows of large ones, until the smallest class has
   * {@code ratio} times the rows of the largest; in the training part alone.
   */
  record Resample(double ratio, boolean over) implements Step {
    @Override
    public boolean isCorrupting() {
      return true;
    }

    @Override
    public List<Problem> check(Dataset data) {
      return needsClasses(over ? "oversample" : "undersample", data);
    }

    @Override
    public void apply(Workbench bench) {
      int[][] rows = byClass(bench, bench.rows(Place.TRAINING));
      int most = Arrays.stream(rows).mapToInt(r -> r.length).max().orElse(0);
      int least = Arrays.stream(rows).mapToInt(r -> r.length).filter(n -> n > 0).min().orElse(0);
      RandomStream stream = bench.corruption(over ? "oversample" : "undersample");
      var kept = IntStream.builder();
      for (int[] members : rows) {
        int wanted =
            over
                ? Math.max(members.length, (int) Math.round(ratio * most))
                : Math.min(members.length, (int) Math.round(least / ratio));
        int[] order = members.clone();
        stream.shuffle(order);
        for (int i = 0; i < wanted && members.length > 0; i++) {
          kept.add(i < members.length || !over ? order[i % order.length] : drawn(order, stream));
        }
      }
      bench.replaceRows(Place.TRAINING, kept.build().sorted().toArray());
    }

    private static int drawn(int[] rows, RandomStream stream) {
      return rows[stream.below(rows.length)];
    }
  }

  private static int[][] byClass(Workbench bench, int[] rows) {
    int[][] members = new int[bench.classes().size()][];
    for (int label = 0; label < members.length; label++) {
      int wanted = label;
      members[label] = Arrays.stream(rows).filter(row -> bench.label(row) == wanted).toArray();
    }
    return members;
  }

  /**
   * A long tail of classes: of the class in place i of K are kept as many rows as the largest has,
   * times {@code ratio} to the power −i / (K − 1), or all if it has fewer (Cui et al.,
   * "Class-balanced loss based on effective number of samples", CVPR 2019). Which rows go is one
   * draw for all ratios.
   */
  record Imbalance(double ratio, Set<Place> on) implements Step {
    @Override
    public boolean isCorrupting() {
      return true;
    }

    @Override
    public List<Problem> check(Dataset data) {
      return needsClasses("imbalance", data);
    }

    @Override
    public void apply(Workbench bench) {
      double[] draws = draws(bench, "imbalance");
      for (Place place : on) {
        int[][] rows = byClass(bench, bench.rows(place));
        int most = Arrays.stream(rows).mapToInt(r -> r.length).max().orElse(0);
        var kept = IntStream.builder();
        for (int label = 0; label < rows.length; label++) {
          double power = rows.length == 1 ? 0 : -(double) label / (rows.length - 1);
          int wanted = Math.max(1, (int) Math.round(most * StrictMath.pow(ratio, power)));
          Arrays.stream(fewest(rows[label], draws, bench, wanted)).forEach(kept::add);
        }
        bench.replaceRows(place, kept.build().sorted().toArray());
      }
    }
  }

  /** A share of the rows; of lists, whole ones. Which rows stay is one draw for all shares. */
  record Subsample(double share, Set<Place> on) implements Step {
    @Override
    public boolean isCorrupting() {
      return true;
    }

    @Override
    public void apply(Workbench bench) {
      double[] draws = draws(bench, "subsample");
      for (Place place : on) {
        int[] rows = bench.rows(place);
        int items = (int) Arrays.stream(rows).map(bench::item).distinct().count();
        int wanted = rows.length == 0 ? 0 : Math.max(1, (int) Math.round(share * items));
        bench.replaceRows(place, fewest(rows, draws, bench, wanted));
      }
    }
  }

  /** A number for each item of the source, whatever part it is in. */
  private static double[] draws(Workbench bench, String step) {
    RandomStream stream = bench.corruption(step);
    double[] draws = new double[bench.items()];
    Arrays.setAll(draws, _ -> stream.uniform());
    return draws;
  }

  /** {@return those of {@code rows} whose items have the {@code wanted} smallest draws} */
  private static int[] fewest(int[] rows, double[] draws, Workbench bench, int wanted) {
    int[] items = Arrays.stream(rows).map(bench::item).sorted().distinct().toArray();
    double[] drawn = Arrays.stream(items).mapToDouble(item -> draws[item]).toArray();
    boolean[] kept = new boolean[draws.length];
    Arrays.stream(Order.of(drawn)).limit(wanted).forEach(at -> kept[items[at]] = true);
    return Arrays.stream(rows).filter(row -> kept[bench.item(row)]).toArray();
  }

  /**
   * Wrong labels: each label becomes wrong with probability {@code rate}, independently.
   *
   * @param kind {@code symmetric}: any other class; {@code pair}: the next class (Han et al.,
   *     "Co-teaching", NeurIPS 2018); {@code matrix}: as its row says
   * @param matrix [classes × classes] row by row: of a label of class i that becomes wrong, the
   *     share that becomes class j; empty for other kinds
   */
  record LabelNoise(double rate, String kind, List<Double> matrix, Set<Place> on) implements Step {
    @Override
    public boolean isCorrupting() {
      return true;
    }

    @Override
    public List<Problem> check(Dataset data) {
      if (data.header().task() == Task.MULTILABEL && kind.equals("symmetric")) {
        return List.of();
      }
      if (!data.header().task().hasClasses()) {
        return List.of(
            doesNotFit(
                "`label_noise` flips classes, and `" + data.targetName() + "` holds real numbers",
                "`outliers(rate = …)` corrupts real targets",
                "if it holds classes, write `task = classification` in the source"));
      }
      return checkMatrix(data.header().classes());
    }

    private List<Problem> checkMatrix(List<String> names) {
      int classes = names.size();
      String fault = "";
      if (kind.equals("matrix") != !matrix.isEmpty()) {
        fault = "takes a `matrix` with `kind = matrix`, and with no other kind";
      } else if (!matrix.isEmpty() && matrix.size() != classes * classes) {
        fault =
            "needs %d × %d numbers in `matrix`, a row for each class, and has %d"
                .formatted(classes, classes, matrix.size());
      } else {
        for (int from = 0; from < classes && !matrix.isEmpty(); from++) {
          double sum = 0;
          for (int to = 0; to < classes; to++) {
            sum += matrix.get(from * classes + to);
          }
          if (Math.abs(sum - 1) > 1e-6) {
            fault =
                "needs rows of `matrix` that add up to 1, and that of class `%s` to %s"
                    .formatted(names.get(from), Value.Numeral.text(sum));
            break;
          }
        }
      }
      return fault.isEmpty()
          ? List.of()
          : List.of(
              new Problem(
                  Codes.STEP_DOES_NOT_FIT,
                  "`label_noise` " + fault,
                  Optional.of("matrix"),
                  List.of("classes in this order: " + Listing.of(names))));
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      int classes = bench.classes().size();
      RandomStream stream = bench.corruption("label_noise");
      if (bench.task() == Task.MULTILABEL) {
        bench.corrupt("label_noise", on, (_, label) -> stream.uniform() < rate ? 1 - label : label);
        return;
      }
      bench.corrupt(
          "label_noise",
          on,
          (_, label) -> {
            // Both are drawn for every row, so that all rates share them: what is wrong at 20% is
            // wrong at 40%, and in the same way.
            double u = stream.uniform();
            double wrong =
                switch (kind) {
                  case "symmetric" -> (label + 1 + stream.below(classes - 1)) % classes;
                  case "pair" -> {
                    stream.below(classes - 1);
                    yield (label + 1) % classes;
                  }
                  case "matrix" -> drawn((int) label, classes, stream.uniform());
                  default -> throw new IllegalArgumentException("no such noise: " + kind);
                };
            return u < rate ? wrong : label;
          });
    }

    private double drawn(int label, int classes, double u) {
      double sum = 0;
      for (int to = 0; to < classes; to++) {
        sum += matrix.get(label * classes + to);
        if (u < sum) {
          return to;
        }
      }
      return label;
    }
  }

  /**
   * Gross errors: to each target, or each number of a feature, with probability {@code rate}, is
   * added {@code scale × sd × g}, with sd that of the clean training values in original units and g
   * as {@code kind} says: standard normal for {@code symmetric} (Tukey's contaminated normal, "A
   * survey of sampling from contaminated distributions", 1960), its absolute value for {@code
   * upward}, uniform on [−1, 1] for {@code uniform}, standard Cauchy for {@code cauchy}, 1 for
   * {@code shift}.
   */
  record Outliers(double rate, double scale, String kind, boolean features, Set<Place> on)
      implements Step {
    @Override
    public boolean isCorrupting() {
      return true;
    }

    @Override
    public List<Problem> check(Dataset data) {
      return !features && data.header().task() != Task.REGRESSION
          ? List.of(
              doesNotFit(
                  "`outliers` moves real targets, and `" + data.targetName() + "` is " + what(data),
                  "`label_noise(rate = …)` corrupts classes, `outliers(of = features, …)` numbers"
                      + " among the features",
                  "if it holds numbers, write `task = regression` in the source"))
          : List.of();
    }

    @Override
    public void apply(Workbench bench) throws Unusable {
      RandomStream stream = bench.corruption("outliers");
      if (features) {
        corruptFeatures(bench, stream);
        return;
      }
      double[] sizes = new double[bench.outputs()];
      Arrays.setAll(sizes, output -> scale * bench.cleanTrainingSd(output));
      bench.corrupt("outliers", on, (output, target) -> moved(target, sizes[output], stream));
    }

    private void corruptFeatures(Workbench bench, RandomStream stream) {
      boolean[] touched = bench.touched(on);
      List<Column> corrupted = new ArrayList<>();
      for (Column column : bench.columns()) {
        corrupted.add(
            switch (column) {
              case Column.Categorical categorical -> categorical;
              case Column.Image image -> image;
              case Column.Numeric numeric -> {
                double size = scale * Moments.sampleSd(bench.trainingValues(numeric));
                double[] values = numeric.values().clone();
                for (int row = 0; row < values.length; row++) {
                  double changed = moved(values[row], size, stream);
                  values[row] = touched[row] ? changed : values[row];
                }
                yield new Column.Numeric(numeric.name(), values);
              }
            });
      }
      bench.corruptColumns(corrupted);
    }

    private double moved(double value, double size, RandomStream stream) {
      // Both are drawn for every row, so that all rates share them.
      double u = stream.uniform();
      double g =
          switch (kind) {
            case "symmetric" -> stream.gaussian();
            case "upward" -> Math.abs(stream.gaussian());
            case "uniform" -> 2 * stream.uniform() - 1;
            case "cauchy" -> StrictMath.tan(Math.PI * (stream.uniform() - 0.5));
            case "shift" -> 1;
            default -> throw new IllegalArgumentException("no such outliers: " + kind);
          };
      return u < rate ? value + size * g : value;
    }
  }

  /** Values of features that go missing, each with probability {@code rate}, independently. */
  record Missing(double rate, Names names, Set<Place> on) implements Step {
    @Override
    public boolean isCorrupting() {
      return true;
    }

    @Override
    public List<Problem> check(Dataset data) {
      return names.check("missing", data);
    }

    @Override
    public void apply(Workbench bench) {
      RandomStream stream = bench.corruption("missing");
      boolean[] touched = bench.touched(on);
      List<Column> corrupted = new ArrayList<>();
      for (Column column : bench.columns()) {
        boolean[] gone = new boolean[touched.length];
        for (int row = 0; row < gone.length; row++) {
          gone[row] = stream.uniform() < rate && touched[row] && names.holds(column.name());
        }
        corrupted.add(
            switch (column) {
              case Column.Image image -> image;
              case Column.Numeric numeric -> {
                double[] values = numeric.values().clone();
                for (int row = 0; row < values.length; row++) {
                  values[row] = gone[row] ? Double.NaN : values[row];
                }
                yield new Column.Numeric(numeric.name(), values);
              }
              case Column.Categorical categorical -> {
                int[] codes = categorical.codes().clone();
                for (int row = 0; row < codes.length; row++) {
                  codes[row] = gone[row] ? -1 : codes[row];
                }
                yield new Column.Categorical(categorical.name(), categorical.levels(), codes);
              }
            });
      }
      bench.corruptColumns(corrupted);
    }
  }

  /** Views of examples, for losses that compare two of them. */
  record MakeViews(Value.Call call) implements Step {
    private List<Views.Change> changes() {
      List<Views.Change> changes = new ArrayList<>();
      for (Value value : call.arguments().values().values()) {
        if (value instanceof Value.Call(String name, Arguments arguments)) {
          changes.add(
              switch (name) {
                case "noise" -> new Views.Change.Noise(arguments.real("sd"));
                case "mask" -> new Views.Change.Mask(arguments.real("rate"));
                case "shift" -> new Views.Change.Shift(arguments.whole("most"));
                case "flip" -> new Views.Change.Flip();
                default -> throw new IllegalArgumentException("no such view: " + name);
              });
        }
      }
      return changes;
    }

    @Override
    public List<Problem> check(Dataset data) {
      boolean images = data.features().stream().anyMatch(column -> column instanceof Column.Image);
      return changes().stream()
          .filter(change -> !images)
          .flatMap(change ->
              switch (change) {
                case Views.Change.Noise _, Views.Change.Mask _ -> Stream.<String>empty();
                case Views.Change.Shift _ -> Stream.of("shift");
                case Views.Change.Flip _ -> Stream.of("flip");
              })
          .map(name ->
              doesNotFit(
                  "`views` cannot `" + name + "` columns: only images have places",
                  "`noise(0.1)` and `mask(20%)` change columns"))
          .toList();
    }

    @Override
    public void apply(Workbench bench) {
      bench.makeViews(changes());
    }
  }

  /** What columns hold, said rather than inferred: {@link Typing} does it before all else. */
  record Types(Value.Call call) implements Step {
    boolean isOrdered(String column) {
      Value type = call.arguments().values().get(column);
      return type != null && type.text().equals("ordered");
    }

    @Override
    public void apply(Workbench bench) {
      Typing.changes(call, bench.columns()).forEach(bench::change);
      List<String> ordered =
          call.arguments().values().entrySet().stream()
              .filter(type -> type.getValue().text().equals("ordered"))
              .map(Map.Entry::getKey)
              .toList();
      if (!ordered.isEmpty()) {
        new Ordinal(new Names(ordered), List.of()).apply(bench);
      }
    }
  }
}

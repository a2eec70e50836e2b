package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Shape;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * A data set on its way through the steps, all rows together; only what is fitted looks at the
 * training rows alone. The data set itself is never written to.
 */
final class Workbench {
  private final Dataset data;
  private final Prepared.Origin origin;
  private final long corruptionSeed;
  private final Split split;
  private final int outputs;
  private final Map<String, Integer> corruptions = new HashMap<>();
  private final List<Fitted.Change> changes = new ArrayList<>();
  private final List<List<Prepared.Curve>> curves = new ArrayList<>();

  /** The steps that bent the target, each as it is called. */
  private final List<String> bends = new ArrayList<>();

  /** Rows by part; a step may leave rows out, and repeat those that are trained on. */
  private int[] training;

  private int[] validation;

  private Columns columns;

  /** [rows × outputs] in original units, corrupted as far as the steps have come. */
  private final double[] target;

  /** [classes] what a row of a class counts; empty where all count the same. */
  private double[] classWeights = new double[0];

  private List<Views.Change> views = List.of();

  Workbench(Dataset data, Split split, Prepared.Origin origin, long corruptionSeed) {
    this.data = data;
    this.origin = origin;
    this.corruptionSeed = corruptionSeed;
    this.split = split;
    this.outputs = data.header().outputs();
    this.training = split.training();
    this.validation = split.validation();
    List<Column> all = new ArrayList<>(data.features());
    all.addAll(data.roles().codes());
    this.columns = new Columns(all, List.of());
    this.target = data.target().clone();
    for (Column.Categorical code : data.roles().codes()) {
      change(new Fitted.Change(Fitted.Kind.CODE, code.name(), List.of(0.0), code.levels()));
    }
    if (split.classOrder().length > 0) {
      Arrays.setAll(target, row -> split.classOrder()[(int) target[row]]);
    }
  }

  List<Column> columns() {
    return columns.features();
  }

  /** Changes a column of all rows, and remembers it for new ones. */
  void change(Fitted.Change change) {
    columns = columns.after(change);
    changes.add(change);
  }

  /** Writes values of this data set anew; new rows stay as they are. */
  void corruptColumns(List<Column> corrupted) {
    columns = new Columns(corrupted, columns.codes());
  }

  /** {@return names of the classes that may be trained on} */
  List<String> classes() {
    List<String> names = data.header().classes();
    if (split.classOrder().length == 0) {
      return names;
    }
    String[] ordered = new String[names.size()];
    for (int i = 0; i < ordered.length; i++) {
      ordered[split.classOrder()[i]] = names.get(i);
    }
    return List.of(ordered).subList(0, split.trainingClasses());
  }

  /** {@return how many classes there are in all parts together} */
  int allClasses() {
    return data.header().classes().size();
  }

  int outputs() {
    return outputs;
  }

  Task task() {
    return data.header().task();
  }

  // Rows.

  int[] rows(Step.Place place) {
    return switch (place) {
      case TRAINING -> training;
      case VALIDATION -> validation;
    };
  }

  void replaceRows(Step.Place place, int[] rows) {
    switch (place) {
      case TRAINING -> training = rows;
      case VALIDATION -> validation = rows;
    }
  }

  /** {@return what is parted and left out as one: rows, or the lists that rows make} */
  int item(int row) {
    return areLists() ? data.roles().group()[row] : row;
  }

  int items() {
    return areLists() ? Arrays.stream(data.roles().group()).max().orElse(-1) + 1 : data.rows();
  }

  private boolean areLists() {
    return task() == Task.RANKING && data.roles().group().length > 0;
  }

  /** {@return the class of {@code row}, as corrupted so far} */
  int label(int row) {
    return (int) target[row];
  }

  void weighClasses(double[] weights) {
    classWeights = weights.clone();
  }

  void makeViews(List<Views.Change> wanted) {
    views = List.copyOf(wanted);
  }

  // Features.

  /** {@return the values of {@code column} in the training part, without the missing ones} */
  double[] trainingValues(Column.Numeric column) {
    return Arrays.stream(training)
        .mapToDouble(row -> column.values()[row])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** {@return how often each level of {@code column} occurs in the training part} */
  long[] trainingCounts(Column.Categorical column) {
    long[] counts = new long[column.levels().size()];
    for (int row : training) {
      if (column.codes()[row] >= 0) {
        counts[column.codes()[row]]++;
      }
    }
    return counts;
  }

  /** {@return the levels of {@code column} that the training part has, in their order} */
  List<String> trainingLevels(Column.Categorical column) {
    long[] counts = trainingCounts(column);
    return IntStream.range(0, counts.length)
        .filter(level -> counts[level] > 0)
        .mapToObj(column.levels()::get)
        .toList();
  }

  /**
   * Moves and scales every numeric column, and every channel of an image.
   *
   * @param fit shift and size from training values that are not all the same
   */
  void rescale(Function<double[], double[]> fit) {
    for (Column column : columns()) {
      switch (column) {
        case Column.Numeric numeric ->
            change(
                new Fitted.Change(
                    Fitted.Kind.SCALE,
                    numeric.name(),
                    shiftAndSize(trainingValues(numeric), fit),
                    List.of()));
        case Column.Categorical _ -> {}
        case Column.Image image -> {
          List<Double> numbers = new ArrayList<>();
          for (int channel = 0; channel < image.shape().channels(); channel++) {
            numbers.addAll(shiftAndSize(trainingValues(image, channel), fit));
          }
          change(new Fitted.Change(Fitted.Kind.SCALE, image.name(), numbers, List.of()));
        }
      }
    }
  }

  private static List<Double> shiftAndSize(double[] training, Function<double[], double[]> fit) {
    // Compared, not computed: the sd of equal numbers need not be exactly 0.
    boolean constant = Arrays.stream(training).allMatch(value -> value == training[0]);
    return constant ? List.of(0.0, 0.0) : Arrays.stream(fit.apply(training)).boxed().toList();
  }

  private double[] trainingValues(Column.Image image, int channel) {
    int size = image.shape().size();
    int channels = image.shape().channels();
    double[] values = new double[Math.multiplyExact(training.length, size / channels)];
    int at = 0;
    for (int row : training) {
      for (int i = channel; i < size; i += channels) {
        values[at++] = image.values()[row * size + i];
      }
    }
    return values;
  }

  /**
   * Puts a column of 0 and 1 for each level that the training part has in place of every
   * categorical column, levels in the order of texts. A level that only other parts have is 0 in
   * all of them, as it will be for new rows.
   */
  void encodeCategories() {
    for (Column column : columns()) {
      if (column instanceof Column.Categorical categorical) {
        change(
            new Fitted.Change(
                Fitted.Kind.INDICATE, categorical.name(), List.of(), trainingLevels(categorical)));
      }
    }
  }

  // The target.

  private Prepared.TargetScale targetScale() {
    return new Prepared.TargetScale(curves);
  }

  /**
   * {@return column {@code output} of the training targets on the scale that they have so far, as
   * corrupted so far}
   */
  private double[] trainingTargets(int output) {
    Prepared.TargetScale scale = targetScale();
    return Arrays.stream(training)
        .mapToDouble(row -> scale.scaled(output, target[row * outputs + output]))
        .toArray();
  }

  /**
   * Bends every target column as {@code fit} says from its training values.
   *
   * @param step for a message where values do not allow it
   */
  void bendTarget(String step, Function<double[], Prepared.Curve> fit) throws Unusable {
    if (curves.isEmpty()) {
      IntStream.range(0, outputs).forEach(_ -> curves.add(new ArrayList<>()));
    }
    for (int output = 0; output < outputs; output++) {
      curves.get(output).add(fit.apply(trainingTargets(output)));
    }
    bends.add(step);
    Prepared.TargetScale scale = targetScale();
    for (int row : training) {
      for (int output = 0; output < outputs; output++) {
        double value = target[row * outputs + output];
        if (!Double.isFinite(scale.scaled(output, value))) {
          throw notTaken(
              step, value, "a step before it, such as `outliers`, may have made it that");
        }
      }
    }
  }

  /** In either order of the steps the target would be bent where it cannot be. */
  private static Unusable notTaken(String bend, double value, String why) {
    return new Unusable(
        List.of(
            new Problem(
                Codes.NOT_POSITIVE,
                "`" + bend + "` cannot take a target of " + Value.Numeral.text(value),
                Optional.empty(),
                List.of(
                    why,
                    "`outliers(kind = upward)` only adds to targets, in either order of the steps",
                    "`standardize(target = true)` instead of `" + bend + "` takes any numbers"))));
  }

  /** Fits the target's scale on the training part, as corrupted so far. */
  void standardizeTarget() throws Unusable {
    bendTarget(
        "standardize",
        training -> {
          boolean constant = Arrays.stream(training).allMatch(value -> value == training[0]);
          return new Prepared.Curve.Linear(
              Moments.mean(training), constant ? 1 : Moments.populationSd(training));
        });
  }

  /**
   * {@return the sd (n − 1) of a column of the training targets before any corruption, in original
   * units}
   */
  double cleanTrainingSd(int output) {
    return Moments.sampleSd(
        Arrays.stream(split.training())
            .mapToDouble(row -> data.target()[row * outputs + output])
            .toArray());
  }

  /**
   * {@return the stream for corrupting step {@code name}: the same for all its arguments; a second
   * such step gets another one}
   */
  RandomStream corruption(String name) {
    int earlier = corruptions.merge(name, 1, Integer::sum) - 1;
    return origin.key(Trial.Purpose.CORRUPTION, corruptionSeed).with(name).with(earlier).stream();
  }

  /** {@return which rows of the source are in the parts {@code on}} */
  boolean[] touched(Set<Step.Place> on) {
    boolean[] touched = new boolean[data.rows()];
    for (Step.Place place : on) {
      for (int row : rows(place)) {
        touched[row] = true;
      }
    }
    return touched;
  }

  /** What becomes of a value of column {@code output}. */
  interface Corruption {
    double of(int output, double value);
  }

  /**
   * Changes the targets of the rows in {@code on}. {@code change} is asked for every row of the
   * source in order, so that what it draws for a row does not depend on the parts.
   *
   * @param step for a message where an earlier step cannot take what comes out
   */
  void corrupt(String step, Set<Step.Place> on, Corruption change) throws Unusable {
    Prepared.TargetScale scale = targetScale();
    boolean[] touched = touched(on);
    for (int i = 0; i < target.length; i++) {
      double changed = change.of(i % outputs, target[i]);
      if (!touched[i / outputs]) {
        continue;
      }
      target[i] = changed;
      if (!bends.isEmpty() && !Double.isFinite(scale.scaled(i % outputs, changed))) {
        String bend =
            bends.stream().filter(b -> !b.equals("standardize")).findFirst().orElse("standardize");
        throw notTaken(bend, changed, "`" + step + "`, which comes after it, made it that");
      }
    }
  }

  // The end.

  Prepared finish() throws Unusable {
    encodeCategories();
    Optional<Shape> image = columns.image();
    Part trained = part(training);
    Optional<Part> validated =
        validation.length == 0 ? Optional.empty() : Optional.of(part(validation));
    Optional<Part> tested =
        split.test().length == 0 ? Optional.empty() : Optional.of(part(split.test()));
    List<DataHeader.Code> codes =
        columns.codes().stream()
            .map(code -> new DataHeader.Code(code.name(), code.size()))
            .toList();
    Fitted fitted =
        new Fitted(
            task(), outputs, classes(), changes, names(columns), image, codes, targetScale());
    return new Prepared(
        origin,
        task(),
        outputs,
        classes(),
        classCounts(trained),
        fitted.features(),
        image,
        codes,
        data.roles().positive().isPresent()
            ? Optional.of(new Prepared.Preferences(data.roles().positive().getAsDouble()))
            : Optional.empty(),
        targetScale(),
        views.isEmpty()
            ? Optional.empty()
            : Optional.of(Views.fitted(views, image.orElse(Shape.row(trained.columns())), trained)),
        fitted,
        trained,
        validated,
        tested);
  }

  private List<Long> classCounts(Part trained) {
    if (task() == Task.MULTILABEL) {
      long[] positives = new long[outputs];
      for (int i = 0; i < trained.original().length; i++) {
        positives[i % outputs] += trained.original()[i] == 1 ? 1 : 0;
      }
      return Arrays.stream(positives).boxed().toList();
    }
    return task().hasClasses() ? Dataset.counts(trained.original(), classes().size()) : List.of();
  }

  private Part part(int[] rows) throws Unusable {
    int[] ordered = areLists() ? Lists.ordered(rows, data.roles().group()) : rows;
    float[] features = features(columns, ordered);
    int[] codes = codes(columns, ordered);
    double[] original = new double[Math.multiplyExact(ordered.length, outputs)];
    Arrays.setAll(original, i -> target[ordered[i / outputs] * outputs + i % outputs]);
    Prepared.TargetScale scale = targetScale();
    double[] seen = original;
    if (!scale.equals(Prepared.TargetScale.NONE)) {
      seen = new double[original.length];
      Arrays.setAll(seen, i -> scale.scaled(i % outputs, original[i]));
    }
    return new Part(
        ordered.length,
        features.length / ordered.length,
        features,
        codes,
        seen,
        original,
        ordered,
        areLists() ? Lists.starts(ordered, data.roles().group()) : new int[] {0, ordered.length},
        extras(ordered));
  }

  private Map<String, double[]> extras(int[] rows) {
    Map<String, double[]> extras = new LinkedHashMap<>();
    data.roles()
        .extras()
        .forEach((name, values) -> {
          int width = values.length / data.rows();
          double[] gathered = new double[Math.multiplyExact(rows.length, width)];
          Arrays.setAll(gathered, i -> values[rows[i / width] * width + i % width]);
          extras.put(name, gathered);
        });
    if (classWeights.length > 0) {
      double[] weights =
          extras.getOrDefault(
              "weights", IntStream.range(0, rows.length).mapToDouble(_ -> 1).toArray());
      double[] weighed = new double[rows.length];
      Arrays.setAll(weighed, i -> weights[i] * classWeights[label(rows[i])]);
      extras.put("weights", weighed);
    }
    return extras;
  }

  /** {@return the names of what comes out of {@code columns}; places of an image by row, column} */
  static List<String> names(Columns columns) {
    Optional<Shape> image = columns.image();
    if (image.isEmpty()) {
      return columns.features().stream().map(Column::name).toList();
    }
    Shape shape = image.get();
    String name = columns.features().getFirst().name();
    List<String> names = new ArrayList<>();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int channel = 0; channel < shape.channels(); channel++) {
          names.add(name + "[" + y + "," + x + (shape.channels() > 1 ? "," + channel : "") + "]");
        }
      }
    }
    return names;
  }

  /** {@return [rows × columns] as models take it} */
  static float[] features(Columns columns, int[] rows) throws Unusable {
    if (columns.features().size() == 1 && columns.features().getFirst() instanceof Column.Image i) {
      int size = i.shape().size();
      float[] features = new float[Math.multiplyExact(rows.length, size)];
      for (int row = 0; row < rows.length; row++) {
        System.arraycopy(i.values(), rows[row] * size, features, row * size, size);
      }
      return features;
    }
    int width = columns.features().size();
    float[] features = new float[Math.multiplyExact(rows.length, width)];
    for (int j = 0; j < width; j++) {
      Column column = columns.features().get(j);
      double[] values =
          switch (column) {
            case Column.Numeric numeric -> numeric.values();
            case Column.Categorical left -> throw new AssertionError("not encoded: " + left.name());
            case Column.Image image -> throw new AssertionError("no column: " + image.name());
          };
      for (int i = 0; i < rows.length; i++) {
        float value = (float) values[rows[i]];
        if (!Float.isFinite(value)) {
          throw notFinite(column.name(), values[rows[i]]);
        }
        features[i * width + j] = value;
      }
    }
    return features;
  }

  /** {@return [rows × code columns]} */
  static int[] codes(Columns columns, int[] rows) {
    int width = columns.codes().size();
    int[] codes = new int[Math.multiplyExact(rows.length, width)];
    for (int j = 0; j < width; j++) {
      int[] values = columns.codes().get(j).values();
      for (int i = 0; i < rows.length; i++) {
        codes[i * width + j] = values[rows[i]];
      }
    }
    return codes;
  }

  private static Unusable notFinite(String column, double value) {
    return new Unusable(
        List.of(
            Double.isNaN(value)
                ? new Problem(
                    Codes.MISSING_FEATURES,
                    "`" + column + "` has missing values after all steps",
                    Optional.empty(),
                    List.of("put `-> impute(median)` behind the step that leaves them"))
                : new Problem(
                    Codes.TOO_LARGE_NUMBER,
                    "`" + column + "` holds " + value + ", more than a model can take (about 3e38)",
                    Optional.empty(),
                    List.of("`-> standardize()` brings columns to a common scale"))));
  }
}

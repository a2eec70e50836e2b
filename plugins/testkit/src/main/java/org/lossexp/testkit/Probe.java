package org.lossexp.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** A bound loss and a batch to try it on. */
record Probe(
    LossDescriptor descriptor,
    TargetFacts facts,
    Arguments arguments,
    LossFunction function,
    Batch batch) {
  private static final List<Long> CLASS_COUNTS = List.of(30L, 10L, 5L, 15L);
  private static final int LABELS = 3;

  /** Divides into one, two, three or four parts. */
  private static final int EMBEDDING = 12;

  private static final int ITEMS_OF_A_USER = 4;
  private static final int PADDING = 16;

  /** What targets a loss takes; a descriptor says so in words only, so they are tried in turn. */
  enum Targets {
    /** Of both signs; for ranking graded relevance. */
    ANY,
    /** Above 0; for ranking 0 or 1. */
    POSITIVE,
    /** Between 0 and 1. */
    SHARE,
    /** As many as there are raw outputs: another view's embedding. */
    AS_OUTPUTS
  }

  /** {@return what a loss may be told of the target of {@code task}, the likeliest first} */
  static List<TargetFacts> facts(Task task) {
    OptionalInt free = OptionalInt.empty();
    return switch (task) {
      case BINARY -> List.of(new TargetFacts(task, 1, CLASS_COUNTS.subList(0, 2), free));
      case MULTICLASS -> List.of(new TargetFacts(task, 1, CLASS_COUNTS, free));
      case MULTILABEL -> List.of(new TargetFacts(task, LABELS, List.of(), free));
      case REGRESSION ->
          List.of(
              new TargetFacts(task, 2, List.of(), free),
              new TargetFacts(task, 1, List.of(), free),
              new TargetFacts(task, 1, List.of(), OptionalInt.of(ITEMS_OF_A_USER)),
              new TargetFacts(task, 1, List.of(), OptionalInt.of(EMBEDDING)));
      case RANKING ->
          List.of(
              new TargetFacts(task, 1, List.of(), free),
              new TargetFacts(task, 1, List.of(), OptionalInt.of(LABELS)));
      case RECOMMENDATION ->
          List.of(
              new TargetFacts(task, 1, List.of(), OptionalInt.of(ITEMS_OF_A_USER)),
              new TargetFacts(task, 1, List.of(), OptionalInt.of(2)),
              new TargetFacts(task, 1, List.of(), free),
              new TargetFacts(task, ITEMS_OF_A_USER, List.of(), free));
      case EMBEDDING -> {
        List<Long> classes = CLASS_COUNTS.subList(0, LABELS);
        yield List.of(
            new TargetFacts(task, 1, classes, OptionalInt.of(EMBEDDING)),
            new TargetFacts(task, 1, classes, free),
            new TargetFacts(task, EMBEDDING, List.of(), OptionalInt.of(EMBEDDING)),
            new TargetFacts(task, 1, classes, OptionalInt.of(1)));
      }
    };
  }

  /**
   * {@return random examples for {@code function}, the same ones every time; without those inputs
   * that only their meaning describes, and without optional ones unless {@code extras}}
   */
  static Probe of(
      LossDescriptor descriptor,
      TargetFacts facts,
      Arguments arguments,
      LossFunction function,
      Targets targets,
      boolean extras) {
    Random random = new Random(2026);
    int columns = function.head().units();
    int[] starts =
        switch (facts.task()) {
          // Lists of several lengths, one of them a single item.
          case RANKING -> new int[] {0, 4, 5, 8};
          // As many users as items: a matrix of scores may be square.
          case RECOMMENDATION -> new int[] {0, ITEMS_OF_A_USER};
          case EMBEDDING -> new int[] {0, 9};
          case REGRESSION, BINARY, MULTICLASS, MULTILABEL -> new int[] {0, 6};
        };
    int rows = starts[starts.length - 1];
    double[] prediction = gaussian(random, rows * columns);
    function.head().apply(prediction, 0, rows);
    Map<String, double[]> inputs = new LinkedHashMap<>();
    for (ExtraInput input : descriptor.inputs()) {
      if ((extras || input.required()) && input.shape() != ExtraInput.Shape.OTHER) {
        inputs.put(
            input.name(), extra(descriptor, input, rows, columns, starts.length - 1, random));
      }
    }
    Map<String, double[]> state = new LinkedHashMap<>();
    for (State own : function.state()) {
      state.put(own.name(), gaussian(random, own.rows() * own.columns()));
    }
    double[] target = target(function, facts, rows, targets, random);
    Batch batch = new Batch(rows, columns, prediction, target, starts, 0.25, inputs, state);
    return new Probe(descriptor, facts, arguments, function, batch);
  }

  private static double[] gaussian(Random random, int length) {
    double[] numbers = new double[length];
    Arrays.setAll(numbers, _ -> 1.5 * random.nextGaussian());
    return numbers;
  }

  private static double[] extra(
      LossDescriptor descriptor,
      ExtraInput input,
      int rows,
      int columns,
      int lists,
      Random random) {
    int length =
        switch (input.shape()) {
          case OUTPUTS -> rows * columns;
          case ROWS, DRAWS -> rows;
          case COLUMNS -> columns;
          case LISTS -> lists;
          case OTHER -> throw new AssertionError("nobody knows the shape of " + input.name());
        };
    int parts = Math.max(2, descriptor.parts().size());
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      int index = i;
      numbers[i] =
          switch (input.content()) {
            case REAL -> random.nextGaussian();
            case POSITIVE -> 0.25 + random.nextDouble();
            case FLAG -> index % 3 == 1 ? 0 : 1;
            case COUNT -> 1 + random.nextInt(4);
            case CLASS -> index % LABELS;
            case PART -> partOf(index, rows, parts);
            case GUMBEL -> -StrictMath.log(-StrictMath.log(random.nextDouble()));
          };
    }
    return numbers;
  }

  /** Two parts are a large and a small one, more parts are equal. */
  private static int partOf(int row, int rows, int parts) {
    return parts == 2 ? (row < rows - LABELS ? 0 : 1) : row * parts / rows;
  }

  private static double[] target(
      LossFunction function, TargetFacts facts, int rows, Targets targets, Random random) {
    int columns = function.head().units();
    int classes = Math.max(2, facts.classes());
    boolean ranks = facts.task() == Task.RANKING || facts.task() == Task.RECOMMENDATION;
    int width = targets == Targets.AS_OUTPUTS ? columns : facts.outputs();
    double[] real = new double[rows * width];
    double[] perOutput = new double[rows * columns];
    double[] perClass = new double[rows * classes];
    double[] label = new double[rows];
    for (int row = 0; row < rows; row++) {
      // Every class occurs, in an order that a reversal changes.
      label[row] = facts.task() == Task.EMBEDDING ? row % LABELS : (row * row + row / 2) % classes;
      perClass[row * classes + (int) label[row]] = 1;
      for (int i = row * width; i < (row + 1) * width; i++) {
        double number = 1.5 * random.nextGaussian();
        real[i] =
            switch (targets) {
              case ANY, AS_OUTPUTS -> ranks ? (row * row + row / 2) % 3 : number;
              case POSITIVE -> ranks ? row % 2 : 0.2 + Math.abs(number);
              case SHARE -> ranks ? row % 2 : 0.1 + 0.8 * random.nextDouble();
            };
      }
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        perOutput[i] = facts.task() == Task.BINARY ? label[row] : random.nextInt(2);
      }
    }
    return switch (function.encoding()) {
      case NONE -> new double[0];
      case REAL -> real;
      case CLASS_INDEX -> label;
      case ONE_HOT -> perClass;
      case ZERO_ONE -> perOutput;
      case PLUS_MINUS_ONE -> Arrays.stream(perOutput).map(t -> 2 * t - 1).toArray();
    };
  }

  Task task() {
    return facts.task();
  }

  int rows() {
    return batch.rows();
  }

  int columns() {
    return batch.columns();
  }

  /** {@return numbers of the target that belong to a row} */
  int targetWidth() {
    return rows() == 0 ? 0 : batch.target().length / rows();
  }

  Probe with(Batch other) {
    return new Probe(descriptor, facts, arguments, function, other);
  }

  Probe withPrediction(double... changed) {
    return with(
        new Batch(
            rows(),
            columns(),
            changed,
            batch.target(),
            batch.starts(),
            batch.progress(),
            batch.extras(),
            batch.state()));
  }

  Probe withTarget(double... changed) {
    return with(
        new Batch(
            rows(),
            columns(),
            batch.prediction(),
            changed,
            batch.starts(),
            batch.progress(),
            batch.extras(),
            batch.state()));
  }

  Probe withState(String name, double... changed) {
    Map<String, double[]> state = new LinkedHashMap<>(batch.state());
    state.put(name, changed);
    return with(batch.withState(state));
  }

  /** {@return a batch of these rows, in this order, in lists that begin at {@code starts}} */
  Probe select(int[] order, int[] starts) {
    Map<String, double[]> extras = new LinkedHashMap<>();
    for (ExtraInput input : descriptor.inputs()) {
      double[] numbers = batch.extras().get(input.name());
      if (numbers != null) {
        extras.put(
            input.name(),
            switch (input.shape()) {
              case OUTPUTS, ROWS, DRAWS -> pick(numbers, order);
              case LISTS -> Arrays.copyOf(numbers, starts.length - 1);
              case COLUMNS, OTHER -> numbers;
            });
      }
    }
    return with(
        new Batch(
            order.length,
            columns(),
            pick(batch.prediction(), order),
            pick(batch.target(), order),
            starts,
            batch.progress(),
            extras,
            batch.state()));
  }

  /** {@return a batch of these rows as one list} */
  Probe select(int... order) {
    return select(order, new int[] {0, order.length});
  }

  /** {@return a batch of one list} */
  Probe list(int list) {
    return select(IntStream.range(batch.starts()[list], batch.starts()[list + 1]).toArray());
  }

  /** {@return this batch without the row {@code dropped}; without its list, if it is the last} */
  Probe without(int dropped) {
    int[] order = IntStream.range(0, rows()).filter(row -> row != dropped).toArray();
    int[] starts =
        Arrays.stream(batch.starts())
            .map(start -> start > dropped ? start - 1 : start)
            .distinct()
            .toArray();
    return select(order, starts);
  }

  /** {@return a batch of its own memory} */
  Probe copy() {
    return select(IntStream.range(0, rows()).toArray(), batch.starts().clone());
  }

  /** {@return the rows in reverse; lists are reversed as a whole, with their items} */
  Probe reversed() {
    int[] starts = Arrays.stream(batch.starts()).map(start -> rows() - start).sorted().toArray();
    return select(IntStream.range(0, rows()).map(i -> rows() - 1 - i).toArray(), starts);
  }

  /** {@return a copy whose arrays go on, filled with {@code beyond}} */
  Probe padded(double beyond) {
    Map<String, double[]> extras = new LinkedHashMap<>();
    for (ExtraInput input : descriptor.inputs()) {
      double[] numbers = batch.extras().get(input.name());
      if (numbers != null) {
        // The number of draws is told by the length.
        boolean told = input.shape() == ExtraInput.Shape.DRAWS;
        extras.put(input.name(), told ? numbers : padded(numbers, beyond));
      }
    }
    Map<String, double[]> state = new LinkedHashMap<>();
    batch.state().forEach((name, numbers) -> state.put(name, padded(numbers, beyond)));
    return with(
        new Batch(
            rows(),
            columns(),
            padded(batch.prediction(), beyond),
            padded(batch.target(), beyond),
            batch.starts(),
            batch.progress(),
            extras,
            state));
  }

  private static double[] padded(double[] numbers, double beyond) {
    double[] longer = Arrays.copyOf(numbers, numbers.length + PADDING);
    Arrays.fill(longer, numbers.length, longer.length, beyond);
    return longer;
  }

  private double[] pick(double[] numbers, int... order) {
    int width = rows() == 0 ? 0 : numbers.length / rows();
    double[] picked = new double[order.length * width];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(numbers, order[i] * width, picked, i * width, width);
    }
    return picked;
  }

  /** {@return in which situation a loss was tried, for messages} */
  String situation() {
    String bound = arguments.values().isEmpty() ? "" : " with " + arguments.text();
    String extras =
        batch.extras().isEmpty() ? "" : " and " + String.join(", ", batch.extras().keySet());
    return task().words() + bound + extras;
  }

  /** {@return the batch as a user could write it, for messages} */
  String text() {
    StringBuilder text = new StringBuilder("prediction ");
    text.append(table(batch.prediction(), columns()));
    if (batch.target().length > 0 && targetWidth() > 0) {
      text.append(", target ").append(table(batch.target(), targetWidth()));
    }
    batch
        .state()
        .forEach(
            (name, numbers) -> text.append(", ").append(name).append(' ').append(line(numbers)));
    batch
        .extras()
        .forEach(
            (name, numbers) -> text.append(", ").append(name).append(' ').append(line(numbers)));
    if (batch.lists() > 1) {
      text.append(", lists from ").append(Arrays.toString(batch.starts()));
    }
    return text.toString();
  }

  private String table(double[] numbers, int width) {
    return IntStream.range(0, rows())
        .mapToObj(row -> line(Arrays.copyOfRange(numbers, row * width, (row + 1) * width)))
        .collect(Collectors.joining("; "));
  }

  private static String line(double... numbers) {
    return Arrays.stream(numbers).mapToObj(Probe::number).collect(Collectors.joining(", "));
  }

  /** {@return a number for messages: exact where it is short} */
  static String number(double number) {
    String exact = Value.Numeral.text(number);
    return exact.length() <= 12 ? exact : String.format(Locale.ROOT, "%.10g", number);
  }
}

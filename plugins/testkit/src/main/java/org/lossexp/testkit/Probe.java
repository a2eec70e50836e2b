package org.lossexp.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** A bound loss and examples to try it on. */
@SuppressWarnings("ArrayRecordComponent") // numbers to read, compared by nobody
record Probe(
    Task task,
    Arguments arguments,
    LossFunction function,
    int rows,
    double[] prediction,
    double[] target,
    Map<String, double[]> extras) {
  private static final int ROWS = 6;
  private static final List<Long> CLASS_COUNTS = List.of(30L, 10L, 5L, 15L);
  private static final int LABELS = 3;
  private static final int OUTPUTS = 2;

  /** {@return what a loss is told of the target of {@code task}} */
  static TargetFacts facts(Task task) {
    return switch (task) {
      case BINARY -> new TargetFacts(task, 1, CLASS_COUNTS.subList(0, 2), OptionalInt.empty());
      case MULTICLASS -> new TargetFacts(task, 1, CLASS_COUNTS, OptionalInt.empty());
      case MULTILABEL -> new TargetFacts(task, LABELS, List.of(), OptionalInt.empty());
      case REGRESSION, RANKING, RECOMMENDATION, EMBEDDING ->
          new TargetFacts(task, OUTPUTS, List.of(), OptionalInt.empty());
    };
  }

  /** {@return random examples for {@code function}, the same ones every time} */
  static Probe of(
      LossDescriptor descriptor, Task task, Arguments arguments, LossFunction function) {
    Random random = new Random(2026);
    int columns = function.head().units();
    double[] prediction = new double[ROWS * columns];
    for (int i = 0; i < prediction.length; i++) {
      prediction[i] = 1.5 * random.nextGaussian();
    }
    function.head().apply(prediction, 0, ROWS);
    Map<String, double[]> extras = new LinkedHashMap<>();
    for (String extra : descriptor.extras()) {
      double[] numbers = new double[ROWS * columns];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = 0.25 + random.nextDouble();
      }
      extras.put(extra, numbers);
    }
    return new Probe(
        task, arguments, function, ROWS, prediction, target(function, task, random), extras);
  }

  private static double[] target(LossFunction function, Task task, Random random) {
    int columns = function.head().units();
    int classes = task == Task.BINARY ? 2 : CLASS_COUNTS.size();
    double[] perOutput = new double[ROWS * columns];
    double[] perExample = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      // Every class occurs, in an order that a reversal changes.
      int label = (row * row + row / 2) % classes;
      perExample[row] = label;
      for (int c = 0; c < columns; c++) {
        int i = row * columns + c;
        perOutput[i] =
            switch (function.encoding()) {
              case NONE, REAL -> 1.5 * random.nextGaussian();
              case ZERO_ONE -> random.nextBoolean() ? 1 : 0;
              case PLUS_MINUS_ONE -> random.nextBoolean() ? 1 : -1;
              case ONE_HOT, CLASS_INDEX -> c == label ? 1 : 0;
            };
      }
    }
    return switch (function.encoding()) {
      case CLASS_INDEX -> perExample;
      case NONE, REAL, ZERO_ONE, PLUS_MINUS_ONE, ONE_HOT -> perOutput;
    };
  }

  Batch batch() {
    return new Batch(rows, columns(), prediction, target).with(extras);
  }

  int columns() {
    return function.head().units();
  }

  Probe withPrediction(double[] changed) {
    return new Probe(task, arguments, function, rows, changed, target, extras);
  }

  Probe withoutExtras() {
    return new Probe(task, arguments, function, rows, prediction, target, Map.of());
  }

  /** {@return the examples that {@code order} names, in its order} */
  Probe select(int... order) {
    Map<String, double[]> selected = new LinkedHashMap<>();
    extras.forEach((name, numbers) -> selected.put(name, select(numbers, order)));
    return new Probe(
        task,
        arguments,
        function,
        order.length,
        select(prediction, order),
        select(target, order),
        selected);
  }

  /** {@return a copy whose arrays go on, filled with {@code beyond}} */
  Probe padded(double beyond) {
    Map<String, double[]> longer = new LinkedHashMap<>();
    extras.forEach((name, numbers) -> longer.put(name, padded(numbers, beyond)));
    return new Probe(
        task,
        arguments,
        function,
        rows,
        padded(prediction, beyond),
        padded(target, beyond),
        longer);
  }

  /** {@return in which situation a loss was tried, for messages} */
  String situation() {
    String bound = arguments.values().isEmpty() ? "" : " with " + arguments.text();
    return task.words() + bound + (extras.isEmpty() ? "" : " and " + extras.keySet());
  }

  private double[] select(double[] numbers, int... order) {
    int width = numbers.length / rows;
    double[] selected = new double[order.length * width];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(numbers, order[i] * width, selected, i * width, width);
    }
    return selected;
  }

  private static double[] padded(double[] numbers, double beyond) {
    double[] longer = Arrays.copyOf(numbers, numbers.length + 16);
    Arrays.fill(longer, numbers.length, longer.length, beyond);
    return longer;
  }
}

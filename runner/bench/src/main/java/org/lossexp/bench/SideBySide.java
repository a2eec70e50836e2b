package org.lossexp.bench;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.lossexp.data.Prepared;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Refusal;

/**
 * What would be won by training as many trials as a vector has lanes side by side, each in a lane
 * of its own: the arithmetic of a step of {@code tiny} with SGD, against whole steps of the engine.
 * The engine has nothing of it; decision 0019 says why.
 *
 * <p>Trials share the loss, which sees the rows of all at once, but neither weights nor the order
 * of the examples. What a trial needs besides is left out: orders, sums of losses, divergence,
 * history, validation. So the figure is the most that could be won.
 */
final class SideBySide {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final int BATCH = 32;
  private static final int INPUTS = 10;
  private static final int UNITS = 16;

  /**
   * From a row of hidden units to the next: at powers of two, all would fall into few cache sets.
   */
  private static final int STRIDE = UNITS + 1;

  private static final int CLASSES = 3;
  private static final int ROWS = 4096;
  private static final int ROUNDS = 9;
  private static final int STEPS = 20_000;

  private final float[] features;
  private final double[] labels;
  private final int[][] orders = new int[LANES][ROWS];

  private final float[] input = lanes(BATCH * INPUTS);
  private final float[] hidden = lanes(BATCH * STRIDE);
  private final float[] hiddenGradient = lanes(BATCH * STRIDE);
  private final float[] sums = lanes(BATCH * CLASSES);
  private final float[] sumGradient = lanes(BATCH * CLASSES);
  private final Weights first = new Weights(INPUTS, UNITS);
  private final Weights second = new Weights(UNITS, CLASSES);
  private final float[] zeros = lanes(UNITS);

  private final double[] predictions = new double[LANES * BATCH * CLASSES];
  private final double[] target = new double[LANES * BATCH];
  private final LossFunction loss;
  private final Evaluation evaluation;

  /** Where the time of a step goes: nanoseconds so far. */
  private final Map<Stage, Long> spent = new EnumMap<>(Stage.class);

  private enum Stage {
    EXAMPLES,
    PRODUCTS,
    MOVES,
    LOSS,
    WEIGHTS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private SideBySide(Prepared data) throws Refusal {
    features = data.training().features();
    labels = data.training().target();
    Random random = new Random(1);
    for (int[] order : orders) {
      Arrays.setAll(order, _ -> random.nextInt(ROWS));
    }
    first.draw(random);
    second.draw(random);
    loss = new Standard().loss("softmax_cross_entropy", data);
    evaluation = Evaluation.of(loss, LANES * BATCH);
  }

  public static void main(String[] arguments) throws IOException, Refusal {
    SideBySide trials = new SideBySide(Net.of("tiny").data().get());
    for (int round = 0; round < ROUNDS; round++) {
      double alone = BATCH / alone() * 1e9;
      trials.spent.clear();
      long start = cpu();
      for (int step = 0; step < STEPS; step++) {
        trials.step(step % (ROWS / BATCH));
      }
      double beside = (double) (cpu() - start) / STEPS / LANES;
      StringBuilder stages = new StringBuilder();
      double sum = trials.spent.values().stream().mapToLong(Long::longValue).sum();
      trials.spent.forEach((stage, nanos) ->
          stages.append(
              String.format(Locale.ROOT, " %s %.0f %%", stage.word(), 100 * nanos / sum)));
      System.out.printf(
          Locale.ROOT,
          "a step alone %.0f ns, side by side %.0f ns a trial: %.2f times;%s%n",
          alone,
          beside,
          alone / beside,
          stages);
    }
  }

  /** {@return examples a CPU second of the engine} */
  private static double alone() throws IOException, Refusal {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(answers, true, StandardCharsets.UTF_8);
    Server.serve(new BufferedReader(new StringReader("tiny sgd 1 0.7\n")), out);
    String[] lines = answers.toString(StandardCharsets.UTF_8).split("\n", -1);
    String[] words = lines[1].split(" ", -1);
    return Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static float[] lanes(int numbers) {
    return new float[numbers * LANES];
  }

  /** A dense layer's, the bias in the last row. */
  private static final class Weights {
    private final int rows;
    private final int columns;
    private final float[] values;
    private final float[] gradients;
    private final float[] velocity;

    Weights(int inputs, int columns) {
      this.rows = inputs + 1;
      this.columns = columns;
      values = lanes(rows * columns);
      gradients = lanes(rows * columns);
      velocity = lanes(rows * columns);
    }

    void draw(Random random) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (0.3 * random.nextGaussian());
      }
    }

    int bias() {
      return (rows - 1) * columns * LANES;
    }

    /** SGD with momentum. */
    void move() {
      FloatVector square = FloatVector.zero(SPECIES);
      for (int i = 0; i < values.length; i += LANES) {
        FloatVector gradient = vector(gradients, i);
        square = gradient.fma(gradient, square);
        FloatVector speed = vector(velocity, i).lanewise(VectorOperators.FMA, 0.9f, gradient);
        speed.intoArray(velocity, i);
        speed.lanewise(VectorOperators.FMA, -0.001f, vector(values, i)).intoArray(values, i);
      }
      square.intoArray(gradients, 0);
    }
  }

  /** Elements [i, j] at {@code at + i × row + j × column}, each as wide as a vector. */
  @SuppressWarnings("ArrayRecordComponent") // a view of memory, compared by nobody
  private record View(float[] data, int at, int row, int column) {
    View(float[] data, int stride) {
      this(data, 0, stride * LANES, LANES);
    }

    View transposed() {
      return new View(data, at, column, row);
    }
  }

  private void step(int number) {
    long start = System.nanoTime();
    take(number * BATCH);
    start = stop(Stage.EXAMPLES, start);
    forward(new View(input, INPUTS), first, new View(hidden, STRIDE));
    rectify(hidden, hidden);
    forward(new View(hidden, STRIDE), second, new View(sums, CLASSES));
    start = stop(Stage.PRODUCTS, start);
    widen();
    start = stop(Stage.MOVES, start);
    loss.evaluate(new Batch(LANES * BATCH, CLASSES, predictions, target), evaluation);
    start = stop(Stage.LOSS, start);
    narrow();
    start = stop(Stage.MOVES, start);
    View above = new View(sumGradient, CLASSES);
    View below = new View(hiddenGradient, STRIDE);
    weightGradient(new View(hidden, STRIDE), above, second);
    View weights = new View(second.values, CLASSES).transposed();
    multiply(BATCH, UNITS, CLASSES, above, weights, new View(zeros, 0), below);
    rectify(hiddenGradient, hidden);
    weightGradient(new View(input, INPUTS), below, first);
    start = stop(Stage.PRODUCTS, start);
    first.move();
    second.move();
    stop(Stage.WEIGHTS, start);
  }

  private long stop(Stage stage, long start) {
    long now = System.nanoTime();
    spent.merge(stage, now - start, Long::sum);
    return now;
  }

  private void take(int from) {
    for (int lane = 0; lane < LANES; lane++) {
      int[] order = orders[lane];
      for (int row = 0; row < BATCH; row++) {
        int example = order[from + row];
        target[lane * BATCH + row] = labels[example];
        int at = row * INPUTS * LANES + lane;
        for (int i = example * INPUTS; i < (example + 1) * INPUTS; i++) {
          input[at] = features[i];
          at += LANES;
        }
      }
    }
  }

  private static void forward(View input, Weights weights, View out) {
    View values = new View(weights.values, weights.columns);
    View bias = new View(weights.values, weights.bias(), 0, LANES);
    multiply(BATCH, weights.columns, weights.rows - 1, input, values, bias, out);
  }

  private void weightGradient(View input, View above, Weights weights) {
    View out = new View(weights.gradients, weights.columns);
    View zero = new View(zeros, 0);
    multiply(weights.rows - 1, weights.columns, BATCH, input.transposed(), above, zero, out);
    for (int column = 0; column < weights.columns; column++) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < BATCH; row++) {
        sum = sum.add(vector(above.data, row * above.row + column * LANES));
      }
      sum.intoArray(weights.gradients, weights.bias() + column * LANES);
    }
  }

  private static void rectify(float[] numbers, float[] gates) {
    for (int i = 0; i < numbers.length; i += LANES) {
      FloatVector number = vector(numbers, i);
      number.blend(0, vector(gates, i).compare(VectorOperators.LE, 0)).intoArray(numbers, i);
    }
  }

  private void widen() {
    for (int lane = 0; lane < LANES; lane++) {
      int from = lane;
      int to = lane * BATCH * CLASSES;
      for (int i = 0; i < BATCH * CLASSES; i++) {
        predictions[to + i] = sums[from];
        from += LANES;
      }
    }
  }

  private void narrow() {
    for (int lane = 0; lane < LANES; lane++) {
      int to = lane;
      int from = lane * BATCH * CLASSES;
      for (int i = 0; i < BATCH * CLASSES; i++) {
        sumGradient[to] = (float) (evaluation.gradient()[from + i] * (1.0 / BATCH));
        to += LANES;
      }
    }
  }

  /** {@code out[i, j] = initial[j] + Σ left[i, k] right[k, j]}, in each lane. */
  private static void multiply(
      int rows, int columns, int depth, View left, View right, View initial, View out) {
    for (int i = 0; i < columns; i += 2) {
      for (int j = 0; j < rows; j += 8) {
        // Blocks overlap where they do not fill the matrix.
        block8x2(Math.min(j, rows - 8), Math.min(i, columns - 2), depth, left, right, initial, out);
      }
    }
  }

  private static void block8x2(
      int row, int column, int depth, View left, View right, View initial, View out) {
    float[] a = left.data;
    float[] b = right.data;
    int next = left.row;
    int side = right.column;
    FloatVector sum0u = vector(initial.data, initial.at + column * LANES);
    FloatVector sum0v = vector(initial.data, initial.at + (column + 1) * LANES);
    FloatVector sum1u = sum0u;
    FloatVector sum1v = sum0v;
    FloatVector sum2u = sum0u;
    FloatVector sum2v = sum0v;
    FloatVector sum3u = sum0u;
    FloatVector sum3v = sum0v;
    FloatVector sum4u = sum0u;
    FloatVector sum4v = sum0v;
    FloatVector sum5u = sum0u;
    FloatVector sum5v = sum0v;
    FloatVector sum6u = sum0u;
    FloatVector sum6v = sum0v;
    FloatVector sum7u = sum0u;
    FloatVector sum7v = sum0v;
    int p = left.at + row * next;
    int q = right.at + column * side;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      FloatVector v = vector(b, q + side);
      FloatVector a0 = vector(a, p);
      sum0u = a0.fma(u, sum0u);
      sum0v = a0.fma(v, sum0v);
      FloatVector a1 = vector(a, p + next);
      sum1u = a1.fma(u, sum1u);
      sum1v = a1.fma(v, sum1v);
      FloatVector a2 = vector(a, p + 2 * next);
      sum2u = a2.fma(u, sum2u);
      sum2v = a2.fma(v, sum2v);
      FloatVector a3 = vector(a, p + 3 * next);
      sum3u = a3.fma(u, sum3u);
      sum3v = a3.fma(v, sum3v);
      FloatVector a4 = vector(a, p + 4 * next);
      sum4u = a4.fma(u, sum4u);
      sum4v = a4.fma(v, sum4v);
      FloatVector a5 = vector(a, p + 5 * next);
      sum5u = a5.fma(u, sum5u);
      sum5v = a5.fma(v, sum5v);
      FloatVector a6 = vector(a, p + 6 * next);
      sum6u = a6.fma(u, sum6u);
      sum6v = a6.fma(v, sum6v);
      FloatVector a7 = vector(a, p + 7 * next);
      sum7u = a7.fma(u, sum7u);
      sum7v = a7.fma(v, sum7v);
      p += left.column;
      q += right.row;
    }
    float[] c = out.data;
    int o = out.at + row * out.row + column * LANES;
    sum0u.intoArray(c, o);
    sum0v.intoArray(c, o + LANES);
    o += out.row;
    sum1u.intoArray(c, o);
    sum1v.intoArray(c, o + LANES);
    o += out.row;
    sum2u.intoArray(c, o);
    sum2v.intoArray(c, o + LANES);
    o += out.row;
    sum3u.intoArray(c, o);
    sum3v.intoArray(c, o + LANES);
    o += out.row;
    sum4u.intoArray(c, o);
    sum4v.intoArray(c, o + LANES);
    o += out.row;
    sum5u.intoArray(c, o);
    sum5v.intoArray(c, o + LANES);
    o += out.row;
    sum6u.intoArray(c, o);
    sum6v.intoArray(c, o + LANES);
    o += out.row;
    sum7u.intoArray(c, o);
    sum7v.intoArray(c, o + LANES);
  }

  private static FloatVector vector(float[] array, int offset) {
    return FloatVector.fromArray(SPECIES, array, offset);
  }
}

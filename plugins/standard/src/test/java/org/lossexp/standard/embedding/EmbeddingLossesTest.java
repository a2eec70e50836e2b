package org.lossexp.standard.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

class EmbeddingLossesTest {
  /** A length that two, three and four embeddings side by side share. */
  private static final int COLUMNS = 12;

  static Stream<String> names() {
    return EmbeddingLosses.all().stream().map(loss -> loss.descriptor().name());
  }

  /** Expected: nothing to learn is 0, not NaN; directions of nothing have no gradient. */
  @ParameterizedTest
  @MethodSource("names")
  void batchesWithoutPairsOrDirectionsAreFinite(String name) throws Refusal {
    LossFunction function = bind(name, Arguments.NONE);
    int columns = function.head().units();
    Random random = new Random(11);
    double[] apart = random.doubles(6L * columns, -1, 1).toArray();
    double[] oneClass = new double[6];
    double[] allClasses = {0, 1, 2, 3, 4, 5};
    assertFinite(function, apart, 1, new double[] {2});
    assertFinite(function, apart, 2, oneClass);
    assertFinite(function, apart, 6, oneClass);
    assertFinite(function, apart, 6, allClasses);
    assertFinite(function, new double[6 * columns], 6, oneClass);
    assertFinite(function, new double[6 * columns], 6, new double[] {0, 0, 1, 1, 2, 2});
    double[] coinciding = new double[6 * columns];
    Arrays.setAll(coinciding, i -> apart[i % columns]);
    assertFinite(function, coinciding, 6, new double[] {0, 0, 1, 1, 2, 2});
    double[] ones = new double[6 * columns];
    Arrays.fill(ones, 1);
    assertFinite(function, ones, 6, new double[] {0, 0, 1, 1, 2, 2});
  }

  @ParameterizedTest
  @MethodSource("names")
  void noBatchHasMoreUnitsThanRowsPromise(String name) throws Refusal {
    LossFunction function = bind(name, Arguments.NONE);
    Random random = new Random(12);
    for (int rows = 1; rows < 12; rows++) {
      double[] target = random.ints(rows, 0, 3).asDoubleStream().toArray();
      Batch batch = batch(function, new double[rows * function.head().units()], rows, target);
      assertTrue(function.units(batch) <= function.units(rows), () -> batch.rows() + " rows");
    }
  }

  /** Expected: {@code (−1)^k cos(m θ) − 2 k}, by StrictMath. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void psiIsTheCosineOfAMultipleOfTheAngle(int times) {
    for (double angle = 0.01; angle < Math.PI; angle += 0.0371) {
      double cosine = StrictMath.cos(angle);
      int k = (int) Math.floor(times * angle / Math.PI);
      double expected = (k % 2 == 0 ? 1 : -1) * StrictMath.cos(times * angle) - 2 * k;
      assertEquals(expected, AngularMargin.psi(times, cosine), 1e-10);
      double slope =
          (AngularMargin.psi(times, cosine + 1e-7) - AngularMargin.psi(times, cosine - 1e-7))
              / 2e-7;
      assertEquals(slope, AngularMargin.psiSlope(times, cosine), 1e-4);
    }
    assertEquals(1, AngularMargin.psi(times, 1));
    assertEquals(times * times, AngularMargin.psiSlope(times, 1));
  }

  /** Expected: cos(θ + m) by StrictMath, up to π. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5, 1.2})
  void theMarginIsAddedToTheAngle(double margin) {
    for (double angle = 0.01; angle < Math.PI; angle += 0.0371) {
      double cosine = StrictMath.cos(angle);
      double expected =
          angle <= Math.PI - margin
              ? StrictMath.cos(angle + margin)
              : cosine - margin * StrictMath.sin(margin);
      assertEquals(expected, AngularMargin.added(margin, cosine), 1e-12);
    }
    assertTrue(Double.isFinite(AngularMargin.addedSlope(margin, 1)));
    assertTrue(Double.isFinite(AngularMargin.addedSlope(margin, -1)));
  }

  /** Expected: average precision, from ranks. */
  @Test
  void smoothApBecomesAveragePrecisionAsItCools() throws Refusal {
    Random random = new Random(13);
    int rows = 10;
    double[] x = random.doubles((long) rows * COLUMNS, -1, 1).toArray();
    double[] target = random.ints(rows, 0, 3).asDoubleStream().toArray();
    Arguments cold = Arguments.NONE.with("temperature", new Value.Numeral(1e-7));
    LossFunction function = bind("smooth_ap", cold);
    Evaluation evaluation = run(function, batch(function, x, rows, target));
    int unit = 0;
    for (int q = 0; q < rows; q++) {
      int query = q;
      int[] others =
          IntStream.range(0, rows)
              .filter(j -> j != query)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> -cosine(x, query, j)))
              .mapToInt(Integer::intValue)
              .toArray();
      double precision = 0;
      int found = 0;
      for (int rank = 0; rank < others.length; rank++) {
        if (target[others[rank]] == target[q]) {
          found++;
          precision += (double) found / (rank + 1);
        }
      }
      if (found > 0) {
        assertEquals(1 - precision / found, evaluation.values()[unit], 1e-9);
        unit++;
      }
    }
    assertEquals(function.units(batch(function, x, rows, target)), unit);
  }

  /** Two classes at opposite points: every neighbour of the same class comes first. */
  @ParameterizedTest
  @ValueSource(strings = {"fast_ap", "histogram"})
  void classesThatLieApartCostNothing(String name) throws Refusal {
    LossFunction function = bind(name, Arguments.NONE);
    double[] x = new double[6 * COLUMNS];
    for (int row = 0; row < 6; row++) {
      x[row * COLUMNS] = row % 2 == 0 ? 1 : -1;
    }
    Evaluation evaluation = run(function, batch(function, x, 6, new double[] {0, 1, 0, 1, 0, 1}));
    assertEquals(0, evaluation.values()[0], 1e-15);
    assertTrue(Arrays.stream(evaluation.gradient()).allMatch(g -> g == 0));
  }

  /**
   * The random walk keeps its stationary distribution: {@code F D^½ 1 = D^½ 1}, for {@code D^-½ S
   * D^-½} has the eigenvector {@code D^½ 1} with eigenvalue 1.
   */
  @Test
  void theDiffusionKeepsTheStationaryDistribution() {
    Random random = new Random(14);
    int points = 9;
    double[] x = random.doubles(points * 4L, -1, 1).toArray();
    Memory memory = new Memory(new double[Rows.size(points, 4) + 8 * points * points]);
    Rows rows = Rows.of(new Matrix(x, 0, points, 4), true, memory);
    Diffusion diffusion = Diffusion.of(Pairs.of(Measure.DOT, rows, rows, memory), 0.8, memory);
    for (int i = 0; i < points; i++) {
      double sum = 0;
      for (int j = 0; j < points; j++) {
        sum += diffusion.visits().at(i, j) / diffusion.scales().at(j, 0);
      }
      assertEquals(1 / diffusion.scales().at(i, 0), sum, 1e-12);
    }
  }

  /** Expected: Hadsell, Chopra and LeCun's pair of margins, by hand: d = 1 and d = sqrt 2. */
  @Test
  void contrastiveAveragesWhatIsAboveZero() throws Refusal {
    Arguments raw =
        Arguments.NONE
            .with("normalize", new Value.Flag(false))
            .with("neg_margin", new Value.Numeral(1.25));
    LossFunction function = bind("contrastive", raw);
    double[] x = new double[3 * COLUMNS];
    x[COLUMNS] = 1;
    x[2 * COLUMNS + 1] = 1;
    Evaluation evaluation = run(function, batch(function, x, 3, new double[] {0, 0, 1}));
    // positive pair (0, 1) at 1; negative (0, 2) at 1 lacks 0.25, (1, 2) at sqrt 2 lacks nothing
    assertEquals(1 + 0.25, evaluation.values()[0], 1e-15);
  }

  /** Without the extra input the first half of the rows is the support. */
  @Test
  void prototypesAreTheMeansOfTheSupport() throws Refusal {
    LossFunction function = bind("prototypical", Arguments.NONE);
    double[] x = new double[6 * COLUMNS];
    x[0] = 1; // class 0: mean (2, 0)
    x[COLUMNS] = 3;
    x[2 * COLUMNS] = -1; // class 1
    x[3 * COLUMNS] = 2;
    x[4 * COLUMNS] = 0;
    x[5 * COLUMNS] = 7;
    double[] target = {0, 0, 1, 0, 1, 3};
    Batch batch = batch(function, x, 6, target);
    assertEquals(3, function.units(batch));
    Evaluation evaluation = run(function, batch);
    // squared distances 0 and 9; 4 and 1; no class 3 in the support
    assertArrayEquals(
        new double[] {
          StrictMath.log1p(StrictMath.exp(-9)), StrictMath.log1p(StrictMath.exp(-3)), 0
        },
        evaluation.values(),
        1e-14);
  }

  @Test
  void theSecondMarginOfAQuadrupletIsTheWeakerOne() {
    Arguments wrong = Arguments.NONE.with("m2", new Value.Numeral(2));
    Refusal refusal = assertThrows(Refusal.class, () -> bind("quadruplet", wrong));
    assertEquals(
        "`quadruplet` needs m2 below m1: its second margin is the weaker one",
        refusal.getMessage());
  }

  @Test
  void vectorsOfClassesNeedClasses() {
    Loss loss = loss("proxy_anchor");
    TargetFacts none = new TargetFacts(Task.EMBEDDING, 1, List.of(), OptionalInt.of(4));
    Arguments defaults = Arguments.defaults(loss.descriptor().parameters());
    Refusal refusal = assertThrows(Refusal.class, () -> loss.bind(defaults, none));
    assertEquals(
        "`proxy_anchor` trains vectors for the classes, but the target has no classes",
        refusal.getMessage());
  }

  private static double cosine(double[] x, int i, int j) {
    Matrix rows = new Matrix(x, 0, x.length / COLUMNS, COLUMNS);
    return rows.dot(i, rows, j) / Math.sqrt(rows.dot(i, rows, i) * rows.dot(j, rows, j));
  }

  private static Loss loss(String name) {
    return EmbeddingLosses.all().stream()
        .filter(loss -> loss.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static LossFunction bind(String name, Arguments written) throws Refusal {
    Loss loss = loss(name);
    Arguments arguments = Arguments.defaults(loss.descriptor().parameters());
    for (Map.Entry<String, Value> value : written.values().entrySet()) {
      arguments = arguments.with(value.getKey(), value.getValue());
    }
    OptionalInt head = OptionalInt.of(name.equals("cosent") ? 1 : COLUMNS);
    List<Long> classes = List.of(1L, 1L, 1L, 1L, 1L, 1L);
    return loss.bind(arguments, new TargetFacts(Task.EMBEDDING, 1, classes, head));
  }

  private static Batch batch(
      LossFunction function, double[] prediction, int rows, double... labels) {
    int columns = function.head().units();
    double[] numbers = new Random(15).doubles((long) rows * columns, -1, 1).toArray();
    double[] target =
        switch (function.encoding()) {
          case CLASS_INDEX -> labels;
          case NONE -> new double[0];
          case REAL, ZERO_ONE, ONE_HOT -> numbers;
          case PLUS_MINUS_ONE -> Arrays.stream(numbers).map(Math::signum).toArray();
        };
    Map<String, double[]> state = new LinkedHashMap<>();
    for (State own : function.state()) {
      state.put(
          own.name(), new Random(16).doubles((long) own.rows() * own.columns(), -1, 1).toArray());
    }
    return new Batch(rows, columns, prediction, target).withState(state);
  }

  private static Evaluation run(LossFunction function, Batch batch) {
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    return evaluation;
  }

  private static void assertFinite(
      LossFunction function, double[] prediction, int rows, double... labels) {
    Evaluation evaluation = run(function, batch(function, prediction, rows, labels));
    assertTrue(Arrays.stream(evaluation.values()).allMatch(Double::isFinite), "values");
    assertTrue(Arrays.stream(evaluation.counts()).allMatch(count -> count >= 0), "counts");
    assertTrue(Arrays.stream(evaluation.gradient()).allMatch(Double::isFinite), "gradient");
    for (double[] own : evaluation.state().values()) {
      assertTrue(Arrays.stream(own).allMatch(Double::isFinite), "own gradient");
    }
  }
}

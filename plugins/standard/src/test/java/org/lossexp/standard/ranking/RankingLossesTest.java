package org.lossexp.standard.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
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
import org.lossexp.spi.Reading;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.Sorting;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

class RankingLossesTest {
  static Stream<String> ofLists() {
    return names().filter(name -> !name.equals("warp_sampled") && !name.equals("in_batch_softmax"));
  }

  private static Stream<String> names() {
    return RankingLosses.all().stream().map(loss -> loss.descriptor().name());
  }

  /** Expected: the same numbers as of the lists that have items, in a batch of their own. */
  @ParameterizedTest
  @MethodSource("ofLists")
  void anEmptyListChangesNothing(String name) throws Refusal {
    LossFunction function = bind(name, Arguments.NONE, OptionalInt.empty());
    int columns = function.head().units();
    Random random = new Random(5);
    double[] prediction = random.doubles(7L * columns, 0.05, 0.95).toArray();
    double[] target = {0, 1, 1, 1, 0, 0, 1};
    Batch full = new Batch(7, columns, prediction, target).inLists(0, 3, 7);
    Result without = run(function, full);
    Result with = run(function, full.inLists(0, 0, 3, 3, 7));
    assertArrayEquals(without.gradient, with.gradient);
    assertEquals(Arrays.stream(without.values).sum(), Arrays.stream(with.values).sum());
    assertEquals(Arrays.stream(without.counts).sum(), Arrays.stream(with.counts).sum());
  }

  /** A list that is too long for its soft permutation to be kept. Expected: whole matrices. */
  @ParameterizedTest
  @ValueSource(ints = {40, 300})
  void neuralNdcgIsThatOfWholeMatrices(int items) throws Refusal {
    Random random = new Random(items);
    double[] scores = random.doubles(items, -1, 1).toArray();
    double[] relevance = random.ints(items, 0, 5).asDoubleStream().toArray();
    Arguments arguments =
        Arguments.NONE
            .with("k", new Value.Numeral(10))
            .with("temperature", new Value.Numeral(5))
            .with("max_iter", new Value.Numeral(4));
    LossFunction function = bind("neural_ndcg", arguments, OptionalInt.empty());
    Result result = run(function, new Batch(items, 1, scores, relevance));
    assertEquals(neuralNdcg(scores, relevance, 10, 5, 4), result.values[0], 1e-12);
    for (int item : new int[] {0, 7, items - 1}) {
      double[] above = scores.clone();
      double[] below = scores.clone();
      above[item] += 1e-5;
      below[item] -= 1e-5;
      double slope =
          (neuralNdcg(above, relevance, 10, 5, 4) - neuralNdcg(below, relevance, 10, 5, 4)) / 2e-5;
      assertEquals(slope, result.gradient[item], 1e-7 * Math.max(1, Math.abs(slope)));
    }
  }

  /** Grover et al. 2019, equation 5, then Sinkhorn's scaling and NDCG, as the papers write them. */
  private static double neuralNdcg(
      double[] scores, double[] relevance, int k, double temperature, int iterations) {
    int n = scores.length;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        double exponent = (n - 1 - 2 * i) * scores[j];
        for (double other : scores) {
          exponent -= Math.abs(scores[j] - other);
        }
        matrix[i][j] = StrictMath.exp(exponent / temperature);
        sum += matrix[i][j];
      }
      for (int j = 0; j < n; j++) {
        matrix[i][j] /= sum;
      }
    }
    for (int iteration = 0; iteration < iterations; iteration++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (double[] row : matrix) {
          sum += row[j];
        }
        for (double[] row : matrix) {
          row[j] /= Math.max(sum, 1e-10);
        }
      }
      for (double[] row : matrix) {
        double sum = Arrays.stream(row).sum();
        Arrays.setAll(row, j -> row[j] / Math.max(sum, 1e-10));
      }
    }
    double[] best = relevance.clone();
    Arrays.sort(best);
    double dcg = 0;
    double highest = 0;
    for (int i = 0; i < k; i++) {
      double discount = StrictMath.log(2) / StrictMath.log(2 + i);
      for (int j = 0; j < n; j++) {
        dcg += matrix[i][j] * (StrictMath.pow(2, relevance[j]) - 1) * discount;
      }
      highest += (StrictMath.pow(2, best[n - 1 - i]) - 1) * discount;
    }
    return -dcg / (highest + 1e-10);
  }

  @Test
  void scoresFarApartKeepSinkhornFinite() throws Refusal {
    double[] scores = {1000, -1000, 999.5, 0, -3};
    double[] relevance = {0, 3, 1, 2, 0};
    LossFunction function = bind("neural_ndcg", Arguments.NONE, OptionalInt.empty());
    Result result = run(function, new Batch(5, 1, scores, relevance));
    assertTrue(Double.isFinite(result.values[0]));
    assertTrue(Arrays.stream(result.gradient).allMatch(Double::isFinite));
  }

  @Test
  void theTwoFormsOfNeuralNdcgAreOne() throws Refusal {
    Batch batch = new Batch(4, 1, new double[] {0.3, -1, 2, 0.1}, new double[] {2, 0, 1, 3});
    Result plain = run(bind("neural_ndcg", Arguments.NONE, OptionalInt.empty()), batch);
    Result transposed =
        run(bind("neural_ndcg_transposed", Arguments.NONE, OptionalInt.empty()), batch);
    assertArrayEquals(plain.values, transposed.values);
    assertArrayEquals(plain.gradient, transposed.gradient);
  }

  @Test
  void withoutPermutationsTheOrderIsThatOfTheRelevance() throws Refusal {
    Batch batch = new Batch(4, 1, new double[] {0.3, -1, 2, 0.1}, new double[] {2, 0, 1, 3});
    Result byRelevance = run(bind("listmle", Arguments.NONE, OptionalInt.empty()), batch);
    LossFunction distilled = bind("coupled_rankdistil", Arguments.NONE, OptionalInt.empty());
    assertArrayEquals(byRelevance.values, run(distilled, batch).values);
    Batch drawn = batch.with(Map.of("permutations", new double[] {3, 0, 2, 1}));
    assertArrayEquals(byRelevance.gradient, run(distilled, drawn).gradient);
  }

  /** Expected: log_sum_exp of all scores but one each, in a double loop. */
  @Test
  void equalRelevanceStaysInTheOrderOfTheData() throws Refusal {
    double[] scores = {0.5, -1, 2, 0.25};
    double[] relevance = {1, 2, 1, 1};
    int[] order = {1, 0, 2, 3};
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int j = i; j < 4; j++) {
        sum += StrictMath.exp(scores[order[j]]);
      }
      expected += StrictMath.log(sum) - scores[order[i]];
    }
    Result result =
        run(
            bind("listmle", Arguments.NONE, OptionalInt.empty()),
            new Batch(4, 1, scores, relevance));
    assertEquals(expected, result.values[0], 1e-14);
  }

  @Test
  void aListWithoutPairsHasNoValue() throws Refusal {
    LossFunction function = bind("circle_ranking", Arguments.NONE, OptionalInt.empty());
    Batch batch =
        new Batch(4, 1, new double[] {0.1, 0.2, 0.3, 0.4}, new double[] {1, 1, 1, 0})
            .inLists(0, 2, 4);
    assertEquals(1, function.units(batch));
    Result result = run(function, batch);
    assertEquals(1, result.counts[0]);
    assertArrayEquals(new double[2], Arrays.copyOf(result.gradient, 2));
  }

  /** Two draws are two values each; the noise is all draws of a list, then of the next. */
  @Test
  void everyDrawOfEveryListIsATerm() throws Refusal {
    LossFunction function = bind("yeti_logistic", Arguments.NONE, OptionalInt.empty());
    double[] noise = {0.5, -0.5, 0, 0.25, 1, 2, 3, 4, 5, 6};
    Batch batch =
        new Batch(5, 1, new double[] {1, 2, 3, 4, 5}, new double[] {1, 0, 2, 0, 1})
            .inLists(0, 2, 5)
            .with(Map.of("noise", noise));
    Result both = run(function, batch);
    assertEquals(4, both.values.length);
    Batch second =
        new Batch(2, 1, new double[] {1, 2}, new double[] {1, 0})
            .with(Map.of("noise", new double[] {0, 0.25}));
    assertEquals(run(function, second).values[0], both.values[1]);
  }

  @Test
  void sortingIsStable() {
    Random random = new Random(11);
    for (int length : new int[] {0, 1, 2, 3, 17, 64, 100}) {
      double[] keys = random.ints(length, 0, 5).asDoubleStream().toArray();
      double[] scratch = new double[2 * length];
      Sorting.falling(keys, 0, length, scratch, 0);
      // Expected: the JDK's stable sort of objects.
      List<Integer> expected =
          Stream.iterate(0, i -> i + 1)
              .limit(length)
              .sorted((a, b) -> Double.compare(keys[b], keys[a]))
              .toList();
      assertEquals(
          expected, Arrays.stream(scratch).limit(length).mapToObj(place -> (int) place).toList());
    }
  }

  @Test
  void severalOutputsAnItemBecomeOneScore() throws Refusal {
    double[] score = new double[1];
    read("ordinal_ranking", OptionalInt.of(2), new double[] {0, 0}, score);
    assertEquals(1, score[0]);
    read("click_em", OptionalInt.empty(), new double[] {3, 4}, score);
    assertEquals(4, score[0]);
    read("mixture_em", OptionalInt.of(3), new double[] {1, 2, 6}, score);
    assertEquals(3, score[0]);
  }

  private static void read(String name, OptionalInt units, double[] raw, double[] score)
      throws Refusal {
    LossFunction function = bind(name, Arguments.NONE, units);
    function.readout().read(Reading.SCORE, raw, 1, raw.length, score);
  }

  private static LossFunction bind(String name, Arguments written, OptionalInt units)
      throws Refusal {
    Loss loss =
        RankingLosses.all().stream()
            .filter(each -> each.descriptor().name().equals(name))
            .findFirst()
            .orElseThrow();
    Arguments arguments = Arguments.defaults(loss.descriptor().parameters());
    for (Map.Entry<String, Value> entry : written.values().entrySet()) {
      arguments = arguments.with(entry.getKey(), entry.getValue());
    }
    return loss.bind(arguments, new TargetFacts(Task.RANKING, 1, List.of(), units));
  }

  @SuppressWarnings("ArrayRecordComponent") // read at once, compared by nobody
  private record Result(double[] values, double[] counts, double[] gradient) {}

  private static Result run(LossFunction function, Batch batch) {
    Evaluation memory = Evaluation.of(function, batch);
    Arrays.fill(memory.gradient(), Double.NaN);
    Arrays.fill(memory.scratch(), Double.NaN);
    function.evaluate(batch, memory);
    return new Result(memory.values(), memory.counts(), memory.gradient());
  }
}

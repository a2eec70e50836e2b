package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Expected: the definitions of language.md's signals, in double loops over the items. */
class RankingKindsTest {
  private static final double LN2 = StrictMath.log(2);

  /**
   * An empty list, one of a single item, one of equal relevances, one with equal scores, one
   * without a relevant item, and one with more pairs than a tile.
   */
  private static final Batch LISTS = lists(0, 1, 3, 5, 4, 60);

  private static Batch lists(int... lengths) {
    Random random = new Random(7);
    int rows = Arrays.stream(lengths).sum();
    int[] starts = new int[lengths.length + 1];
    for (int list = 0; list < lengths.length; list++) {
      starts[list + 1] = starts[list] + lengths[list];
    }
    double[] scores = new double[rows];
    double[] relevance = new double[rows];
    for (int row = 0; row < rows; row++) {
      scores[row] = Math.rint(4 * random.nextGaussian()) / 4;
      relevance[row] = random.nextInt(5);
    }
    Arrays.fill(
        relevance, starts[Math.min(2, lengths.length)], starts[Math.min(3, lengths.length)], 2);
    if (lengths.length > 4) {
      Arrays.fill(relevance, starts[4], starts[5], 0);
    }
    return new Batch(rows, 1, scores, relevance).inLists(starts).at(0.25);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gap",
        "score_preferred",
        "score_other",
        "relevance_gap",
        "relevance_preferred",
        "relevance_other",
        "rank_preferred",
        "rank_other",
        "delta_ndcg",
        "max_dcg",
        "progress"
      })
  void aSignalOfPairsIsThatOfADoubleLoop(String signal) throws Refusal {
    // Every signal times the gap, so that even a constant has a gradient.
    Result result = run("define loss own for ranking = gap * " + signal, LISTS);
    Result expected = Result.empty(LISTS);
    for (int list = 0; list < LISTS.lists(); list++) {
      for (int i = LISTS.starts()[list]; i < LISTS.starts()[list + 1]; i++) {
        for (int j = LISTS.starts()[list]; j < LISTS.starts()[list + 1]; j++) {
          if (LISTS.target()[i] > LISTS.target()[j]) {
            double gap = LISTS.prediction()[i] - LISTS.prediction()[j];
            double number = pairSignal(signal, list, i, j, Integer.MAX_VALUE);
            expected.values[list] += gap * number;
            expected.counts[list]++;
            // d(gap · signal): the signal for both scores, and the gap where the signal is a score
            double own = signal.equals("gap") || signal.equals("score_preferred") ? gap : 0;
            double theirs = signal.equals("gap") ? -gap : signal.equals("score_other") ? gap : 0;
            expected.gradient[i] += number + own;
            expected.gradient[j] += -number + theirs;
          }
        }
      }
    }
    expected.assertNear(result);
  }

  @Test
  void theParameterKCutsTheBestOrder() throws Refusal {
    Result result = run("define loss own(k = 3) = gap * delta_ndcg", LISTS);
    Result expected = Result.empty(LISTS);
    for (int list = 0; list < LISTS.lists(); list++) {
      for (int i = LISTS.starts()[list]; i < LISTS.starts()[list + 1]; i++) {
        for (int j = LISTS.starts()[list]; j < LISTS.starts()[list + 1]; j++) {
          if (LISTS.target()[i] > LISTS.target()[j]) {
            double number = pairSignal("delta_ndcg", list, i, j, 3);
            expected.values[list] += (LISTS.prediction()[i] - LISTS.prediction()[j]) * number;
            expected.counts[list]++;
            expected.gradient[i] += number;
            expected.gradient[j] -= number;
          }
        }
      }
    }
    expected.assertNear(result);
  }

  @Test
  void aParameterKThatIsNoCountIsRefused() throws Refusal {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> bind("define loss own(k = 0.5) = k * gap * delta_ndcg", Task.RANKING, 1));
    assertEquals(
        "`k` of `own` says how many places of a list count for NDCG: a whole number, at least 1",
        refusal.getMessage());
    bind("define loss own(k = 0.5) = k * gap", Task.RANKING, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, true, false",
    "rank_preferred != rank_other, true, false, false",
    "relevance_gap >= 0 and rank_preferred < rank_other, false, false, true",
  })
  void whenNamesThePairs(String condition, boolean bothWays, boolean itself, boolean inOrder)
      throws Refusal {
    Batch five = lists(5);
    Result result = run("define loss own = gap^2 + 1 when " + condition, five);
    double pairs = 0;
    double value = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        boolean ordered =
            five.target()[i] >= five.target()[j] && rank(five, 0, i) < rank(five, 0, j);
        if (i == j ? itself : bothWays || (inOrder && ordered)) {
          double gap = five.prediction()[i] - five.prediction()[j];
          pairs++;
          value += gap * gap + 1;
        }
      }
    }
    assertEquals(pairs, result.counts[0]);
    assertEquals(value, result.values[0], 1e-12);
  }

  @Test
  void anItemWithItselfMovesWithBothItsScores() throws Refusal {
    Batch one = new Batch(1, 1, new double[] {3}, new double[] {1});
    Result result = run("define loss own = score_preferred * score_other when true", one);
    assertEquals(9, result.values[0]);
    assertEquals(6, result.gradient[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "relevance", "rank", "items", "max_dcg", "progress"})
  void aSignalOfListsIsThatOfALoop(String signal) throws Refusal {
    Result result = run("define loss own for ranking = sum(score * (%s))".formatted(signal), LISTS);
    Result expected = Result.empty(LISTS);
    for (int list = 0; list < LISTS.lists(); list++) {
      for (int i = LISTS.starts()[list]; i < LISTS.starts()[list + 1]; i++) {
        double number = listSignal(signal, list, i);
        expected.values[list] += LISTS.prediction()[i] * number;
        expected.counts[list] = 1;
        expected.gradient[i] = signal.equals("score") ? 2 * LISTS.prediction()[i] : number;
      }
    }
    expected.assertNear(result);
  }

  @Test
  void manyListsAreThoseOfOneAfterTheOther() throws Refusal {
    int[] lengths = new int[700];
    Arrays.setAll(lengths, list -> list % 4);
    Batch many = lists(lengths);
    String loss = "define loss own = sum(rank * log_softmax(score)) / max_dcg";
    Result all = run(loss, many);
    for (int list = 1; list < many.lists(); list++) {
      int start = many.starts()[list];
      int end = many.starts()[list + 1];
      if (end == start) {
        assertEquals(0, all.values[list]);
        assertEquals(0, all.counts[list]);
        continue;
      }
      Batch one =
          new Batch(
              end - start,
              1,
              Arrays.copyOfRange(many.prediction(), start, end),
              Arrays.copyOfRange(many.target(), start, end));
      Result alone = run(loss, one);
      assertEquals(alone.values[0], all.values[list]);
      assertArrayEquals(alone.gradient, Arrays.copyOfRange(all.gradient, start, end));
    }
  }

  @Test
  void listsThatDoNotCountHaveNothing() throws Refusal {
    Result result = run("define loss own = sum(score^2) when sum(relevance) > 0", LISTS);
    for (int list = 0; list < LISTS.lists(); list++) {
      double relevance = 0;
      for (int i = LISTS.starts()[list]; i < LISTS.starts()[list + 1]; i++) {
        relevance += LISTS.target()[i];
      }
      assertEquals(relevance > 0 ? 1 : 0, result.counts[list]);
      for (int i = LISTS.starts()[list]; i < LISTS.starts()[list + 1]; i++) {
        assertEquals(relevance > 0 ? 2 * LISTS.prediction()[i] : 0, result.gradient[i]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"items, 4, 60", "list_with_relevant, 0, 1", "list, 1, 1"})
  void aListCountsWhatItsReductionSays(String reduction, double irrelevant, double last)
      throws Refusal {
    Result result =
        run("/// Own.\n///\n/// @reduction " + reduction + "\ndefine loss own = sum(score)", LISTS);
    assertEquals(0, result.counts[0]);
    assertEquals(irrelevant, result.counts[4]);
    assertEquals(last, result.counts[5]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reduction pairs | sum(score) | list, list_with_relevant, items",
        "reduction nonzero | gap | list, pairs",
      })
  void aReductionOfOtherUnitsIsRefused(String tag, String formula, String possible) {
    String text = "/// Own.\n///\n/// @" + tag + "\ndefine loss own for ranking = " + formula;
    Refusal refusal = assertThrows(Refusal.class, () -> bind(text, Task.RANKING, 1));
    assertEquals(
        "`own` has the reduction `%s`, but its units have only %s"
            .formatted(tag.split(" ", -1)[1], possible),
        refusal.getMessage());
  }

  @Test
  void theScoreIsTheReadout() throws Refusal {
    LossFunction function = bind("define loss own = softplus(-gap)", Task.RANKING, 1);
    double[] read = new double[2];
    assertTrue(function.readout().gives().contains(Reading.SCORE));
    function.readout().read(Reading.SCORE, new double[] {3, 4}, 2, 1, read);
    assertArrayEquals(new double[] {3, 4}, read);
    LossFunction choice = bind("define loss own = mean(softplus(-gap))", Task.RECOMMENDATION, 2);
    choice.readout().read(Reading.SCORE, new double[] {3, 4, 5, 6}, 2, 2, read);
    assertArrayEquals(new double[] {3, 5}, read);
  }

  /** 2,000 rows of 4 scores are two blocks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "positive",
        "gap",
        "negative_count",
        "target",
        "num_items",
        "log_q_positive",
        "log_q_negatives",
        "progress"
      })
  void aSignalOfChoicesIsThatOfALoop(String signal) throws Refusal {
    int rows = 2000;
    Random random = new Random(3);
    double[] scores = random.doubles(rows * 4L, -2, 2).toArray();
    double[] target = random.doubles(rows).toArray();
    double[] logPositive = random.doubles(rows).toArray();
    double[] logNegatives = random.doubles(rows * 3L).toArray();
    Batch batch =
        new Batch(rows, 4, scores, target)
            .at(0.5)
            .with(
                Map.of(
                    "num_items",
                    new double[] {100},
                    "log_q_positive",
                    logPositive,
                    "log_q_negatives",
                    logNegatives));
    Result result =
        run(
            bind(
                "define loss own for recommendation = sum(negatives * (%s))".formatted(signal),
                Task.RECOMMENDATION,
                4),
            batch);
    Result expected = Result.empty(batch);
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < 3; k++) {
        int at = row * 4 + 1 + k;
        double positive = scores[row * 4];
        double number =
            switch (signal) {
              case "positive" -> positive;
              case "gap" -> positive - scores[at];
              case "negative_count" -> 3;
              case "target" -> target[row];
              case "num_items" -> 100;
              case "log_q_positive" -> logPositive[row];
              case "log_q_negatives" -> logNegatives[row * 3 + k];
              default -> 0.5;
            };
        expected.values[row] += scores[at] * number;
        expected.counts[row] = 1;
        boolean moves = signal.equals("positive") || signal.equals("gap");
        expected.gradient[row * 4] += moves ? scores[at] : 0;
        expected.gradient[at] += number - (signal.equals("gap") ? scores[at] : 0);
      }
    }
    expected.assertNear(result);
  }

  @Test
  void whatIsNotGivenCorrectsNothing() throws Refusal {
    Batch batch = new Batch(1, 3, new double[] {1, 2, 3}, new double[0]);
    Result result =
        run(
            bind(
                "define loss own = log_q_positive + positive * sum(negatives - log_q_negatives)",
                Task.RECOMMENDATION,
                3),
            batch);
    assertEquals(5, result.values[0]);
  }

  @Test
  void aHeadWithoutNegativesIsRefused() {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> bind("define loss own = mean(softplus(-gap))", Task.RECOMMENDATION, 1));
    assertEquals(
        "`own` reads the scores of an item and of at least one other, but the model ends in 1",
        refusal.getMessage());
  }

  @Test
  void aHeadOfSeveralScoresAnItemIsRefused() {
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> bind("define loss own = softplus(-gap)", Task.RANKING, 2));
    assertEquals(
        "`own` reads one raw output for each item, 1 in all, but the model ends in 2: end it in"
            + " `dense(outputs)`",
        refusal.getMessage());
  }

  private static double pairSignal(String signal, int list, int i, int j, int cut) {
    double[] scores = LISTS.prediction();
    double[] relevance = LISTS.target();
    return switch (signal) {
      case "gap" -> scores[i] - scores[j];
      case "score_preferred" -> scores[i];
      case "score_other" -> scores[j];
      case "relevance_gap" -> relevance[i] - relevance[j];
      case "relevance_preferred" -> relevance[i];
      case "relevance_other" -> relevance[j];
      case "rank_preferred" -> rank(LISTS, list, i);
      case "rank_other" -> rank(LISTS, list, j);
      case "delta_ndcg" ->
          Math.abs(discount(rank(LISTS, list, i)) - discount(rank(LISTS, list, j)))
              * Math.abs(gain(relevance[i]) - gain(relevance[j]))
              / bestDcg(list, cut);
      case "max_dcg" -> bestDcg(list, cut);
      case "progress" -> 0.25;
      default -> throw new AssertionError(signal);
    };
  }

  private static double listSignal(String signal, int list, int i) {
    return switch (signal) {
      case "score" -> LISTS.prediction()[i];
      case "relevance" -> LISTS.target()[i];
      case "rank" -> rank(LISTS, list, i);
      case "items" -> LISTS.starts()[list + 1] - LISTS.starts()[list];
      case "max_dcg" -> bestDcg(list, Integer.MAX_VALUE);
      case "progress" -> 0.25;
      default -> throw new AssertionError(signal);
    };
  }

  /** 1, and one more for each item above, or level and before. */
  private static double rank(Batch batch, int list, int item) {
    double rank = 1;
    for (int i = batch.starts()[list]; i < batch.starts()[list + 1]; i++) {
      double lead = batch.prediction()[i] - batch.prediction()[item];
      rank += lead > 0 || (lead == 0 && i < item) ? 1 : 0;
    }
    return rank;
  }

  private static double bestDcg(int list, int cut) {
    double[] relevance =
        Arrays.copyOfRange(LISTS.target(), LISTS.starts()[list], LISTS.starts()[list + 1]);
    Arrays.sort(relevance);
    double sum = 0;
    for (int rank = 1; rank <= Math.min(cut, relevance.length); rank++) {
      sum += gain(relevance[relevance.length - rank]) * discount(rank);
    }
    return Math.max(sum, 1e-10);
  }

  private static double gain(double relevance) {
    return StrictMath.pow(2, relevance) - 1;
  }

  private static double discount(double rank) {
    return LN2 / StrictMath.log(1 + rank);
  }

  private static LossFunction bind(String text, Task task, int units) throws Refusal {
    Loss loss = new FormulaLibrary(List.of(new Source("own.lossexp", text))).losses().getFirst();
    Arguments arguments = Arguments.defaults(loss.descriptor().parameters());
    return loss.bind(arguments, new TargetFacts(task, 1, List.of(), OptionalInt.of(units)));
  }

  private static Result run(String text, Batch batch) throws Refusal {
    return run(bind(text, Task.RANKING, 1), batch);
  }

  private static Result run(LossFunction function, Batch batch) {
    Evaluation evaluation = Evaluation.of(function, batch);
    Arrays.fill(evaluation.gradient(), Double.NaN);
    Arrays.fill(evaluation.scratch(), Double.NaN);
    function.evaluate(batch, evaluation);
    return new Result(evaluation.values(), evaluation.counts(), evaluation.gradient());
  }

  @SuppressWarnings("ArrayRecordComponent") // read at once, compared by nobody
  private record Result(double[] values, double[] counts, double[] gradient) {
    static Result empty(Batch batch) {
      int units = batch.columns() > 1 ? batch.rows() : batch.lists();
      return new Result(
          new double[units], new double[units], new double[batch.rows() * batch.columns()]);
    }

    void assertNear(Result other) {
      assertArrayEquals(counts, other.counts);
      assertRelative(values, other.values);
      assertRelative(gradient, other.gradient);
    }

    private static void assertRelative(double[] expected, double[] actual) {
      assertEquals(expected.length, actual.length);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 1e-10 * Math.max(1, Math.abs(expected[i])), "at " + i);
      }
    }
  }
}

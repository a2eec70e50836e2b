package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.DoubleSupplier;
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

/**
 * Expected: the definitions of language.md's signals, in loops over the examples, and central
 * differences.
 */
class EmbeddingKindsTest {
  private static final int WIDTH = 5;
  private static final int CLASSES = 4;

  /** More pairs and triplets than go through the kernel at once. */
  private static final int MANY = 26;

  private static Batch batch(int rows, int columns) {
    Random random = new Random(rows);
    double[] prediction = random.doubles((long) rows * columns, -1, 1).toArray();
    double[] target = random.ints(rows, 0, CLASSES).asDoubleStream().toArray();
    return new Batch(rows, columns, prediction, target).at(0.25);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, MANY})
  void theVectorsOfAnExampleRunOverTheOthers(int rows) throws Refusal {
    Batch batch = batch(rows, WIDTH);
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double sum = progress(batch);
      for (int j = 0; j < rows; j++) {
        if (i != j) {
          sum += same(batch, i, j) ? cosine(batch, i, j) : 2 * distance(batch, i, j);
        }
      }
      expected.add(sum);
    }
    check(
        "sum(similarity when same) + 2 * sum(distance when not same) + progress", batch, expected);
  }

  @ParameterizedTest
  @CsvSource({"'',true,true", "when same,true,false", "when not same,false,true"})
  void pairsAreOrderedAndThoseThatAConditionLeavesOutAreNoUnits(
      String condition, boolean positive, boolean negative) throws Refusal {
    Batch batch = batch(MANY, WIDTH);
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      for (int j = 0; j < MANY; j++) {
        if (i != j && (same(batch, i, j) ? positive : negative)) {
          double alike = cosine(batch, i, j);
          expected.add(distance(batch, i, j) * (1 + (same(batch, i, j) ? 2 : 0)) + alike * alike);
        }
      }
    }
    check("distance * (1 + 2 * same) + similarity^2 " + condition, batch, expected);
  }

  /** Inside a reduction the anchor with all others, outside the two: language.md. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "similarity / 2 - mean(similarity / 2 when not same) when same",
        "s - mean(s when not same) when same where s = similarity / 2",
      })
  void aPairMayBeComparedWithTheOthers(String formula) throws Refusal {
    Batch batch = batch(9, WIDTH);
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double sum = 0;
      int negatives = 0;
      for (int k = 0; k < 9; k++) {
        sum += same(batch, i, k) ? 0 : cosine(batch, i, k) / 2;
        negatives += same(batch, i, k) ? 0 : 1;
      }
      for (int j = 0; j < 9; j++) {
        if (i != j && same(batch, i, j)) {
          expected.add(cosine(batch, i, j) / 2 - sum / negatives);
        }
      }
    }
    check(formula, batch, expected);
  }

  /** A condition on what the model says cannot leave units out beforehand: they count 0. */
  @Test
  void anyOtherConditionOfPairsCountsNothing() throws Refusal {
    Batch batch = batch(6, WIDTH);
    LossFunction function = bind("distance when similarity > 0", WIDTH);
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    int unit = 0;
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        if (i != j) {
          boolean counts = cosine(batch, i, j) > 0;
          assertEquals(counts ? 1 : 0, evaluation.counts()[unit]);
          assertEquals(counts ? distance(batch, i, j) : 0, evaluation.values()[unit], 1e-12);
          unit++;
        }
      }
    }
    assertEquals(30, unit);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, MANY})
  void tripletsAreThoseOfTheBatch(int rows) throws Refusal {
    Batch batch = batch(rows, WIDTH);
    List<Double> expected = new ArrayList<>();
    for (int a = 0; a < rows; a++) {
      for (int p = 0; p < rows; p++) {
        for (int n = 0; n < rows; n++) {
          if (a != p && same(batch, a, p) && !same(batch, a, n)) {
            expected.add(
                distance(batch, a, p)
                    - 2 * distance(batch, a, n)
                    + cosine(batch, a, p) * cosine(batch, a, n));
          }
        }
      }
    }
    check("d_positive - 2 * d_negative + s_positive * s_negative", batch, expected);
  }

  @Test
  void givenPairsStandSideBySide() throws Refusal {
    Batch joined = batch(MANY, 2 * WIDTH);
    Batch apart = apart(joined, 2);
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      double target = joined.target()[i];
      expected.add(
          target * cosine(apart, 2 * i, 2 * i + 1)
              + (target > 0 ? distance(apart, 2 * i, 2 * i + 1) : 0));
    }
    check("for pairs = target * similarity + distance * same", joined, expected);
  }

  @Test
  void givenTripletsStandSideBySide() throws Refusal {
    Batch joined = batch(7, 3 * WIDTH);
    Batch apart = apart(joined, 3);
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(
          distance(apart, 3 * i, 3 * i + 1)
              - 2 * distance(apart, 3 * i, 3 * i + 2)
              + cosine(apart, 3 * i, 3 * i + 1) * cosine(apart, 3 * i, 3 * i + 2));
    }
    check("for triplets = d_positive - 2 * d_negative + s_positive * s_negative", joined, expected);
  }

  @Test
  void vectorsOfTheClassesAreTrained() throws Refusal {
    Random random = new Random(3);
    double[] weights = random.doubles(CLASSES * WIDTH, -1, 1).toArray();
    Batch batch = batch(6, WIDTH).withState(Map.of("weights", weights));
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        double cosine = cosine(row(batch.prediction(), i, WIDTH), row(weights, c, WIDTH));
        boolean own = c == batch.target()[i];
        sum += cosine * (own ? 2 : 1) - (own ? cosine * cosine : 0);
      }
      expected.add(sum + CLASSES);
    }
    check("sum(cosine * (1 + target)) - cosine[label]^2 + classes", batch, expected);
    LossFunction function = bind("log_sum_exp(cosine) - cosine[label]", WIDTH);
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    assertArrayEquals(
        differences(weights, () -> sum(function, batch)), evaluation.state().get("weights"), 1e-8);
  }

  /** Expected: the convention that directions of nothing have no gradient. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(distance + similarity)",
        "distance + similarity",
        "d_positive + d_negative + s_positive + s_negative",
      })
  void pointsThatCoincideAndZerosHaveFiniteGradients(String formula) throws Refusal {
    double[] prediction = {1, 2, 1, 2, 0, 0, 0, 0};
    Batch batch = new Batch(4, 2, prediction, new double[] {0, 0, 1, 1});
    LossFunction function = bind(formula, 2);
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    assertTrue(Arrays.stream(evaluation.values()).allMatch(Double::isFinite));
    assertTrue(Arrays.stream(evaluation.gradient()).allMatch(Double::isFinite));
  }

  /** The example of metric learning in the language's design. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "multi_similarity; (a = 2, b = 50, base = 0.5) = log1p(sum(exp(-a * (similarity - base))"
            + " when same)) / a + log1p(sum(exp(b * (similarity - base)) when not same)) / b",
        "cosface; (m = 0.35, s = 64) = log_sum_exp(s * (cosine - m * target)) - s * (cosine[label]"
            + " - m)",
      })
  void aLossOfOnesOwnIsTheCatalogues(String name, String declaration) throws Refusal {
    Random random = new Random(5);
    double[] weights = random.doubles(CLASSES * WIDTH, -1, 1).toArray();
    Batch batch = batch(8, WIDTH).withState(Map.of("weights", weights));
    Loss known =
        StandardLosses.library().losses().stream()
            .filter(loss -> LossCatalogue.names(loss).getFirst().equals(name))
            .findFirst()
            .orElseThrow();
    LossFunction theirs =
        known.bind(Arguments.defaults(known.descriptor().parameters()), facts(WIDTH));
    LossFunction own = bindDeclared(declaration, WIDTH);
    Evaluation expected = Evaluation.of(theirs, batch);
    Evaluation computed = Evaluation.of(own, batch);
    theirs.evaluate(batch, expected);
    own.evaluate(batch, computed);
    assertArrayEquals(expected.values(), computed.values(), 1e-12);
    assertArrayEquals(expected.gradient(), computed.gradient(), 1e-10);
  }

  @Test
  void theModelGivesTheEmbedding() throws Refusal {
    LossFunction function = bind("sum(similarity)", 3);
    double[] out = new double[6];
    function.readout().read(Reading.EMBEDDING, new double[] {1, 2, 3, 4, 5, 6}, 2, 3, out);
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, out);
  }

  @Test
  void anOddNumberIsNoPair() {
    Refusal refusal = assertThrows(Refusal.class, () -> bind("for pairs = distance", 5));
    assertEquals(
        "`own` reads 2 embeddings of the same length side by side, but there are 5 numbers",
        refusal.getMessage());
  }

  private static void check(String formula, Batch batch, List<Double> expected) throws Refusal {
    LossFunction function = bind(formula, batch.columns());
    assertEquals(expected.size(), function.units(batch));
    assertTrue(expected.size() <= function.units(batch.rows()));
    Evaluation evaluation = Evaluation.of(function, batch);
    // Twice, for what was in memory before must not matter.
    function.evaluate(batch, evaluation);
    function.evaluate(batch, evaluation);
    assertArrayEquals(
        expected.stream().mapToDouble(Double::doubleValue).toArray(), evaluation.values(), 1e-11);
    assertTrue(Arrays.stream(evaluation.counts()).allMatch(count -> count == 1));
    assertArrayEquals(
        differences(batch.prediction(), () -> sum(function, batch)), evaluation.gradient(), 1e-6);
  }

  private static double[] differences(double[] numbers, DoubleSupplier value) {
    double step = 1e-6;
    double[] differences = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double number = numbers[i];
      numbers[i] = number + step;
      double above = value.getAsDouble();
      numbers[i] = number - step;
      double below = value.getAsDouble();
      numbers[i] = number;
      differences[i] = (above - below) / (2 * step);
    }
    return differences;
  }

  private static double sum(LossFunction function, Batch batch) {
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    return Arrays.stream(evaluation.values()).sum();
  }

  /** A formula, with what stands before its equals sign where there is anything. */
  private static LossFunction bind(String formula, int width) throws Refusal {
    return bindDeclared(formula.startsWith("for ") ? " " + formula : " = " + formula, width);
  }

  private static LossFunction bindDeclared(String declaration, int width) throws Refusal {
    Source source = new Source("own.lossexp", "define loss own" + declaration);
    FormulaLibrary library = new FormulaLibrary(List.of(source));
    assertEquals("", FormulaLibrary.text(library.checkAll()));
    Loss loss = library.losses().getFirst();
    return loss.bind(Arguments.defaults(loss.descriptor().parameters()), facts(width));
  }

  private static TargetFacts facts(int width) {
    return new TargetFacts(
        Task.EMBEDDING, 1, List.of(3L, 2L, 2L, 1L).subList(0, CLASSES), OptionalInt.of(width));
  }

  /** {@return the embeddings of joined rows as rows of their own} */
  private static Batch apart(Batch joined, int parts) {
    int rows = joined.rows() * parts;
    return new Batch(rows, WIDTH, joined.prediction(), new double[rows]);
  }

  private static double progress(Batch batch) {
    return batch.progress();
  }

  private static boolean same(Batch batch, int i, int j) {
    return batch.target()[i] == batch.target()[j];
  }

  private static double distance(Batch batch, int i, int j) {
    double[] x = row(batch.prediction(), i, batch.columns());
    double[] y = row(batch.prediction(), j, batch.columns());
    double squares = 0;
    for (int c = 0; c < x.length; c++) {
      squares += (x[c] - y[c]) * (x[c] - y[c]);
    }
    return Math.sqrt(squares);
  }

  private static double cosine(Batch batch, int i, int j) {
    return cosine(
        row(batch.prediction(), i, batch.columns()), row(batch.prediction(), j, batch.columns()));
  }

  private static double cosine(double[] x, double[] y) {
    double dot = 0;
    double own = 0;
    double other = 0;
    for (int c = 0; c < x.length; c++) {
      dot += x[c] * y[c];
      own += x[c] * x[c];
      other += y[c] * y[c];
    }
    return dot / Math.sqrt(own * other);
  }

  private static double[] row(double[] numbers, int row, int width) {
    return Arrays.copyOfRange(numbers, row * width, (row + 1) * width);
  }
}

package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

class BindingTest {
  /** Heads, encodings and readouts as the design's language page asks for them. */
  @ParameterizedTest
  @CsvSource({
    "mean_squared_error, REGRESSION, 3, REAL, POINT",
    "mean_squared_error, BINARY, 2, ONE_HOT, CLASS",
    "mean_squared_error, MULTICLASS, 4, ONE_HOT, CLASS",
    "mean_absolute_error, REGRESSION, 3, REAL, POINT",
    "huber, REGRESSION, 3, REAL, POINT",
    "log_cosh, REGRESSION, 3, REAL, POINT",
    "quantile, REGRESSION, 3, REAL, POINT",
    "softmax_cross_entropy, BINARY, 2, CLASS_INDEX, CLASS PROBABILITIES",
    "softmax_cross_entropy, MULTICLASS, 4, CLASS_INDEX, CLASS PROBABILITIES",
    "softmax_focal, MULTICLASS, 4, CLASS_INDEX, CLASS PROBABILITIES",
    "weston_watkins_hinge, MULTICLASS, 4, CLASS_INDEX, CLASS",
    "binary_cross_entropy_with_logits, BINARY, 1, ZERO_ONE, CLASS PROBABILITIES",
    "binary_cross_entropy_with_logits, MULTILABEL, 3, ZERO_ONE, CLASS PROBABILITIES",
    "hinge, BINARY, 1, PLUS_MINUS_ONE, CLASS",
    "hinge, MULTILABEL, 3, PLUS_MINUS_ONE, CLASS",
  })
  void aLossAsksForItsHeadAndEncoding(
      String name, Task task, int units, TargetEncoding encoding, String readings) throws Refusal {
    LossFunction function = bind(name, facts(task, OptionalInt.empty()));
    assertEquals(units, function.head().units());
    assertEquals(encoding, function.encoding());
    Set<Reading> expected =
        Set.copyOf(Stream.of(readings.split(" ", -1)).map(Reading::valueOf).toList());
    assertEquals(expected, function.readout().gives());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "huber | REGRESSION | 10 | `huber` reads one raw output for each target column, 3 in all,"
            + " but the model ends in 10: end it in `dense(outputs)`",
        "softmax_cross_entropy | MULTICLASS | 1 | `softmax_cross_entropy` reads one raw output for"
            + " each class, 4 in all, but the model ends in 1: end it in `dense(outputs)`",
        "hinge | BINARY | 2 | `hinge` reads one raw output for each pair of classes, 1 in all, but"
            + " the model ends in 2: end it in `dense(outputs)`",
      })
  void aHeadOfAnotherSizeIsRefusedWithTheFix(String name, Task task, int units, String message) {
    Refusal refusal =
        assertThrows(Refusal.class, () -> bind(name, facts(task, OptionalInt.of(units))));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void squaredErrorOnOneWrittenUnitRegressesZeroAndOne() throws Refusal {
    LossFunction function = bind("mean_squared_error", facts(Task.BINARY, OptionalInt.of(1)));
    assertEquals(1, function.head().units());
    assertEquals(TargetEncoding.ZERO_ONE, function.encoding());
    double[] classes = new double[2];
    function.readout().read(Reading.CLASS, new double[] {0.4, 0.6}, 2, 1, classes);
    assertArrayEquals(new double[] {0, 1}, classes);
  }

  @Test
  void tooFewClassWeightsAreRefused() {
    Value two = new Value.Sequence(List.of(new Value.Numeral(1), new Value.Numeral(2)));
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> bind("softmax_cross_entropy", "class_weights", two, List.of(1L, 1L, 1L)));
    assertEquals(
        "`class_weights` has 2 numbers, but there are 3: write one for each class",
        refusal.getMessage());
  }

  /** Expected: scikit-learn 1.2.1, compute_class_weight("balanced") on 6, 3 and 1 rows. */
  @Test
  void balancedWeightsAreThoseOfScikitLearn() throws Refusal {
    double[] counts = countsOfBalanced(List.of(6L, 3L, 1L));
    assertArrayEquals(new double[] {0.55555556, 1.11111111, 3.33333333}, counts, 1e-8);
  }

  @Test
  void aClassWithoutRowsHasNoWeightWhenBalanced() throws Refusal {
    assertArrayEquals(new double[] {0.5, 1, 0}, countsOfBalanced(List.of(6L, 3L, 0L)), 1e-15);
  }

  @Test
  void theMeanOfIgnoredExamplesAloneIsZero() throws Refusal {
    LossFunction function = bind("softmax_cross_entropy", facts(Task.BINARY, OptionalInt.empty()));
    Evaluation evaluation = Evaluation.of(function, 2);
    function.evaluate(
        new Batch(2, 2, new double[] {1, 2, 3, 4}, new double[] {-100, -100}), evaluation);
    assertEquals(0, Reduction.MEAN.of(evaluation.values(), evaluation.counts(), 2));
    assertArrayEquals(new double[4], evaluation.gradient());
  }

  @Test
  void aLabelThatIsNoClassIsTheHostsMistake() throws Refusal {
    LossFunction function = bind("softmax_cross_entropy", facts(Task.BINARY, OptionalInt.empty()));
    Batch batch = new Batch(1, 2, new double[4], new double[] {2});
    assertThrows(
        IllegalArgumentException.class, () -> function.evaluate(batch, Evaluation.of(function, 1)));
  }

  /** Expected: "recommended for the product" in shared/losses/catalogue.md, subgradients. */
  @ParameterizedTest
  @CsvSource({
    "mean_absolute_error, REGRESSION, 1.5, 1.5",
    "quantile, REGRESSION, 1.5, 1.5",
    "hinge, BINARY, 1, 1",
    "hinge, BINARY, -1, -1",
  })
  void theGradientAtAKinkIsZero(String name, Task task, double prediction, double target)
      throws Refusal {
    TargetFacts one = new TargetFacts(task, 1, List.of(), OptionalInt.empty());
    LossFunction function = bind(name, one);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(
        new Batch(1, 1, new double[] {prediction}, new double[] {target}), evaluation);
    assertEquals(0, evaluation.gradient()[0]);
  }

  @Test
  void theGradientWhereTheMarginIsJustMetIsZero() throws Refusal {
    LossFunction function = bind("weston_watkins_hinge", facts(Task.BINARY, OptionalInt.empty()));
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 2, new double[] {2, 1}, new double[] {0}), evaluation);
    assertArrayEquals(new double[2], evaluation.gradient());
  }

  /** log cosh r = r^2/2 - r^4/12 + …: 5e-17 at 1e-8, where |r| - log 2 + … would give 0. */
  @Test
  void logCoshKeepsItsDigitsNearZero() throws Refusal {
    TargetFacts one = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    LossFunction function = bind("log_cosh", one);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 1, new double[] {1e-8}, new double[1]), evaluation);
    assertEquals(5e-17, evaluation.values()[0], 1e-6 * 5e-17);
    assertEquals(1e-8, evaluation.gradient()[0], 1e-22);
  }

  @Test
  void theVersionIsTheProjects() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = new StandardPlugin().version();
    assertEquals(version, pom.replaceAll("(?s).*?<version>(.*?)</version>.*", "$1"));
  }

  /** What an example of each class counts under {@code class_weights = balanced}. */
  private static double[] countsOfBalanced(List<Long> classCounts) throws Refusal {
    LossFunction function =
        bind("softmax_cross_entropy", "class_weights", new Value.Word("balanced"), classCounts);
    Evaluation evaluation = Evaluation.of(function, 3);
    function.evaluate(new Batch(3, 3, new double[9], new double[] {0, 1, 2}), evaluation);
    return evaluation.counts();
  }

  private static LossFunction bind(
      String name, String parameter, Value value, List<Long> classCounts) throws Refusal {
    Loss loss = GoldenTest.loss(name);
    Arguments arguments = Arguments.defaults(loss.descriptor().parameters()).with(parameter, value);
    return loss.bind(
        arguments, new TargetFacts(Task.MULTICLASS, 1, classCounts, OptionalInt.empty()));
  }

  private static LossFunction bind(String name, TargetFacts facts) throws Refusal {
    Loss loss = GoldenTest.loss(name);
    return loss.bind(Arguments.defaults(loss.descriptor().parameters()), facts);
  }

  private static TargetFacts facts(Task task, OptionalInt headUnits) {
    int classes = task == Task.BINARY ? 2 : task == Task.MULTICLASS ? 4 : 0;
    int outputs = task.hasClasses() ? 1 : 3;
    return new TargetFacts(task, outputs, Collections.nCopies(classes, 5L), headUnits);
  }
}

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
    "root_mean_squared_error, REGRESSION, 3, REAL, POINT",
    "multi_quantile, REGRESSION, 9, REAL, POINT QUANTILES",
    "crps_ensemble, REGRESSION, 30, REAL, POINT QUANTILES",
    "mixture_density_nll, REGRESSION, 27, REAL, POINT QUANTILES",
    "softmax_cross_entropy, BINARY, 2, CLASS_INDEX, CLASS PROBABILITIES",
    "softmax_cross_entropy, MULTICLASS, 4, CLASS_INDEX, CLASS PROBABILITIES",
    "negative_log_likelihood, MULTICLASS, 4, CLASS_INDEX, CLASS PROBABILITIES",
    "sparsemax, MULTICLASS, 4, CLASS_INDEX, CLASS PROBABILITIES",
    "bi_tempered_logistic, MULTICLASS, 4, CLASS_INDEX, CLASS PROBABILITIES",
    "cumulative_ordinal_cross_entropy, MULTICLASS, 3, CLASS_INDEX, CLASS",
    "lovasz_hinge, MULTILABEL, 3, ZERO_ONE, CLASS",
    "binary_cross_entropy, BINARY, 1, ZERO_ONE, CLASS PROBABILITIES",
    "binary_cross_entropy_with_logits, BINARY, 1, ZERO_ONE, CLASS PROBABILITIES",
    "binary_cross_entropy_with_logits, MULTILABEL, 3, ZERO_ONE, CLASS PROBABILITIES",
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
        "softmax_cross_entropy | MULTICLASS | 1 | `softmax_cross_entropy` reads one raw output for"
            + " each class, 4 in all, but the model ends in 1: end it in `dense(outputs)`",
        "multi_quantile | REGRESSION | 10 | `multi_quantile` reads 3 raw outputs for each target"
            + " column, 9 in all, but the model ends in 10: end it in `dense(outputs)`",
        "lovasz_hinge | MULTILABEL | 2 | `lovasz_hinge` reads one raw output for each label, 3 in"
            + " all, but the model ends in 2: end it in `dense(outputs)`",
      })
  void aHeadOfAnotherSizeIsRefusedWithTheFix(String name, Task task, int units, String message) {
    Refusal refusal =
        assertThrows(Refusal.class, () -> bind(name, facts(task, OptionalInt.of(units))));
    assertEquals(message, refusal.getMessage());
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

  /** The quantile whose level is nearest one half, of each of two columns. */
  @Test
  void theMiddleQuantileIsThePoint() throws Refusal {
    TargetFacts two = new TargetFacts(Task.REGRESSION, 2, List.of(), OptionalInt.empty());
    double[] points = new double[2];
    double[] raw = {1, 2, 3, 4, 5, 6};
    bind("multi_quantile", two).readout().read(Reading.POINT, raw, 1, 6, points);
    assertArrayEquals(new double[] {2, 5}, points);
  }

  @Test
  void aHeadThatIsWrittenOutSaysHowManyMembersThereAre() throws Refusal {
    assertEquals(
        12, bind("crps_ensemble", facts(Task.REGRESSION, OptionalInt.of(12))).head().units());
    assertEquals(
        18, bind("mixture_density_nll", facts(Task.REGRESSION, OptionalInt.of(18))).head().units());
  }

  /** Shares 0.5 and 0.5 of means -1 and 3. */
  @Test
  void theMeanOfAMixtureIsThePoint() throws Refusal {
    TargetFacts one = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.of(6));
    double[] point = new double[1];
    double[] raw = {7, 7, -1, 3, 0.1, -0.2};
    bind("mixture_density_nll", one).readout().read(Reading.POINT, raw, 1, 6, point);
    assertEquals(1, point[0], 1e-15);
  }

  @Test
  void anOrdinalClassIsTheNumberOfLevelsPassed() throws Refusal {
    double[] classes = new double[2];
    bind("cumulative_ordinal_cross_entropy", facts(Task.MULTICLASS, OptionalInt.empty()))
        .readout()
        .read(Reading.CLASS, new double[] {2, 1, -3, -1, -1, -1}, 2, 3, classes);
    assertArrayEquals(new double[] {2, 0}, classes);
  }

  /**
   * Expected: Martins and Astudillo 2016: two scores less than 1 apart share, others get nothing.
   */
  @Test
  void sparsemaxReadsItsOwnProbabilities() throws Refusal {
    TargetFacts three =
        new TargetFacts(Task.MULTICLASS, 1, List.of(1L, 1L, 1L), OptionalInt.empty());
    double[] probabilities = new double[3];
    bind("sparsemax", three)
        .readout()
        .read(Reading.PROBABILITIES, new double[] {0.5, 0.1, -4}, 1, 3, probabilities);
    assertArrayEquals(new double[] {0.7, 0.3, 0}, probabilities, 1e-15);
  }

  @Test
  void quantileLevelsMustGrow() {
    Value levels = new Value.Sequence(List.of(new Value.Numeral(0.5), new Value.Numeral(0.5)));
    Loss loss = GoldenTest.loss("multi_quantile");
    Arguments arguments = Arguments.defaults(loss.descriptor().parameters()).with("taus", levels);
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> loss.bind(arguments, facts(Task.REGRESSION, OptionalInt.empty())));
    assertEquals("`taus` must grow from each level to the next", refusal.getMessage());
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

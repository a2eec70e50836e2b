package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** What the standard plugin's formulas ask of model and target, and how they are read. */
class StandardBindingTest {
  private static final FormulaLibrary LIBRARY = StandardLosses.library();

  /** Expected: "Output activation" and "Prediction" of each loss in shared/losses/catalogue.md. */
  @ParameterizedTest
  @CsvSource({
    "mean_squared_error, REGRESSION, 3, IDENTITY, REAL, POINT",
    "mean_squared_error, BINARY, 2, IDENTITY, ONE_HOT, CLASS",
    "mean_squared_error, MULTICLASS, 4, IDENTITY, ONE_HOT, CLASS",
    "mean_absolute_error, REGRESSION, 3, IDENTITY, REAL, POINT",
    "huber, REGRESSION, 3, IDENTITY, REAL, POINT",
    "log_cosh, REGRESSION, 3, IDENTITY, REAL, POINT",
    "quantile, REGRESSION, 3, IDENTITY, REAL, POINT",
    "poisson_nll, REGRESSION, 3, IDENTITY, REAL, POINT QUANTILES",
    "gamma_deviance, REGRESSION, 3, SOFTPLUS, REAL, POINT",
    "bregman_divergence, REGRESSION, 3, SOFTPLUS, REAL, POINT",
    "cosine_distance, REGRESSION, 3, IDENTITY, REAL, POINT",
    "gaussian_nll, REGRESSION, 6, IDENTITY SOFTPLUS, REAL, POINT QUANTILES",
    "softmax_focal, MULTICLASS, 4, IDENTITY, CLASS_INDEX, CLASS PROBABILITIES",
    "ldam, MULTICLASS, 4, IDENTITY, CLASS_INDEX, CLASS PROBABILITIES",
    "brier, BINARY, 2, IDENTITY, ONE_HOT, CLASS PROBABILITIES",
    "weston_watkins_hinge, MULTICLASS, 4, IDENTITY, CLASS_INDEX, CLASS",
    "crammer_singer_hinge, MULTICLASS, 4, IDENTITY, CLASS_INDEX, CLASS",
    "categorical_cross_entropy_probabilities, MULTICLASS, 4, SOFTMAX, CLASS_INDEX, CLASS"
        + " PROBABILITIES",
    "kl_divergence, MULTICLASS, 4, LOG_SOFTMAX, ONE_HOT, CLASS PROBABILITIES",
    "squared_earth_movers_distance, MULTICLASS, 4, SOFTMAX, ONE_HOT, CLASS PROBABILITIES",
    "hinge, BINARY, 1, IDENTITY, PLUS_MINUS_ONE, CLASS",
    "hinge, MULTILABEL, 3, IDENTITY, PLUS_MINUS_ONE, CLASS",
    "soft_margin, BINARY, 1, IDENTITY, PLUS_MINUS_ONE, CLASS PROBABILITIES",
    "sigmoid_focal, MULTILABEL, 3, IDENTITY, ZERO_ONE, CLASS PROBABILITIES",
    "brier_binary, BINARY, 1, SIGMOID, ZERO_ONE, CLASS PROBABILITIES",
    "brier_binary, MULTILABEL, 3, SIGMOID, ZERO_ONE, CLASS PROBABILITIES",
    "dice, MULTILABEL, 3, SIGMOID, ZERO_ONE, CLASS PROBABILITIES",
    "dice_bce, MULTILABEL, 3, IDENTITY, ZERO_ONE, CLASS PROBABILITIES",
  })
  void aLossAsksForItsHeadAndEncoding(
      String name, Task task, int units, String links, TargetEncoding encoding, String readings)
      throws Refusal {
    LossFunction function = bind(name, facts(task, OptionalInt.empty()));
    List<Head.Link> expected = Stream.of(links.split(" ", -1)).map(Head.Link::valueOf).toList();
    assertEquals(new Head(units, expected), function.head());
    assertEquals(encoding, function.encoding());
    assertEquals(
        Set.copyOf(Stream.of(readings.split(" ", -1)).map(Reading::valueOf).toList()),
        function.readout().gives());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "huber | REGRESSION | 10 | `huber` reads one raw output for each output, 3 in all, but the"
            + " model ends in 10: end it in `dense(outputs)`",
        "hinge | BINARY | 2 | `hinge` reads one raw output for each output, 1 in all, but the model"
            + " ends in 2: end it in `dense(outputs)`",
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

  /** The catalogue: the prediction is ln(rate) unless log_input is false. */
  @Test
  void poissonReadsTheRate() throws Refusal {
    double[] points = new double[1];
    TargetFacts one = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    bind("poisson_nll", one).readout().read(Reading.POINT, new double[] {1}, 1, 1, points);
    assertEquals(Math.E, points[0], 1e-15);
    LossFunction rates = bind("poisson_nll", "log_input", new Value.Flag(false), one);
    assertEquals(List.of(Head.Link.SOFTPLUS), rates.head().links());
    rates.readout().read(Reading.POINT, new double[] {2.5}, 1, 1, points);
    assertEquals(2.5, points[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "hampel, b, 9, `hampel` requires a <= b and b < c",
    "linex, a, 0, `linex` requires a != 0",
    "tweedie_deviance, power, 0.5, `tweedie_deviance` requires power <= 0 or power >= 1",
  })
  void parametersThatDoNotGoTogetherAreRefused(
      String name, String parameter, double value, String message) {
    TargetFacts one = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    Refusal refusal =
        assertThrows(Refusal.class, () -> bind(name, parameter, new Value.Numeral(value), one));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void tooFewClassWeightsAreRefused() {
    Value two = new Value.Sequence(List.of(new Value.Numeral(1), new Value.Numeral(2)));
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> bind("softmax_focal", "alpha", two, facts(Task.MULTICLASS, OptionalInt.empty())));
    assertEquals(
        "`alpha` of `softmax_focal` has 2 numbers, but there are 4: write one for each",
        refusal.getMessage());
  }

  /** Expected: scikit-learn 1.2.1, compute_class_weight("balanced") on 6, 3 and 1 rows. */
  @Test
  void balancedWeightsAreThoseOfScikitLearn() throws Refusal {
    TargetFacts facts =
        new TargetFacts(Task.MULTICLASS, 1, List.of(6L, 3L, 1L), OptionalInt.empty());
    LossFunction function =
        bind("multi_margin", "class_weights", new Value.Word("balanced"), facts);
    Evaluation evaluation = Evaluation.of(function, 3);
    // Where all scores are equal two wrong classes miss the margin of 1: 2/3 times the weight.
    function.evaluate(new Batch(3, 3, new double[9], new double[] {0, 1, 2}), evaluation);
    double[] weights = {0.55555556, 1.11111111, 3.33333333};
    for (int c = 0; c < 3; c++) {
      assertEquals(2 * weights[c] / 3, evaluation.values()[c], 1e-8);
    }
  }

  /** Expected: CE(x + ln n, y) of 30 and 10 rows at equal logits: ln(40 / 10). */
  @Test
  void classCountsAreThoseOfTheTrainingPart() throws Refusal {
    TargetFacts facts = new TargetFacts(Task.BINARY, 1, List.of(30L, 10L), OptionalInt.empty());
    LossFunction function = bind("balanced_softmax", facts);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 2, new double[2], new double[] {1}), evaluation);
    assertEquals(1.3862943611198906, evaluation.values()[0], 1e-15);
  }

  @Test
  void aClassWithoutRowsDoesNotSpoilTheWeightsOfOthers() throws Refusal {
    TargetFacts facts =
        new TargetFacts(Task.MULTICLASS, 1, List.of(30L, 10L, 0L), OptionalInt.empty());
    LossFunction function = bind("class_balanced_cross_entropy", facts);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 3, new double[3], new double[] {1}), evaluation);
    assertTrue(Double.isFinite(evaluation.values()[0]));
  }

  /** Expected: "recommended for the product" in shared/losses/catalogue.md, subgradients. */
  @ParameterizedTest
  @CsvSource({
    "mean_absolute_error, REGRESSION, 1.5, 1.5",
    "mean_absolute_percentage_error, REGRESSION, 1.5, 1.5",
    "quantile, REGRESSION, 1.5, 1.5",
    "lp_loss, REGRESSION, 1.5, 1.5",
    "inverse_huber, REGRESSION, 1.5, 1.5",
    "wing, REGRESSION, 1.5, 1.5",
    "epsilon_insensitive, REGRESSION, 0.5, 0.4",
    "hinge, BINARY, 1, 1",
    "hinge, BINARY, -1, -1",
    "perceptron, BINARY, 0, 1",
    "ramp, BINARY, 1, 1",
    "ramp, BINARY, -1, 1",
    "zero_one, BINARY, 0, 1",
  })
  void theGradientAtAKinkIsZero(String name, Task task, double prediction, double target)
      throws Refusal {
    TargetFacts one = new TargetFacts(task, 1, List.of(), OptionalInt.empty());
    LossFunction function = bind(name, one);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(
        new Batch(1, 1, new double[] {prediction}, new double[] {target}), evaluation);
    assertEquals(0, Math.abs(evaluation.gradient()[0]));
  }

  /** Expected: the catalogue, smooth_l1: the convention at beta = 0 is 0 where PyTorch has -1. */
  @Test
  void smoothL1WithoutASmoothPartHasNoSlopeAtItsCorner() throws Refusal {
    TargetFacts one = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    LossFunction function = bind("smooth_l1", "beta", new Value.Numeral(0), one);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 1, new double[] {2}, new double[] {2}), evaluation);
    assertEquals(0, Math.abs(evaluation.gradient()[0]));
  }

  @Test
  void theGradientWhereTheMarginIsJustMetIsZero() throws Refusal {
    LossFunction function = bind("weston_watkins_hinge", facts(Task.BINARY, OptionalInt.empty()));
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 2, new double[] {2, 1}, new double[] {0}), evaluation);
    assertArrayEquals(new double[2], evaluation.gradient());
  }

  /** Expected: the catalogue, cosine_distance: the gradient of a zero vector is 0. */
  @Test
  void aZeroVectorHasNoDirection() throws Refusal {
    TargetFacts two = new TargetFacts(Task.REGRESSION, 2, List.of(), OptionalInt.empty());
    LossFunction function = bind("cosine_distance", two);
    Evaluation evaluation = Evaluation.of(function, 1);
    function.evaluate(new Batch(1, 2, new double[2], new double[] {3, 4}), evaluation);
    assertEquals(1, evaluation.values()[0]);
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
  void focalLossWrittenInAFileHasTheBitsOfTheLibrarys() throws Refusal {
    String text =
        """
        /// Written by hand.
        define loss focal_mine(gamma = 2) = -(1 - p[label])^gamma * log_p[label]
        """;
    Loss mine = new FormulaLibrary(List.of(new Source("mine", text))).losses().getFirst();
    TargetFacts facts = facts(Task.MULTICLASS, OptionalInt.empty());
    LossFunction own = mine.bind(Arguments.defaults(mine.descriptor().parameters()), facts);
    LossFunction library = bind("softmax_focal", facts);
    var random = new Random(1);
    double[] logits = random.doubles(400, -5, 5).toArray();
    double[] labels = random.ints(100, 0, 4).asDoubleStream().toArray();
    Batch batch = new Batch(100, 4, logits, labels);
    Evaluation first = Evaluation.of(own, 100);
    Evaluation second = Evaluation.of(library, 100);
    own.evaluate(batch, first);
    library.evaluate(batch, second);
    assertArrayEquals(second.values(), first.values());
    assertArrayEquals(second.gradient(), first.gradient());
  }

  private static LossFunction bind(String name, TargetFacts facts) throws Refusal {
    Loss loss = loss(name);
    return loss.bind(Arguments.defaults(loss.descriptor().parameters()), facts);
  }

  private static LossFunction bind(String name, String parameter, Value value, TargetFacts facts)
      throws Refusal {
    Loss loss = loss(name);
    Arguments defaults = Arguments.defaults(loss.descriptor().parameters());
    return loss.bind(defaults.with(parameter, value), facts);
  }

  private static Loss loss(String name) {
    return LIBRARY.losses().stream()
        .filter(loss -> LossCatalogue.names(loss).getFirst().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static TargetFacts facts(Task task, OptionalInt headUnits) {
    int classes = task == Task.BINARY ? 2 : task == Task.MULTICLASS ? 4 : 0;
    int outputs = task.hasClasses() ? 1 : 3;
    return new TargetFacts(task, outputs, Collections.nCopies(classes, 5L), headUnits);
  }
}

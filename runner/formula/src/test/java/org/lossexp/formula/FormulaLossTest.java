package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.Penalty;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

class FormulaLossTest {
  private static final TargetFacts NUMBERS =
      new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
  private static final TargetFacts THREE_CLASSES =
      new TargetFacts(Task.MULTICLASS, 1, List.of(50L, 20L, 30L), OptionalInt.empty());

  private final LossCompiler compiler = new LossCompiler(new LossCatalogue(StandardLosses.all()));

  private BoundLoss bound(String text, TargetFacts facts) {
    return compiler.compile(new Source("loss", text), facts).get();
  }

  private static Evaluation evaluated(LossFunction function, Batch batch) {
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    return evaluation;
  }

  private static Batch randomClasses(int rows) {
    var random = new SplittableRandom(7);
    double[] scores = random.doubles(rows * 3L, -20, 20).toArray();
    double[] labels = IntStream.range(0, rows).mapToDouble(row -> row % 3).toArray();
    return new Batch(rows, 3, scores, labels);
  }

  private static List<String> codes(Outcome<?> outcome) {
    return outcome.diagnostics().stream().map(Diagnostic::code).toList();
  }

  /** expected: Stanford's CS231n, notes on linear classification: 2.9. */
  @Test
  void theMulticlassHingeOfTheCatScoresIsTwoPointNine() {
    LossFunction svm =
        bound("sum(max(0, z - z[label] + 1) except label)", THREE_CLASSES).function();
    Evaluation evaluation =
        evaluated(svm, new Batch(1, 3, new double[] {3.2, 5.1, -1.7}, new double[] {0}));
    assertEquals(2.9, evaluation.values()[0], 1e-12);
    assertArrayEquals(new double[] {-1, 1, 0}, evaluation.gradient());
  }

  /** expected: Stanford's CS231n, the same scores: -ln 0.129983 = 2.040355. */
  @Test
  void theCrossEntropyOfTheCatScores() {
    LossFunction crossEntropy = bound("-log_p[label]", THREE_CLASSES).function();
    Evaluation evaluation =
        evaluated(crossEntropy, new Batch(1, 3, new double[] {3.2, 5.1, -1.7}, new double[] {0}));
    assertEquals(2.040355, evaluation.values()[0], 1e-6);
  }

  /** A formula of one's own and the library's are the same bits, as is promised. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss mine(gamma = 2) = -(1 - p[label])^gamma * log_p[label] | softmax_focal",
        "loss mine(gamma = 0.5) = -(1 - p[label])^gamma * log_p[label]"
            + " | softmax_focal(gamma = 0.5)",
      })
  void aFormulaOfOnesOwnHasTheBitsOfTheLibrarys(String own, String library) {
    Batch batch = randomClasses(64);
    Evaluation mine = evaluated(bound(own, THREE_CLASSES).function(), batch);
    Evaluation theirs = evaluated(bound(library, THREE_CLASSES).function(), batch);
    assertArrayEquals(theirs.values(), mine.values());
    assertArrayEquals(theirs.gradient(), mine.gradient());
  }

  /** The task says what a formula is about where its signals do not. */
  @ParameterizedTest
  @CsvSource({"REGRESSION, 1, REAL", "BINARY, 1, ZERO_ONE", "MULTILABEL, 3, ZERO_ONE"})
  void aSquaredErrorFitsWhatHasOneOutputForEachTarget(Task task, int units, String encoding) {
    List<Long> counts = task == Task.BINARY ? List.of(5L, 5L) : List.of();
    var facts = new TargetFacts(task, task == Task.MULTILABEL ? 3 : 1, counts, OptionalInt.empty());
    LossFunction function = bound("(prediction - target)^2", facts).function();
    assertEquals(units, function.head().units());
    assertEquals(encoding, function.encoding().name());
  }

  /**
   * Each loss is reduced by its own mean, weighted, and added; that of progress changes with it.
   */
  @ParameterizedTest
  @CsvSource({"0", "0.25", "1"})
  void aSumIsTheSumOfReducedLosses(double progress) {
    Batch batch = randomClasses(10).at(progress);
    BoundLoss sum =
        bound(
            "(1 - progress) * cross_entropy(class_weights = [1, 2, 3])"
                + " + progress * gce(q = 0.7, reduction = sum)",
            THREE_CLASSES);
    LossFunction weighted =
        bound("cross_entropy(class_weights = [1, 2, 3])", THREE_CLASSES).function();
    LossFunction gce = bound("gce(q = 0.7)", THREE_CLASSES).function();
    Evaluation a = evaluated(weighted, batch);
    Evaluation b = evaluated(gce, batch);
    Evaluation both = evaluated(sum.function(), batch);
    double divisor = Reduction.MEAN.divisor(a.counts(), 10);
    assertEquals(
        (1 - progress) * Reduction.MEAN.of(a.values(), a.counts(), 10)
            + progress * Arrays.stream(b.values()).sum(),
        both.values()[0],
        1e-12);
    for (int i = 0; i < 30; i++) {
      assertEquals(
          (1 - progress) * a.gradient()[i] / divisor + progress * b.gradient()[i],
          both.gradient()[i],
          1e-12);
    }
  }

  @Test
  void penaltiesAreHandedToTheEngine() {
    BoundLoss loss =
        bound(
            "loss a(c = 0.1) = mse + c * elastic_net(weights, l1_ratio = 0.25)"
                + " + progress * group_lasso(weights)",
            NUMBERS);
    assertEquals(
        List.of(Penalty.Kind.L1, Penalty.Kind.L2, Penalty.Kind.GROUP_LASSO),
        loss.penalties().stream().map(Penalty::kind).toList());
    assertEquals(
        List.of(0.025, 0.075, 0.5),
        loss.penalties().stream()
            .map(penalty -> penalty.weight().applyAsDouble(0.5))
            .map(weight -> Math.rint(weight * 1e12) / 1e12)
            .toList());
  }

  @Test
  void aLossOfALossBringsItsPenalties() {
    BoundLoss loss =
        bound("define loss inner = mse + 4 * l2(weights) loss a = 0.5 * inner + mae", NUMBERS);
    assertEquals(2, loss.penalties().getFirst().weight().applyAsDouble(0));
  }

  /** Nothing in a chain of names is computed twice, so that its graph grows with its text. */
  @Test
  void partsThatUseEachOtherTwiceDoNotDouble() {
    String parts =
        IntStream.rangeClosed(1, 60)
            .mapToObj(i -> "u%d = u%d * u%d / 2 + u%d".formatted(i, i - 1, i - 1, i - 1))
            .collect(Collectors.joining(", "));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          Outcome<BoundLoss> outcome =
              compiler.compile(
                  new Source("loss", "loss a = u60 where u0 = residual, " + parts), NUMBERS);
          assertTrue(outcome.value().isPresent() || codes(outcome).contains("LX239"));
        });
  }

  @Test
  void lossesThatUseEachOtherTwiceDoNotDouble() {
    String chain =
        IntStream.rangeClosed(1, 60)
            .mapToObj(i ->
                "define loss l%d(k = 1) = l%d(k = 1) * l%d(k = k) / k".formatted(i, i - 1, i - 1))
            .collect(Collectors.joining("\n"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          Outcome<BoundLoss> outcome =
              compiler.compile(
                  new Source(
                      "loss",
                      "define loss l0(k = 1) = abs(residual)\n" + chain + "\nloss a = exp(-l60)"),
                  NUMBERS);
          assertTrue(outcome.value().isPresent() || !codes(outcome).isEmpty());
        });
  }

  @Test
  void aLongChainOfLossesIsAnErrorAndNoOverflow() {
    String chain =
        IntStream.rangeClosed(1, 3000)
            .mapToObj(i -> "define loss l%d = exp(-l%d)".formatted(i, i - 1))
            .collect(Collectors.joining("\n"));
    Outcome<BoundLoss> outcome =
        compiler.compile(
            new Source(
                "loss", "define loss l0 = abs(residual)\n" + chain + "\nloss a = exp(-l3000)"),
            NUMBERS);
    assertTrue(outcome.value().isEmpty());
  }

  /** What is none stands in no place that is reached; where one is, that is said. */
  @Test
  void noneIsNoNumber() {
    String text = "loss a(alpha = none) = alpha[label] * log_p[label]";
    assertEquals(
        List.of("LX502"), codes(compiler.compile(new Source("loss", text), THREE_CLASSES)));
  }

  @Test
  void aClassThatIsNotThereIsNoPosition() {
    Outcome<BoundLoss> last = compiler.compile(new Source("loss", "-log_p[2]"), THREE_CLASSES);
    assertTrue(last.value().isPresent());
    Outcome<BoundLoss> beyond = compiler.compile(new Source("loss", "-log_p[3]"), THREE_CLASSES);
    assertEquals(
        "there is no position 3: the classes are numbered from 0 to 2",
        beyond.diagnostics().getFirst().message());
  }
}

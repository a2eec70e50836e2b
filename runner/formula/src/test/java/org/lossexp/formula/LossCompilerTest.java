package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

class LossCompilerTest {
  private static final TargetFacts NUMBERS =
      new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
  private static final TargetFacts THREE_CLASSES =
      new TargetFacts(Task.MULTICLASS, 1, List.of(50L, 50L, 50L), OptionalInt.empty());

  private final LossCompiler compiler = new LossCompiler(new LossCatalogue(StandardLosses.all()));

  private Outcome<BoundLoss> compile(String text, TargetFacts target) {
    return compiler.compile(new Source("loss", text), target);
  }

  private static List<String> codes(Outcome<?> outcome) {
    return outcome.diagnostics().stream().map(Diagnostic::code).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "huber | huber(delta = 1, reduction = mean)",
        "huber() | huber(delta = 1, reduction = mean)",
        "huber(2) | huber(delta = 2, reduction = mean)",
        "huber( reduction=sum ,delta=50%) | huber(delta = 0.5, reduction = sum)",
        "huber(delta = 1e-4, reduction = \"sum\",) | huber(delta = 1e-4, reduction = sum)",
        "mse | mean_squared_error(reduction = mean)",
        "quantile(1/4) | quantile(tau = 0.25, reduction = mean)",
        "quantile(tau = 1 - 2^-1) | quantile(tau = 0.5, reduction = mean)",
      })
  void aLossHasOneText(String written, String text) {
    assertEquals(text, compile(written, NUMBERS).get().resolved().text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"huber(2, sum)", "mae", "log_cosh", "quantile(tau = 0.1)"})
  void itsTextSaysTheSameLoss(String written) {
    String text = compile(written, NUMBERS).get().resolved().text();
    assertEquals(text, compile(text, NUMBERS).get().resolved().text());
  }

  /** expected: Stanford's CS231n, notes on linear classification: 2.9. */
  @Test
  void theMulticlassHingeOfTheCatScoresIsTwoPointNine() {
    BoundLoss loss = compile("multiclass_svm", THREE_CLASSES).get();
    assertEquals(Reduction.MEAN, loss.reduction());
    Evaluation evaluation = Evaluation.of(loss.function(), 1);
    loss.function()
        .evaluate(new Batch(1, 3, new double[] {3.2, 5.1, -1.7}, new double[] {0}), evaluation);
    assertEquals(2.9, evaluation.values()[0], 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hubre | LX202",
        "huber(detla = 1) | LX204",
        "huber(1, delta = 2) | LX205",
        "huber(delta = 0) | LX207",
        "huber(delta = relu) | LX203",
        "huber(delta = true) | LX208",
        "huber(1, mean, 2) | LX209",
        "huber(delta = 0/0) | LX210",
        "huber(delta = 1 < 2) | LX210",
        "huber(delta = -inf) | LX207",
        "huber(delta in {1, 2}) | LX211",
        "huber(delta tune 1 .. 2) | LX211",
        "cross_entropy | LX501",
        "0.5 * mse + mea | LX202",
        "l1(weights) | LX243",
        "mse -> mae | LX208",
        "sum(max(0, z - z[label] + 1) except label) | LX501",
        "mse( | LX103",
      })
  void whatIsWrongIsSaid(String written, String code) {
    Outcome<BoundLoss> outcome = compile(written, NUMBERS);
    assertTrue(outcome.value().isEmpty());
    assertEquals(List.of(code), codes(outcome));
  }

  @Test
  void allIsSaidAtOnce() {
    assertEquals(
        List.of("LX204", "LX207", "LX203"),
        codes(compile("huber(detla = 1, delta = -1, reduction = men)", NUMBERS)));
  }

  @Test
  void aPointerIsAtTheValue() {
    Diagnostic diagnostic = compile("huber(delta = -2)", NUMBERS).diagnostics().getFirst();
    assertEquals(
        "-2",
        diagnostic.source().text().substring(diagnostic.span().start(), diagnostic.span().end()));
    assertEquals("`delta` must be above 0, but is -2", diagnostic.message());
  }

  @Test
  void aRefusalOfTheLossIsAnError() {
    assertEquals(
        List.of("LX502"), codes(compile("cross_entropy(class_weights = [1, 2])", THREE_CLASSES)));
  }

  @Test
  void aSumOfTwentyThousandTermsIsRead() {
    String sum = "quantile(tau = 0.5" + " + 0".repeat(20_000) + ")";
    assertEquals(
        "quantile(tau = 0.5, reduction = mean)", compile(sum, NUMBERS).get().resolved().text());
    String losses = "mse" + " + mse".repeat(20_000);
    assertEquals(List.of("LX239"), codes(compile(losses, NUMBERS)));
    String formula = "residual^2" + " + abs(residual)".repeat(20_000);
    assertEquals(List.of("LX239"), codes(compile(formula, NUMBERS)));
  }

  /** A plugin's loss whose binding is {@code binding}. */
  private record Foreign(Supplier<LossFunction> binding) implements Loss {
    @Override
    public LossDescriptor descriptor() {
      return LossDescriptor.of("foreign", Family.REGRESSION, "pointwise")
          .tasks(Task.REGRESSION)
          .build();
    }

    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) {
      return binding.get();
    }

    Outcome<BoundLoss> compile() {
      return new LossCompiler(new LossCatalogue(List.of(this)))
          .compile(new Source("loss", "foreign"), NUMBERS);
    }
  }

  @Test
  void aPluginThatBreaksIsNamedAndNoMore() {
    Outcome<BoundLoss> outcome =
        new Foreign(
                () -> {
                  throw new IllegalStateException("out of order");
                })
            .compile();
    assertEquals(List.of("LX503"), codes(outcome));
    assertTrue(outcome.diagnostics().getFirst().message().contains("out of order"));
  }

  @Test
  void aPluginThatGivesNothingIsNamedToo() {
    assertEquals(List.of("LX503"), codes(new Foreign(() -> null).compile()));
  }

  @Test
  void namesOfTwoLossesNeverMeet() {
    List<Loss> losses = StandardLosses.all();
    assertThrows(
        IllegalArgumentException.class,
        () -> new LossCatalogue(List.of(losses.getFirst(), losses.getFirst())));
  }

  @ParameterizedTest
  @CsvSource({
    "mse, a loss of the catalogue",
    "residual, a signal of formulas",
    "exp, a function of formulas",
    "elastic_net, a function of formulas"
  })
  void namesWithAMeaningAreReserved(String name, String what) {
    assertEquals(what, compiler.reserved(name).orElseThrow());
  }

  @Test
  void otherNamesAreFree() {
    assertTrue(compiler.reserved("robust").isEmpty());
  }
}

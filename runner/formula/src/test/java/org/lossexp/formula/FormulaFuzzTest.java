package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Formulas that no person writes: each is a loss or gets a message, and nothing is thrown. */
class FormulaFuzzTest {
  private static final int TEXTS = Integer.getInteger("lossexp.fuzz", 1_500);

  private static final String[] NAMES = {
    "residual",
    "prediction",
    "target",
    "z",
    "p",
    "log_p",
    "label",
    "classes",
    "index",
    "prior",
    "margin",
    "gap",
    "score",
    "relevance",
    "positive",
    "negatives",
    "distance",
    "same",
    "cosine",
    "progress",
    "pi",
    "k",
    "a",
    "u",
    "v",
    "w",
    "huber",
    "mse",
    "softmax_focal",
    "l2",
    "weights",
    "nothing",
    "none",
    "true",
    "mode",
    "soft",
    "event",
    "0",
    "1",
    "2",
    "0.5",
    "1e-4",
    "inf"
  };
  private static final String[] FUNCTIONS = {
    "abs",
    "exp",
    "log",
    "sqrt",
    "sum",
    "mean",
    "max",
    "min",
    "softmax",
    "log_sum_exp",
    "cumsum",
    "argmax",
    "norm",
    "dot",
    "clamp",
    "softplus",
    "l2",
    "elastic_net",
    "huber",
    "margin",
    "nope"
  };
  private static final String[] OPERATORS = {
    " + ", " - ", " * ", " / ", "^", " < ", " == ", " != ", " and ", " or "
  };

  private final SplittableRandom random = new SplittableRandom(2026);
  private final LossCompiler compiler = new LossCompiler(new LossCatalogue(StandardLosses.all()));

  @Test
  void everyTextIsALossOrGetsAMessage() {
    int losses = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = text(i % 4);
      Outcome<ResolvedLoss> outcome = compiler.resolve(new Source("fuzz", text));
      outcome.diagnostics().forEach(DiagnosticText::plain);
      if (outcome.value().isPresent()) {
        losses++;
        ResolvedLoss loss = outcome.get();
        Outcome<ResolvedLoss> again = compiler.resolve(new Source("text", loss.text()));
        assertTrue(again.value().isPresent(), () -> text + "\n" + loss.text());
        assertEquals(loss.text(), again.get().text());
        loss.gradient();
        bind(loss);
      }
    }
    assertTrue(losses > TEXTS / 100, losses + " of " + TEXTS);
  }

  private void bind(ResolvedLoss loss) {
    var unheard = new Diagnostics(new Source("fuzz", " ".repeat(100_000)));
    for (Task task : loss.loss().descriptor().tasks()) {
      List<Long> counts = task == Task.BINARY ? List.of(2L, 3L) : List.of(2L, 3L, 4L);
      var facts =
          new TargetFacts(
              task, 1, task == Task.REGRESSION ? List.of() : counts, OptionalInt.empty());
      compiler.bind(loss, facts, unheard);
    }
    assertTrue(
        unheard.inOrder().stream().noneMatch(d -> d.code().equals(FormulaCodes.BROKEN_LOSS)),
        () -> loss.text() + "\n" + unheard.inOrder());
  }

  private String text(int form) {
    String body = expression(4);
    return switch (form) {
      case 0 -> body;
      case 1 -> "loss q(k = 2, a = none, mode = soft) = " + body;
      case 2 -> "loss q(k = 2) for heads(m, u) = " + body + " where w = " + expression(3);
      default ->
          "let k = %s define loss v = %s loss q(a = [1, 2]) = %s when %s where w = %s, u = w * w"
              .formatted(expression(1), expression(3), body, expression(2), expression(3));
    };
  }

  private String expression(int depth) {
    return switch (depth <= 0 ? 0 : random.nextInt(10)) {
      case 0, 1 -> NAMES[random.nextInt(NAMES.length)];
      case 2, 3 ->
          "(" + expression(depth - 1) + OPERATORS[random.nextInt(10)] + expression(depth - 1) + ")";
      case 4 -> "(-" + expression(depth - 1) + ")";
      case 5 -> expression(depth - 1) + "[" + expression(depth - 1) + "]";
      case 6 ->
          "(if %s then %s else %s)"
              .formatted(expression(depth - 1), expression(depth - 1), expression(depth - 1));
      case 7 -> call(depth);
      case 8 -> "huber(delta = " + expression(depth - 1) + ")";
      default -> expression(depth - 1) + " + " + expression(depth - 1);
    };
  }

  private String call(int depth) {
    StringBuilder call = new StringBuilder(FUNCTIONS[random.nextInt(FUNCTIONS.length)]);
    call.append('(').append(expression(depth - 1));
    for (int more = random.nextInt(3); more > 1; more--) {
      call.append(", ").append(expression(depth - 1));
    }
    switch (random.nextInt(8)) {
      case 0 -> call.append(" when ").append(expression(depth - 1));
      case 1 -> call.append(" except label");
      default -> {}
    }
    return call.append(')').toString();
  }
}

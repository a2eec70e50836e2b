package com.acme.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;
import org.lossexp.testkit.PluginContractTest;

/** The contract tests, inherited, and the numbers that this plugin alone knows. */
class AcmePluginTest extends PluginContractTest {
  private static final double[] PREDICTION = {0.25, -2, 5, 1};
  private static final double[] TARGET = {0, 0, 0, 1};

  @Override
  protected Plugin plugin() {
    return new AcmePlugin();
  }

  /** Expected: by hand. */
  @Test
  void anExampleBeyondTheCapDoesNotPull() throws Refusal {
    Arguments cap = Arguments.NONE.with("cap", new Value.Numeral(3));
    TargetFacts facts = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    LossFunction function = new CappedAbsolute().bind(cap, facts);
    Evaluation evaluation = Evaluation.of(function, 4);
    function.evaluate(new Batch(4, 1, PREDICTION, TARGET), evaluation);
    assertArrayEquals(new double[] {0.25, 2, 3, 0}, evaluation.values());
    assertArrayEquals(new double[] {1, -1, 0, 0}, evaluation.gradient());
  }

  /** Expected: by hand. */
  @Test
  void twoOfFourAreWithinHalfAUnit() {
    Arguments half = Arguments.NONE.with("tolerance", new Value.Numeral(0.5));
    Predictions predictions = new Predictions(4, 1, PREDICTION, TARGET, 0);
    assertEquals(0.5, new Within().evaluate(predictions, half));
  }
}

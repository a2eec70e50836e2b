package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.Reduction;

/** What a step is made of, and what is measured of it. */
class UpdatesTest {
  private static final Prepared LINE = Examples.line(22, 3, 0.5);

  private static Training training(Trials trials, Reduction reduction) {
    Objective objective = new Objective(Losses.squared(1, Head.Link.IDENTITY), reduction);
    return new Training(trials.trial(), LINE, objective, List.of(), Keeper.NONE, () -> false);
  }

  /** 22 rows: two batches of 8 and a smaller one of 6 make steps of 16 and of 6 examples. */
  @ParameterizedTest
  @EnumSource(Reduction.class)
  void batchesThatAreAccumulatedActAsOne(Reduction reduction) {
    Trials trials = Trials.LINEAR.dense(5, "tanh").sgd(0.01, 0.9).epochs(3);
    Training one = training(trials.batch(16), reduction);
    Training several = training(trials.batch(8).accumulate(2), reduction);
    TrialResult expected = one.run();
    TrialResult result = several.run();
    for (int i = 0; i < one.model().learned().size(); i++) {
      assertArrayEquals(
          one.model().learned().get(i).values(), several.model().learned().get(i).values(), 1e-5f);
    }
    double norm = expected.history().getLast().gradientNorm();
    assertEquals(norm, result.history().getLast().gradientNorm(), 1e-5 * norm);
  }

  @Test
  void theUpdateRatioIsThatOfTheLastStep() {
    Training before = training(Trials.LINEAR.sgd(0.05, 0).wholeBatch().epochs(1), Reduction.MEAN);
    Training after = training(Trials.LINEAR.sgd(0.05, 0).wholeBatch().epochs(2), Reduction.MEAN);
    before.run();
    TrialResult.Epoch last = after.run().history().getLast();
    float[] old = before.model().learned().getFirst().values();
    float[] now = after.model().learned().getFirst().values();
    double moved = 0;
    double size = 0;
    for (int i = 0; i < old.length; i++) {
      moved += (double) (now[i] - old[i]) * (now[i] - old[i]);
      size += (double) old[i] * old[i];
    }
    assertEquals(Math.sqrt(moved / size), last.updateRatio(), 1e-6 * last.updateRatio());
    // Of plain descent, the change is the rate times the gradient.
    assertEquals(0.05 * last.gradientNorm(), Math.sqrt(moved), 1e-6);
  }

  @Test
  void theRateFallsWhenValidationGetsNoBetter() {
    Trials trials = Trials.LINEAR.sgd(0.5, 0).batch(2).epochs(30).plateau(0.5, 2).monitor("rmse");
    Objective objective = new Objective(Losses.squared(1, Head.Link.IDENTITY), Reduction.MEAN);
    TrialResult result =
        Trainer.train(trials.trial(), LINE, objective, List.of(Metrics.rmse()), () -> false);
    double best = Double.POSITIVE_INFINITY;
    double rate = 0.5;
    int waited = 0;
    for (TrialResult.Epoch epoch : result.history()) {
      assertEquals(rate, epoch.learningRate(), "epoch " + epoch.epoch());
      double rmse = epoch.validation().get("rmse");
      waited = rmse < best ? 0 : waited + 1;
      best = Math.min(best, rmse);
      if (waited == 2) {
        rate /= 2;
        waited = 0;
      }
    }
    assertTrue(rate < 0.1, "rate " + rate);
  }
}

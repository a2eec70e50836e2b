package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Penalty;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;

class LineSearchTest {
  private static final LossFunction SQUARED = Losses.squared(1, Head.Link.IDENTITY);

  private static Training training(Trials trials, Prepared data, Objective objective) {
    return new Training(trials.trial(), data, objective, List.of(), Keeper.NONE, () -> false);
  }

  /** Features that are far from 0 and nearly alike: descent would need millions of steps. */
  private static Prepared crooked() {
    float[] features = new float[60];
    double[] target = new double[20];
    for (int row = 0; row < 20; row++) {
      float base = 80 + row % 7;
      features[3 * row] = base;
      features[3 * row + 1] = base + row % 3;
      features[3 * row + 2] = (row * row) % 11;
      target[row] = 0.8 * base - 0.4 * (row % 3) + 2 * ((row * row) % 11) - 40 + row % 2;
    }
    return Examples.real(Examples.part(3, features, target));
  }

  @Test
  void aLinearModelInDoubleReachesLeastSquares() {
    Prepared data = crooked();
    Training training =
        training(Trials.LINEAR.lbfgs().epochs(60), data, new Objective(SQUARED, Reduction.MEAN));
    training.run();
    double[] expected = LeastSquares.fit(data.training());
    double[] weights = assertInstanceOf(Linear.class, training.model()).weights();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], weights[i], 1e-6 * Math.max(1, Math.abs(expected[i])));
    }
    // What is judged is the same, rounded.
    Parameters judged = training.model().learned().getFirst();
    assertEquals((float) weights[3], judged.values()[judged.shape().index(3, 0)]);
  }

  @Test
  void penaltiesTakePart() {
    Prepared data = Examples.line(30, 3, 0.5);
    Penalty ridge = new Penalty(Penalty.Kind.L2, progress -> 0.3);
    Objective objective = new Objective(SQUARED, Reduction.MEAN, List.of(ridge));
    Trials trials = Trials.LINEAR.epochs(400);
    Training exact = training(trials.lbfgs().epochs(30), data, objective);
    Training slow = training(trials.sgd(0.05, 0.9).wholeBatch(), data, objective);
    exact.run();
    slow.run();
    for (int i = 0; i < 4; i++) {
      Panels shape = slow.model().learned().getFirst().shape();
      assertEquals(
          slow.model().learned().getFirst().values()[shape.index(i, 0)],
          exact.model().learned().getFirst().values()[shape.index(i, 0)],
          1e-5);
    }
  }

  @Test
  void aNetworkIsTrainedInFloat() {
    Prepared spirals = Examples.spirals(100);
    Trials trials = Trials.LINEAR.dense(16, "tanh").lbfgs().epochs(150);
    Training training =
        training(trials, spirals, new Objective(new Losses.CrossEntropy(2), Reduction.MEAN));
    TrialResult result = training.run();
    double loss = Double.POSITIVE_INFINITY;
    for (TrialResult.Epoch epoch : result.history()) {
      assertTrue(epoch.loss() <= loss + 1e-6, "epoch " + epoch.epoch());
      loss = epoch.loss();
    }
    assertTrue(loss < 0.1, "loss " + loss);
  }

  @Test
  void dropoutDropsTheSameAllAlongALine() {
    Prepared line = Examples.line(40, 3, 0.5);
    Trials trials = Trials.LINEAR.dense(8, "relu").dropout(0.4).lbfgs().epochs(20);
    TrialResult result = training(trials, line, new Objective(SQUARED, Reduction.MEAN)).run();
    assertEquals(TrialResult.Status.DONE, result.status());
    assertTrue(result.history().getLast().loss() < result.history().getFirst().loss());
  }
}

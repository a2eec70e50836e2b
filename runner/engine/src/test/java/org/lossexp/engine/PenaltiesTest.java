package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Penalty;
import org.lossexp.spi.Head;
import org.lossexp.spi.Reduction;

class PenaltiesTest {
  private static final float[] WEIGHTS = {0.5f, -1.5f, 0, 2, -0.25f, 1};
  private static final int INPUTS = 3;

  private final Parameters layer = Parameters.learned("weights", new Panels(INPUTS + 1, 2), INPUTS);

  PenaltiesTest() {
    for (int row = 0; row < INPUTS; row++) {
      for (int column = 0; column < 2; column++) {
        layer.values()[layer.shape().index(row, column)] = WEIGHTS[2 * row + column];
      }
    }
    // Biases, which are not penalized.
    layer.values()[layer.shape().index(INPUTS, 0)] = 7;
    layer.values()[layer.shape().index(INPUTS, 1)] = -7;
  }

  /** Worked out by hand from the definitions: columns are (0.5, 0, -0.25) and (-1.5, 2, 1). */
  @ParameterizedTest
  @CsvSource({"L1, 5.25", "L2, 7.5625", "GROUP_LASSO, 5.631935363"})
  void isAsItIsDefined(Penalty.Kind kind, double expected) {
    assertEquals(2 * expected, added(kind), 1e-8);
  }

  @ParameterizedTest
  @EnumSource(Penalty.Kind.class)
  void itsGradientIsItsSlope(Penalty.Kind kind) {
    added(kind);
    float[] gradients = layer.gradients().clone();
    for (int row = 0; row <= INPUTS; row++) {
      for (int column = 0; column < 2; column++) {
        int i = layer.shape().index(row, column);
        float weight = layer.values()[i];
        float step = 0x1p-8f;
        layer.values()[i] = weight + step;
        double above = added(kind);
        layer.values()[i] = weight - step;
        double below = added(kind);
        layer.values()[i] = weight;
        assertEquals((above - below) / (2 * step), gradients[i], 1e-4, row + ", " + column);
      }
    }
  }

  /**
   * One weight, no noise: the mean of (w x - y)^2 plus lambda w^2 is least at Sxy / (Sxx + lambda),
   * with means over the examples. The bias is 0 by symmetry.
   */
  @Test
  void ridgeRegressionFindsItsSolution() {
    float[] x = {-2, -1, 1, 2};
    double[] y = {-4, -2, 2, 4};
    Prepared data = Examples.real(Examples.part(1, x, y));
    Penalty ridge = new Penalty(Penalty.Kind.L2, progress -> 0.5);
    Training training =
        new Training(
            Trials.LINEAR.wholeBatch().sgd(0.05, 0).epochs(300).trial(),
            data,
            new Objective(Losses.squared(1, Head.Link.IDENTITY), Reduction.MEAN, List.of(ridge)),
            List.of(),
            Keeper.NONE,
            () -> false);
    training.run();
    Parameters dense = training.model().learned().getFirst();
    assertEquals(5.0 / (2.5 + 0.5), dense.values()[dense.shape().index(0, 0)], 1e-5);
  }

  private double added(Penalty.Kind kind) {
    Penalty penalty = new Penalty(kind, progress -> 4 * progress);
    return new Penalties(List.of(penalty), List.of(layer)).add(0.5);
  }
}

package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.Reduction;

class LandscapeTest {
  /**
   * Expected: what filter normalisation means. At a = 1, b = 0 each filter has moved as far as it
   * is long, at −1 as far to the other side.
   */
  @Test
  void eachFilterMovesAsFarAsItIsLong() {
    Parameters weights = Parameters.learned("weights", new Panels(3, 2), 3);
    float[][] matrix = {{3, 0.5f}, {4, 0}, {0, -2}};
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 2; column++) {
        weights.values()[weights.shape().index(row, column)] = matrix[row][column];
      }
    }
    float[] before = weights.values().clone();
    List<double[]> moved = new ArrayList<>();
    Evidence slice =
        new Landscape(List.of(weights))
            .slice(() -> {
              double[] squares = new double[2];
              for (int i = 0; i < 6; i++) {
                int at = weights.shape().index(i / 2, i % 2);
                double way = weights.values()[at] - before[at];
                squares[i % 2] += way * way;
              }
              moved.add(squares);
              return moved.size();
            });
    assertEquals(625, slice.rows().size());
    assertArrayEquals(before, weights.values());
    for (double a : new double[] {-1, 1}) {
      int place =
          slice
              .rows()
              .indexOf(
                  slice.rows().stream().filter(row -> at(row, a, 0)).findFirst().orElseThrow());
      assertArrayEquals(new double[] {25, 4.25}, moved.get(place), 1e-5);
    }
    int middle = 625 / 2;
    assertTrue(at(slice.rows().get(middle), 0, 0));
    assertArrayEquals(new double[2], moved.get(middle));
  }

  private static boolean at(Evidence.Row row, double a, double b) {
    return row.values().get(0) == a && row.values().get(1) == b;
  }

  /** Squared errors of a line are a bowl: its bottom is where training has ended. */
  @Test
  void aLineThatWasLearnedLiesAtTheBottom() {
    TrialResult result = train(new Wanting());
    Evidence slice = result.evidence(Landscape.NAME).orElseThrow();
    double lowest =
        slice.rows().stream().mapToDouble(row -> row.values().get(2)).min().orElseThrow();
    Evidence.Row middle = slice.rows().get(625 / 2);
    assertTrue(at(middle, 0, 0));
    assertEquals(lowest, middle.values().get(2));
    assertEquals(result.history().getLast().loss(), lowest, 1e-3);
    assertEquals(slice, train(new Wanting()).evidence(Landscape.NAME).orElseThrow());
    assertTrue(train(Keeper.NONE).evidence(Landscape.NAME).isEmpty());
  }

  private static TrialResult train(Keeper keeper) {
    return Trainer.train(
        Trials.LINEAR.wholeBatch().sgd(0.1, 0.9).epochs(200).trial(),
        Examples.line(50, 3, 0.3),
        new Objective(Losses.squared(1, Head.Link.IDENTITY), Reduction.MEAN),
        List.of(),
        keeper,
        () -> false,
        () -> 0);
  }

  /** Keeps nothing, and wants a slice. */
  private static final class Wanting implements Keeper {
    @Override
    public Optional<byte[]> saved() {
      return Optional.empty();
    }

    @Override
    public boolean due() {
      return false;
    }

    @Override
    public void save(byte[] state) {}

    @Override
    public void trained(Supplier<List<Tensor>> learned) {}

    @Override
    public boolean wantsLandscape() {
      return true;
    }
  }
}

package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.spi.StableMath;

/** The kernel's bits against those of the contract, which knows nothing of vectors. */
class SoftmaxKernelTest {
  private static final int ROWS = 45;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 130, 2000})
  void theBitsAreThoseOfPlainJava(int columns) {
    double[] x = new Random(columns).doubles((long) ROWS * columns, -40, 40).toArray();
    double[] expected = new double[x.length];
    double[] expectedSums = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      int first = row * columns;
      expectedSums[row] = StableMath.softmax(x, first, columns, expected, first);
    }
    double[] softmax = new double[x.length];
    double[] sums = new double[ROWS];
    StableMath.softmaxRows(x, ROWS, columns, softmax, sums, new double[x.length]);
    assertArrayEquals(expected, softmax, 0);
    assertArrayEquals(expectedSums, sums, 0);
  }

  @Test
  void mostRowsAreDoneInVectors() {
    assumeTrue(Product.LANES > 1, "the JVM has no vectors");
    double[] x = new double[ROWS * 3];
    int done =
        new VectorSoftmax()
            .apply(
                x,
                0,
                ROWS,
                3,
                new double[x.length],
                0,
                new double[ROWS],
                0,
                new double[x.length],
                0);
    assertTrue(done > ROWS - Product.LANES && done <= ROWS, done + " rows");
  }

  @Test
  void whatIsNotFiniteReachesTheResult() {
    double[] x = new double[32 * 2];
    x[6] = Double.NaN;
    x[18] = Double.NEGATIVE_INFINITY;
    x[31] = Double.POSITIVE_INFINITY;
    x[40] = x[41] = Double.NEGATIVE_INFINITY;
    double[] softmax = new double[x.length];
    double[] sums = new double[32];
    StableMath.softmaxRows(x, 32, 2, softmax, sums, new double[x.length]);
    for (int row = 0; row < 32; row++) {
      boolean broken = row == 3 || row == 15 || row == 20;
      assertTrue(Double.isNaN(sums[row]) == broken, "row " + row);
    }
    assertTrue(softmax[18] < 1e-300 && softmax[19] == 1, "the other class takes it all");
  }
}

package org.lossexp.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected: NumPy 1.24, {@code numpy.random.RandomState(5).randn(2000)}. */
class NumpyRandomTest {
  @Test
  void drawsWhatNumpyDraws() {
    double[] drawn = new NumpyRandom(5).normal(2000);
    double[] first = {0.44122748688504143, -0.33087015189408764, 2.43077118700778};
    assertArrayEquals(first, Arrays.copyOf(drawn, 3), 1e-15);
    assertEquals(-3.507474617780022, drawn[1999], 1e-14);
  }
}

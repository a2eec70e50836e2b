package org.lossexp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReductionTest {
  private static final double[] VALUES = {1, 2, 6, Double.NaN};
  private static final double[] COUNTS = {1, 0, 3, Double.NaN};

  @Test
  void meanDividesByTheSumOfCounts() {
    assertEquals(9.0 / 4, Reduction.MEAN.of(VALUES, COUNTS, 3));
    assertEquals(4, Reduction.MEAN.divisor(COUNTS, 3));
  }

  @Test
  void sumDividesByNothing() {
    assertEquals(9, Reduction.SUM.of(VALUES, COUNTS, 3));
    assertEquals(1, Reduction.SUM.divisor(COUNTS, 3));
  }

  @Test
  void meanOfNothingIsZero() {
    assertEquals(0, Reduction.MEAN.of(new double[2], new double[2], 2));
  }
}

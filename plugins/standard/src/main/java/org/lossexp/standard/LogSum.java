package org.lossexp.standard;

import org.lossexp.spi.StableMath;

/** Sums of numbers that are given by their logarithms. */
final class LogSum {
  private LogSum() {}

  /** {@return ln(e^a + e^b)} */
  static double of(double a, double b) {
    double larger = Math.max(a, b);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + StableMath.log1p(StableMath.exp(-Math.abs(a - b)));
  }
}

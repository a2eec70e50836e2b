package org.lossexp.standard.ranking;

import org.lossexp.spi.StableMath;

/** Sums of numbers that are known by their logarithms. */
final class LogSpace {
  private LogSpace() {}

  /** {@return log(e^a + e^b)} */
  static double add(double a, double b) {
    double high = Math.max(a, b);
    // Both may be −∞, whose difference is no number.
    return Double.isInfinite(high)
        ? high
        : high + StableMath.log1p(StableMath.exp(-Math.abs(a - b)));
  }
}

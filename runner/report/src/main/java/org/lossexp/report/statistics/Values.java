package org.lossexp.report.statistics;

import java.util.Arrays;

/**
 * What all statistics share: the check of their input, and moments that keep equal values equal.
 */
final class Values {

  /**
   * Numbers that agree to this share of their size differ by the rounding of decimals (0.9 - 0.8
   * against 0.8 - 0.7), not by noise. Training in float leaves noise of 1e-8 and more, differences
   * of doubles near 1 leave about 1e-16 on perhaps 1e-5.
   */
  static final double ROUNDING = 1e-10;

  private Values() {}

  /** Refuses an empty sample, NaN and infinities. */
  static void requireFinite(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a statistic needs at least one value");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("value " + i + " is " + values[i] + ", not finite");
      }
    }
  }

  static void requireFraction(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must lie between 0 and 1, but is " + value);
    }
  }

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be at least 0, but is " + value);
    }
  }

  static boolean nearlyEqual(double a, double b) {
    return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  }

  /**
   * The mean. Values are summed relative to the first, so that equal values have exactly theirs.
   */
  static double mean(double[] values) {
    double origin = values[0];
    double sum = 0;
    for (double value : values) {
      sum += value - origin;
    }
    return origin + sum / values.length;
  }

  /** The variance with n - 1; of one value 0. */
  static double variance(double[] values) {
    if (values.length == 1) {
      return 0;
    }
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }

  static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}

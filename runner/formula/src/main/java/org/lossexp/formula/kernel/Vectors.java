package org.lossexp.formula.kernel;

import java.util.Arrays;
import org.lossexp.spi.StableMath;

/** Operations on whole vectors, as the interpreter and compiled kernels call them. */
final class Vectors {
  private Vectors() {}

  /** {@return the element at a position; NaN where there is no such position} */
  static double element(double[] array, int base, int stride, int length, double position) {
    int index = (int) position;
    return index >= 0 && index < length && index == position
        ? array[base + index * stride]
        : Double.NaN;
  }

  /** Writes a number to a position, if there is such a position. */
  static void put(
      double[] array, int base, int stride, int length, double position, double number) {
    int index = (int) position;
    if (index >= 0 && index < length && index == position) {
      array[base + index * stride] = number;
    }
  }

  /** {@return the sum of all elements but the one at a position} */
  static double others(double[] x, int offset, int length, double position) {
    int index = (int) position;
    return index >= 0 && index < length && index == position
        ? sum(x, offset, offset + index) + sum(x, offset + index + 1, offset + length)
        : sum(x, offset, offset + length);
  }

  /** Four sums side by side, for one waits for each addition before the next. */
  private static double sum(double[] x, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < to; i++) {
      a += x[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * Writes softmax and returns log Σ e^x. Where all of {@code x} is −∞, which is what a mask leaves
   * of nothing, softmax is 0.
   */
  static double softmax(double[] x, int offset, int length, double[] out, int outOffset) {
    double logSumExp = StableMath.softmax(x, offset, length, out, outOffset);
    if (!Double.isNaN(logSumExp)) {
      return logSumExp;
    }
    double infinite = logSumExp(x, offset, length);
    if (infinite == Double.NEGATIVE_INFINITY) {
      Arrays.fill(out, outOffset, outOffset + length, 0);
    }
    return infinite;
  }

  /** {@return log Σ e^x} */
  static double logSumExp(double[] x, int offset, int length) {
    double sum = StableMath.logSumExp(x, offset, length);
    // Next to an infinity a NaN counts there by its sign, which is the machine's.
    return Double.isInfinite(sum) && hasNaN(x, offset, length) ? Double.NaN : sum;
  }

  private static boolean hasNaN(double[] x, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (Double.isNaN(x[i])) {
        return true;
      }
    }
    return false;
  }

  static void cumsum(double[] x, int offset, int length, double[] out, int outOffset) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += x[offset + i];
      out[outOffset + i] = sum;
    }
  }

  static void reverseCumsum(double[] x, int offset, int length, double[] out, int outOffset) {
    double sum = 0;
    for (int i = length - 1; i >= 0; i--) {
      sum += x[offset + i];
      out[outOffset + i] = sum;
    }
  }

  static void softRank(double[] s, int offset, int length, double[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      double rank = 1;
      for (int j = 0; j < length; j++) {
        if (j != i) {
          rank += StableMath.sigmoid(s[offset + j] - s[offset + i]);
        }
      }
      out[outOffset + i] = rank;
    }
  }

  static void softRankPullback(
      double[] s, int offset, double[] g, int gOffset, int length, double[] out, int outOffset) {
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (int j = 0; j < length; j++) {
        if (j != i) {
          double difference = s[offset + i] - s[offset + j];
          double slope = StableMath.sigmoid(difference) * StableMath.sigmoid(-difference);
          sum += slope * (g[gOffset + j] - g[gOffset + i]);
        }
      }
      out[outOffset + i] = sum;
    }
  }
}

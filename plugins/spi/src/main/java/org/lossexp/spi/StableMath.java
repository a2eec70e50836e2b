package org.lossexp.spi;

/**
 * Functions of losses in forms that neither overflow nor lose digits, with the same bits on every
 * machine. Built on {@link StrictMath}: the last bit of {@code Math.exp} and its kind is the
 * machine's own.
 */
public final class StableMath {
  private StableMath() {}

  /** {@return log(1 + e^x), finite for every finite x} */
  public static double softplus(double x) {
    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** {@return 1 / (1 + e^-x)} */
  public static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /** {@return log(1 / (1 + e^-x)) = −softplus(−x)} */
  public static double logSigmoid(double x) {
    return -softplus(-x);
  }

  /**
   * {@return log Σ e^x over {@code length} elements from {@code offset}; −∞ where there are none}
   */
  public static double logSumExp(double[] x, int offset, int length) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + length; i++) {
      highest = Math.max(highest, x[i]);
    }
    if (Double.isInfinite(highest)) {
      return highest;
    }
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += StrictMath.exp(x[i] - highest);
    }
    return highest + StrictMath.log(sum);
  }

  /**
   * Writes softmax of {@code length} elements of {@code x} from {@code offset} to {@code out} from
   * {@code outOffset}.
   *
   * @return log Σ e^x
   */
  public static double softmax(double[] x, int offset, int length, double[] out, int outOffset) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      highest = Math.max(highest, x[offset + i]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double e = StrictMath.exp(x[offset + i] - highest);
      out[outOffset + i] = e;
      sum += e;
    }
    for (int i = 0; i < length; i++) {
      out[outOffset + i] /= sum;
    }
    return highest + StrictMath.log(sum);
  }
}

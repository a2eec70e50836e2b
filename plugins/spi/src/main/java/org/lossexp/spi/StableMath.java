package org.lossexp.spi;

import java.util.ServiceLoader;

/**
 * Functions of losses in forms that neither overflow nor lose digits, with the same bits on every
 * machine: the last bit of {@code Math.exp} and its kind is the machine's own.
 *
 * <p>{@link #exp} and {@link #log} are polynomials without branches on ordinary arguments, within 1
 * ulp of {@link StrictMath}. On numbers that a branch predictor has not seen they take about half
 * of its time (JDK 25, Zen 4: 3.4 against 6.8 ns and 2.9 against 5.0 ns).
 */
public final class StableMath {
  private static final double LOG2_E = 1.4426950408889634;
  // ln 2 as a sum of two doubles: n · LN2_HIGH is taken off without rounding by a fused
  // multiply-add.
  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

  /** Added and taken off again, it rounds to a whole number, which then stands in the low bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final int EXPONENT_SHIFT = 52;
  private static final int EXPONENT_BIAS = 1023;

  private StableMath() {}

  /** What the host does better; looked for when first asked, for that takes a while. */
  private static final class Host {
    private static final RowSoftmax SOFTMAX =
        ServiceLoader.load(RowSoftmax.class, StableMath.class.getClassLoader())
            .findFirst()
            .orElse((_, _, _, _, _, _, _, _, _, _) -> 0);
  }

  /** {@return e^x, within 1 ulp of {@link StrictMath#exp}} */
  public static double exp(double x) {
    if (!(x > -708 && x < 709)) {
      return StrictMath.exp(x);
    }
    return significand(x) * powerOfTwo(x);
  }

  /** {@return e^r, where e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln(2) / 2} */
  private static double significand(double x) {
    double n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
    double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    // e^r = 1 + r + r^2 (even + r odd): Taylor's series up to r^13 (r^14 / 14! < 2^-57), the even
    // and the odd powers side by side.
    double square = r * r;
    double even = Math.fma(1.0 / 479001600, square, 1.0 / 3628800);
    double odd = Math.fma(1.0 / 6227020800.0, square, 1.0 / 39916800);
    even = Math.fma(even, square, 1.0 / 40320);
    odd = Math.fma(odd, square, 1.0 / 362880);
    even = Math.fma(even, square, 1.0 / 720);
    odd = Math.fma(odd, square, 1.0 / 5040);
    even = Math.fma(even, square, 1.0 / 24);
    odd = Math.fma(odd, square, 1.0 / 120);
    even = Math.fma(even, square, 1.0 / 2);
    odd = Math.fma(odd, square, 1.0 / 6);
    return 1 + Math.fma(Math.fma(odd, r, even), square, r);
  }

  /** {@return 2^n with n = round(x / ln 2)} */
  private static double powerOfTwo(double x) {
    double n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
    long biased = Double.doubleToRawLongBits(n + (ROUNDER + EXPONENT_BIAS));
    return Double.longBitsToDouble(biased << EXPONENT_SHIFT);
  }

  /**
   * {@return the natural logarithm of {@code x}, within 1 ulp of {@link StrictMath#log}}
   *
   * <p>The polynomial is that of fdlibm's {@code e_log.c} (Sun Microsystems, 1993).
   */
  public static double log(double x) {
    if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
      return StrictMath.log(x);
    }
    // log x = n ln 2 + log(1 + f) with 1 + f from sqrt(1/2) up to sqrt 2
    long bits = Double.doubleToRawLongBits(x);
    long n = (bits - Double.doubleToRawLongBits(Math.sqrt(0.5))) >> EXPONENT_SHIFT;
    double f = Double.longBitsToDouble(bits - (n << EXPONENT_SHIFT)) - 1;
    // log(1 + f) = 2 artanh(s) = f - (f^2/2 - s (f^2/2 + R(s^2))) with s = f / (2 + f)
    double s = f / (2 + f);
    double z = s * s;
    double w = z * z;
    double odd = Math.fma(w, 0.14798198605116586, 0.1818357216161805);
    double even = Math.fma(w, 0.15313837699209373, 0.22222198432149784);
    odd = Math.fma(w, odd, 0.2857142874366239);
    even = Math.fma(w, even, 0.3999999999940942);
    odd = Math.fma(w, odd, 0.6666666666666735);
    double rest = Math.fma(w, even, z * odd);
    double half = 0.5 * f * f;
    double low = Math.fma(s, half + rest, n * 1.9082149292705877e-10);
    // The high part of ln 2 has so few digits that n times it is exact.
    return n * 0.6931471803691238 - ((half - low) - f);
  }

  /** {@return log(1 + x), with all its digits near 0 too} */
  public static double log1p(double x) {
    if (!(x > -1 && x <= Double.MAX_VALUE)) {
      return StrictMath.log1p(x);
    }
    double sum = 1 + x;
    double lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
    // log(1 + x) = log(sum + lost) = log(sum) + lost / sum to first order, and lost^2 is nothing
    return log(sum) + lost / sum;
  }

  /** {@return log(1 + e^x), finite for every finite x} */
  public static double softplus(double x) {
    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
    return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
  }

  /** {@return 1 / (1 + e^-x)} */
  public static double sigmoid(double x) {
    double e = exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  }

  /** {@return log(1 / (1 + e^-x)) = −softplus(−x)} */
  public static double logSigmoid(double x) {
    return -softplus(-x);
  }

  /**
   * {@return log Σ e^x over {@code length} elements from {@code offset}; −∞ where there are none}
   */
  public static double logSumExp(double[] x, int offset, int length) {
    double highest = highest(x, offset, length);
    if (Double.isInfinite(highest)) {
      return highest;
    }
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += exp(x[i] - highest);
    }
    return highest + log(sum);
  }

  /**
   * Writes the logarithm of softmax of {@code length} elements of {@code x} from {@code offset} to
   * {@code out} from {@code outOffset}; {@code out} may be {@code x}.
   */
  public static void logSoftmax(double[] x, int offset, int length, double[] out, int outOffset) {
    double logSumExp = logSumExp(x, offset, length);
    for (int i = 0; i < length; i++) {
      out[outOffset + i] = x[offset + i] - logSumExp;
    }
  }

  /**
   * Writes softmax of {@code length} elements of {@code x} from {@code offset} to {@code out} from
   * {@code outOffset}.
   *
   * @return log Σ e^x
   */
  public static double softmax(double[] x, int offset, int length, double[] out, int outOffset) {
    double highest = highest(x, offset, length);
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double e = exp(x[offset + i] - highest);
      out[outOffset + i] = e;
      sum += e;
    }
    double scale = 1 / sum;
    for (int i = 0; i < length; i++) {
      out[outOffset + i] *= scale;
    }
    return highest + log(sum);
  }

  /**
   * Writes softmax of each row of a [rows × columns] matrix: the same as {@link #softmax}, but for
   * logits that lie more than 708 below the highest of their row, whose share is nearly 0 instead
   * of 0. The fastest way to treat a batch: exponentials are taken of all rows together, by the
   * host ({@link RowSoftmax}) or in loops that the JIT compiler turns into vector instructions.
   *
   * @param out receives [rows × columns]; not {@code x} itself
   * @param logSums receives log Σ e^x of each row
   * @param scratch at least [rows × columns]
   */
  public static void softmaxRows(
      double[] x, int rows, int columns, double[] out, double[] logSums, double[] scratch) {
    int done = Host.SOFTMAX.apply(x, 0, rows, columns, out, 0, logSums, 0, scratch, 0);
    if (done == rows) {
      return;
    }
    for (int row = done; row < rows; row++) {
      int first = row * columns;
      double highest = highest(x, first, columns);
      for (int i = first; i < first + columns; i++) {
        scratch[i] = Math.max(x[i] - highest, -708);
      }
      logSums[row] = highest;
    }
    int length = rows * columns;
    for (int i = done * columns; i < length; i++) {
      out[i] = significand(scratch[i]);
    }
    // A loop of its own, for the compiler does not vectorize one that moves bits between numbers.
    for (int i = done * columns; i < length; i++) {
      out[i] *= powerOfTwo(scratch[i]);
    }
    for (int row = done; row < rows; row++) {
      int first = row * columns;
      double sum = 0;
      for (int i = first; i < first + columns; i++) {
        sum += out[i];
      }
      double scale = 1 / sum;
      for (int i = first; i < first + columns; i++) {
        out[i] *= scale;
      }
      logSums[row] += log(sum);
    }
  }

  /** The most numbers that {@link #softmaxTile} takes at once: what stays in a core's own cache. */
  public static final int TILE = 1024;

  /**
   * Writes softmax of some rows as {@link #softmaxRows} does, working in one array: softmax goes to
   * {@code memory} from {@code start}, the logarithms of the sums, one a row, from {@code start + 2
   * TILE}, and what lies between is scratch. The fixed distance tells the JIT compiler that what is
   * read and what is written do not overlap.
   *
   * @param rows at most {@link #TILE} / columns
   */
  public static void softmaxTile(
      double[] x, int offset, int rows, int columns, double[] memory, int start) {
    int logSums = start + 2 * TILE;
    int done =
        Host.SOFTMAX.apply(
            x, offset, rows, columns, memory, start, memory, logSums, memory, start + TILE);
    if (done == rows) {
      return;
    }
    for (int row = done; row < rows; row++) {
      int first = row * columns;
      double highest = highest(x, offset + first, columns);
      for (int i = first; i < first + columns; i++) {
        memory[start + TILE + i] = Math.max(x[offset + i] - highest, -708);
      }
      memory[logSums + row] = highest;
    }
    int end = start + rows * columns;
    for (int i = start + done * columns; i < end; i++) {
      memory[i] = significand(memory[i + TILE]);
    }
    for (int i = start + done * columns; i < end; i++) {
      memory[i] *= powerOfTwo(memory[i + TILE]);
    }
    for (int row = done; row < rows; row++) {
      int first = start + row * columns;
      double sum = 0;
      for (int i = first; i < first + columns; i++) {
        sum += memory[i];
      }
      double scale = 1 / sum;
      for (int i = first; i < first + columns; i++) {
        memory[i] *= scale;
      }
      memory[logSums + row] += log(sum);
    }
  }

  /**
   * {@return the highest element; −∞ where there are none}
   *
   * <p>Compared as whole numbers of the same order: {@code Math.max} of doubles becomes a branch in
   * such a loop, and which logit is the highest no processor can guess.
   */
  private static double highest(double[] x, int offset, int length) {
    long highest = ordered(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY));
    for (int i = offset; i < offset + length; i++) {
      highest = Math.max(highest, ordered(Double.doubleToRawLongBits(x[i])));
    }
    return Double.longBitsToDouble(ordered(highest));
  }

  /** {@return the bits of a double as a number that grows with it; the other way, the same} */
  private static long ordered(long bits) {
    return bits ^ (bits >> 63) >>> 1;
  }
}

package org.lossexp.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.lossexp.report.statistics.Rounding;

/**
 * An axis: from values to shares of its length, with ticks at round numbers.
 *
 * @param logarithmic whether equal ratios are equally long; then both ends are above 0
 */
record Scale(double low, double high, boolean logarithmic) {
  private static final double PADDING = 0.04;
  private static final double LOGARITHMIC_FROM = 20;

  /** A place on the axis, 0 to 1, with its label. */
  record Tick(double at, String label) {}

  /**
   * A linear axis over some values, a little wider, but not beyond what is possible.
   *
   * @param least least possible value
   * @param most greatest possible value
   */
  static Scale linear(double low, double high, double least, double most) {
    double padding = high > low ? PADDING * (high - low) : low == 0 ? 1 : PADDING * Math.abs(low);
    return new Scale(Math.max(least, low - padding), Math.min(most, high + padding), false);
  }

  /**
   * A logarithmic axis where values without an upper bound are positive and far apart, such as the
   * error of a contender that went astray beside the others'; else a linear one.
   */
  static Scale fitting(double low, double high, double least, double most) {
    if (low > 0 && most == Double.POSITIVE_INFINITY && high / low >= LOGARITHMIC_FROM) {
      return new Scale(low * 0.9, high * 1.1, true);
    }
    return linear(low, high, least, most);
  }

  /** {@return where {@code value} lies, 0 to 1; the nearer end for what lies outside} */
  double at(double value) {
    double share =
        logarithmic
            ? (log(Math.max(value, low)) - log(low)) / (log(high) - log(low))
            : (value - low) / (high - low);
    return Math.clamp(share, 0, 1);
  }

  private static double log(double value) {
    return StrictMath.log10(value);
  }

  /** {@return ticks at round numbers, about as many as asked for} */
  List<Tick> ticks(int about) {
    return logarithmic ? decades(about) : steps(about);
  }

  private List<Tick> steps(int about) {
    BigDecimal step = step((high - low) / about);
    List<Tick> ticks = new ArrayList<>();
    double size = step.doubleValue();
    for (long i = (long) Math.ceil(low / size - 1e-9); i * size <= high + size * 1e-9; i++) {
      BigDecimal value = step.multiply(BigDecimal.valueOf(i));
      ticks.add(new Tick(at(value.doubleValue()), label(value, Math.max(0, step.scale()))));
    }
    return ticks;
  }

  /** {@return the smallest of 1, 2, 5 times a power of ten that is at least {@code least}} */
  private static BigDecimal step(double least) {
    int exponent = (int) Math.floor(log(least));
    for (int mantissa : new int[] {1, 2, 5}) {
      BigDecimal step = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
      if (step.doubleValue() >= least * (1 - 1e-9)) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }

  private List<Tick> decades(int about) {
    int first = (int) Math.ceil(log(low) - 1e-9);
    int last = (int) Math.floor(log(high) + 1e-9);
    int every = Math.max(1, (last - first + about) / about);
    // Over few decades there is room for 2 and 5 as well.
    List<Integer> mantissas = last - first < 2 ? List.of(1, 2, 5) : List.of(1);
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = mantissas.size() > 1 ? first - 1 : first;
        exponent <= last;
        exponent += every) {
      for (int mantissa : mantissas) {
        BigDecimal value = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
        if (value.doubleValue() >= low && value.doubleValue() <= high) {
          ticks.add(new Tick(at(value.doubleValue()), label(value, Math.max(0, -exponent))));
        }
      }
    }
    return ticks;
  }

  /** Plain digits, an exponent only where they would be many. */
  private static String label(BigDecimal value, int decimals) {
    if (value.signum() != 0) {
      BigDecimal bare = value.stripTrailingZeros();
      int exponent = bare.precision() - bare.scale() - 1;
      if (exponent < -5 || exponent > 6) {
        return Cells.minus(bare.movePointLeft(exponent).toPlainString() + "e" + exponent);
      }
    }
    return Cells.minus(Rounding.fixed(value.doubleValue(), decimals));
  }
}

package org.lossexp.report.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How many digits the pages show, the same on all of them: two significant digits of the interval's
 * half width, and as many decimals for everything that stands beside it.
 *
 * <p>More where two would blur the verdict: an end that is above 0, or above the rope, is not
 * printed as 0, or as the rope, unless even {@value #MOST_DECIMALS} decimals could not tell them
 * apart.
 */
public final class Rounding {

  private static final int MOST_DECIMALS = 12;
  private static final int WITHOUT_WIDTH = 4;

  private Rounding() {}

  /**
   * The number of decimals for an interval, its estimate and its units' values.
   *
   * <p>An interval without width or without bounds says nothing about digits; then it is four
   * significant digits of {@code estimate}.
   *
   * @param landmarks values that the interval is judged against and that rounding may not touch: 0,
   *     +rope and -rope for a difference; none for a mean
   * @return 0 to {@value #MOST_DECIMALS}
   */
  public static int decimals(Interval interval, double estimate, double... landmarks) {
    double halfWidth = interval.halfWidth();
    int decimals =
        halfWidth > 0 && Double.isFinite(halfWidth)
            ? decimalsFor(halfWidth, 2)
            : decimalsFor(estimate, WITHOUT_WIDTH);
    while (decimals < MOST_DECIMALS && blurs(interval, decimals, landmarks)) {
      decimals++;
    }
    return decimals;
  }

  /**
   * A number with a fixed count of decimals, half to even, without exponent, a decimal point
   * everywhere in the world, and no minus before zero; infinities as {@code ∞}.
   */
  public static String fixed(double value, int decimals) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    return round(value, decimals).toPlainString();
  }

  /** Like {@link #fixed}, with a plus before what is above zero once rounded: for differences. */
  public static String signed(double value, int decimals) {
    boolean positive = Double.isInfinite(value) ? value > 0 : round(value, decimals).signum() > 0;
    return (positive ? "+" : "") + fixed(value, decimals);
  }

  /**
   * A p: two significant digits, at most four decimals, and "&lt; 0.0001" below.
   *
   * <p>More decimals where the rounded p would change sides: 0.0501 is not printed as 0.05, which
   * would not go with "undecided".
   */
  public static String p(double p, double alpha) {
    if (p < 0.0001) {
      return "< 0.0001";
    }
    int decimals = Math.min(4, decimalsFor(p, 2));
    while (decimals < MOST_DECIMALS
        && (round(p, decimals).compareTo(BigDecimal.valueOf(alpha)) <= 0) != (p <= alpha)) {
      decimals++;
    }
    return fixed(p, decimals);
  }

  private static boolean blurs(Interval interval, int decimals, double[] landmarks) {
    for (double landmark : landmarks) {
      if (blurs(interval.low(), landmark, decimals) || blurs(interval.high(), landmark, decimals)) {
        return true;
      }
    }
    return false;
  }

  private static boolean blurs(double end, double landmark, int decimals) {
    if (!Double.isFinite(end)) {
      return false;
    }
    int told = round(end, MOST_DECIMALS).compareTo(round(landmark, MOST_DECIMALS));
    return told != round(end, decimals).compareTo(round(landmark, decimals));
  }

  /** {@return the decimals that show {@code value} with so many significant digits} */
  private static int decimalsFor(double value, int digits) {
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int leading = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    return Math.clamp(digits - 1 - leading, 0, MOST_DECIMALS);
  }

  private static BigDecimal round(double value, int decimals) {
    // The shortest decimal of the double: 0.125 and 0.285 round as they are read.
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
  }
}

package org.lossexp.data;

/**
 * Numbers as data files write them: a sign, digits with or without a point, an exponent. Narrower
 * than {@link Double#parseDouble}, which also takes {@code NaN}, {@code 1d} and {@code 0x1p3}.
 */
final class Numbers {
  /** Powers of ten that a double holds exactly. */
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final int EXACT_DIGITS = 15;

  private Numbers() {}

  /**
   * {@return the number that {@code text} writes; NaN where it writes none, or one beyond 1e308}
   */
  static double parse(String text) {
    int length = text.length();
    int at = 0;
    boolean negative = false;
    if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    long digits = 0;
    int count = 0;
    int afterPoint = -1;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits = count < EXACT_DIGITS ? digits * 10 + (c - '0') : digits;
        count++;
        afterPoint += afterPoint < 0 ? 0 : 1;
      } else if (c == '.' && afterPoint < 0) {
        afterPoint = 0;
      } else {
        break;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (at == length && count <= EXACT_DIGITS) {
      // Both are exact doubles, so that the quotient is the correctly rounded number (Clinger, "How
      // to read floating point numbers accurately", 1990).
      double value = afterPoint > 0 ? digits / EXACT_POWERS[afterPoint] : digits;
      return negative && value != 0 ? -value : value;
    }
    if (at < length && !isExponent(text, at)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    // Adding 0 turns -0 into 0: two zeros would be two classes.
    return Double.isInfinite(value) ? Double.NaN : value + 0.0;
  }

  private static boolean isExponent(String text, int at) {
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    int digit = at + 1;
    if (digit < text.length() && (text.charAt(digit) == '-' || text.charAt(digit) == '+')) {
      digit++;
    }
    if (digit == text.length()) {
      return false;
    }
    for (; digit < text.length(); digit++) {
      if (text.charAt(digit) < '0' || text.charAt(digit) > '9') {
        return false;
      }
    }
    return true;
  }
}

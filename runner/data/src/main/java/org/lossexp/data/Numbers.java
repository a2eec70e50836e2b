package org.lossexp.data;

/**
 * Numbers as data files write them: a sign, digits with or without a point, an exponent. Narrower
 * than {@link Double#parseDouble}, which also takes {@code NaN}, {@code 1d} and {@code 0x1p3}.
 */
final class Numbers {
  /** Powers of ten that a double holds exactly. */
  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int EXACT_DIGITS = 15;

  private Numbers() {}

  /**
   * {@return the number that {@code text} writes; NaN where it writes none, or one beyond 1e308}
   */
  static double parse(String text) {
    return parse(text.toCharArray(), 0, text.length(), '.');
  }

  /**
   * {@return the number that stands in {@code letters} from {@code start} to {@code end}}
   *
   * @param point before its fraction
   */
  static double parse(char[] letters, int start, int end, char point) {
    int at = start;
    boolean negative = false;
    if (at < end && (letters[at] == '-' || letters[at] == '+')) {
      negative = letters[at] == '-';
      at++;
    }
    long digits = 0;
    int count = 0;
    int afterPoint = -1;
    for (; at < end; at++) {
      char c = letters[at];
      if (c >= '0' && c <= '9') {
        digits = count < EXACT_DIGITS ? digits * 10 + (c - '0') : digits;
        // Zeros in front are no digits that count.
        count += digits == 0 ? 0 : 1;
        afterPoint += afterPoint < 0 ? 0 : 1;
      } else if (c == point && afterPoint < 0) {
        afterPoint = 0;
      } else {
        break;
      }
    }
    boolean any =
        at > start && (isDigit(letters[at - 1]) || (at > start + 1 && isDigit(letters[at - 2])));
    if (!any) {
      return Double.NaN;
    }
    if (at == end && count <= EXACT_DIGITS && afterPoint < EXACT_POWERS.length) {
      // Both are exact doubles, so that the quotient is the correctly rounded number (Clinger, "How
      // to read floating point numbers accurately", 1990).
      double value = afterPoint > 0 ? digits / EXACT_POWERS[afterPoint] : digits;
      return negative && value != 0 ? -value : value;
    }
    if (at < end && !isExponent(letters, at, end)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(new String(letters, start, end - start).replace(point, '.'));
    // Adding 0 turns -0 into 0: two zeros would be two classes.
    return Double.isInfinite(value) ? Double.NaN : value + 0.0;
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  private static boolean isExponent(char[] letters, int at, int end) {
    if (letters[at] != 'e' && letters[at] != 'E') {
      return false;
    }
    int digit = at + 1;
    if (digit < end && (letters[digit] == '-' || letters[digit] == '+')) {
      digit++;
    }
    if (digit == end) {
      return false;
    }
    for (; digit < end; digit++) {
      if (!isDigit(letters[digit])) {
        return false;
      }
    }
    return true;
  }
}

package org.lossexp.spi;

/**
 * An interval of real numbers.
 *
 * @param low the lower end, −∞ where there is none
 * @param lowIn whether {@code low} belongs to it
 * @param high the upper end, +∞ where there is none
 * @param highIn whether {@code high} belongs to it
 */
public record Range(double low, boolean lowIn, double high, boolean highIn) {
  /** Every finite number. */
  public static final Range FINITE =
      new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  /** {@return numbers above {@code low}} */
  public static Range above(double low) {
    return new Range(low, false, Double.POSITIVE_INFINITY, false);
  }

  /** {@return {@code low} and the numbers above it} */
  public static Range atLeast(double low) {
    return new Range(low, true, Double.POSITIVE_INFINITY, false);
  }

  /** {@return the numbers from {@code low} to {@code high}, both included} */
  public static Range closed(double low, double high) {
    return new Range(low, true, high, true);
  }

  /** {@return the numbers between {@code low} and {@code high}, neither included} */
  public static Range open(double low, double high) {
    return new Range(low, false, high, false);
  }

  /** {@return whether {@code value} lies inside; NaN never does} */
  public boolean contains(double value) {
    return (lowIn ? value >= low : value > low) && (highIn ? value <= high : value < high);
  }

  /** {@return the condition on {@code name} in mathematics, such as {@code 0 < tau < 1}} */
  public String condition(String name) {
    boolean hasLow = low != Double.NEGATIVE_INFINITY;
    boolean hasHigh = high != Double.POSITIVE_INFINITY;
    if (!hasLow) {
      return hasHigh ? name + (highIn ? " <= " : " < ") + Value.Numeral.text(high) : name;
    }
    return hasHigh
        ? Value.Numeral.text(low)
            + (lowIn ? " <= " : " < ")
            + name
            + (highIn ? " <= " : " < ")
            + Value.Numeral.text(high)
        : name + (lowIn ? " >= " : " > ") + Value.Numeral.text(low);
  }

  /** {@return the condition in words, such as {@code at least 0} or {@code above 0 and below 1}} */
  public String words() {
    boolean hasLow = low != Double.NEGATIVE_INFINITY;
    boolean hasHigh = high != Double.POSITIVE_INFINITY;
    String below = (highIn ? "at most " : "below ") + Value.Numeral.text(high);
    String above = (lowIn ? "at least " : "above ") + Value.Numeral.text(low);
    if (hasLow && hasHigh) {
      return above + " and " + below;
    }
    return hasLow ? above : hasHigh ? below : "a finite number";
  }
}

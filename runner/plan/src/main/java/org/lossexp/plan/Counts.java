package org.lossexp.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.lossexp.spi.Value;

/** Numbers as messages write them. */
final class Counts {
  private Counts() {}

  /** {@return {@code count} as a person says it: {@code 12,000}, or a power of ten} */
  static String rounded(double count) {
    return count < 1e9
        ? String.format(Locale.ROOT, "%,d", (long) count)
        : String.format(Locale.ROOT, "%.0e", count);
  }

  /** {@return {@code number} to three digits: {@code 115000}, {@code 0.00123}} */
  static String threeDigits(double number) {
    return Value.Numeral.text(new BigDecimal(number).round(new MathContext(3)).doubleValue());
  }

  /** {@return {@code 1 fold} or {@code 3 folds}} */
  static String of(int count, String one) {
    return count + " " + (count == 1 ? one : one + "s");
  }
}

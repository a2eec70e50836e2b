package org.lossexp.data;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Columns that number the rows: they say nothing of new rows, and a model learns them by heart. */
final class RowNumbers {
  /** {@code id}, {@code customer_id}, {@code customerId}. */
  private static final Pattern NAME = Pattern.compile("(?i:id|.*[ _.-]id)|.*[a-z0-9]I[dD]");

  /** Fewer rows may count upwards by chance. */
  private static final int FEWEST_COUNTED = 5;

  private RowNumbers() {}

  /**
   * {@return whether {@code column} holds a different whole number in every row, and either counts
   * upwards or is named like an id}
   */
  static boolean isLike(Column column) {
    return switch (column) {
      case Column.Numeric numeric ->
          numeric.values().length > 1
              && isWhole(numeric.values())
              && (counts(numeric.values())
                  || (NAME.matcher(numeric.name()).matches() && isDistinct(numeric.values())));
      case Column.Categorical _, Column.Image _ -> false;
    };
  }

  private static boolean isWhole(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == Math.rint(value));
  }

  private static boolean isDistinct(double[] values) {
    return Arrays.stream(values).distinct().count() == values.length;
  }

  private static boolean counts(double[] values) {
    for (int row = 1; row < values.length; row++) {
      if (values[row] != values[row - 1] + 1) {
        return false;
      }
    }
    return values.length >= FEWEST_COUNTED;
  }
}

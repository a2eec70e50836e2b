package org.lossexp.data;

import java.util.Arrays;

/**
 * What a column of a table holds, before it has a role.
 *
 * @param rows of the table
 * @param numeric whether it holds numbers; dates are numbers, too
 * @param dates whether the numbers are days since 1970-01-01
 * @param rising whether it holds whole numbers, each above the one before
 * @param distinct different values, missing ones not among them
 * @param missing rows without a value
 */
public record ColumnFacts(
    String name,
    int rows,
    boolean numeric,
    boolean dates,
    boolean rising,
    int distinct,
    int missing) {
  static ColumnFacts of(Column column, boolean dates) {
    return switch (column) {
      case Column.Numeric(String name, double[] values) ->
          new ColumnFacts(
              name,
              values.length,
              true,
              dates,
              isRising(values),
              distinct(values),
              column.missing());
      case Column.Categorical categorical ->
          new ColumnFacts(
              categorical.name(),
              categorical.codes().length,
              false,
              false,
              false,
              categorical.levels().size(),
              column.missing());
      case Column.Image image -> throw new AssertionError("no image in a table: " + image.name());
    };
  }

  private static boolean isRising(double[] values) {
    for (int row = 0; row < values.length; row++) {
      // False for a missing value as well.
      boolean whole = values[row] == Math.rint(values[row]);
      if (!whole || (row > 0 && values[row] <= values[row - 1])) {
        return false;
      }
    }
    return true;
  }

  private static int distinct(double[] values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      count += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
    }
    return count;
  }
}

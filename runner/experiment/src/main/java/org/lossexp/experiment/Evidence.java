package org.lossexp.experiment;

import java.util.List;

/**
 * A small table that a trial leaves besides its metrics, for what the report draws: pairs of label
 * and prediction, bins of probabilities, coefficients.
 *
 * @param name as its file is called: {@code confusion}
 * @param keys names of the leading columns, which hold texts
 * @param values names of the others, which hold numbers
 * @param rows in an order that means something
 */
public record Evidence(String name, List<String> keys, List<String> values, List<Row> rows) {
  public Evidence {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.keys().size() != keys.size() || row.values().size() != values.size()) {
        throw new IllegalArgumentException("a row that does not fit " + name + ": " + row);
      }
    }
  }

  /** {@return where {@code value} stands in {@link Row#values}; −1 where no column is called so} */
  public int column(String value) {
    return values.indexOf(value);
  }

  /**
   * One row.
   *
   * @param keys a text for each of {@link Evidence#keys}
   * @param values a number for each of {@link Evidence#values}; NaN where there is none
   */
  public record Row(List<String> keys, List<Double> values) {
    public Row {
      keys = List.copyOf(keys);
      values = List.copyOf(values);
    }
  }
}

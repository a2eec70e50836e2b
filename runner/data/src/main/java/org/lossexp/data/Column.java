package org.lossexp.data;

import java.util.Arrays;
import java.util.List;
import org.lossexp.experiment.Shape;

/** A column of features, one value a row of the source. Nobody writes to the arrays. */
@SuppressWarnings("ArrayRecordComponent") // never written to, compared by nobody
sealed interface Column {
  String name();

  /** {@return the number of missing values} */
  int missing();

  /** {@return whether the value of {@code row} is missing} */
  boolean isMissing(int row);

  /** {@return the values of {@code rows} alone; of a column that was not read, itself} */
  Column at(int[] rows);

  /**
   * Numbers.
   *
   * @param values NaN where missing, finite elsewhere
   */
  record Numeric(String name, double[] values) implements Column {
    @Override
    public int missing() {
      int missing = 0;
      for (double value : values) {
        missing += Double.isNaN(value) ? 1 : 0;
      }
      return missing;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(values[row]);
    }

    @Override
    public Column at(int[] rows) {
      return new Numeric(name, Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
    }
  }

  /**
   * Texts that repeat.
   *
   * @param levels the distinct texts in the order of {@link String#compareTo}
   * @param codes index into {@code levels}; −1 where missing
   */
  record Categorical(String name, List<String> levels, int[] codes) implements Column {
    public Categorical {
      levels = List.copyOf(levels);
    }

    @Override
    public int missing() {
      int missing = 0;
      for (int code : codes) {
        missing += code < 0 ? 1 : 0;
      }
      return missing;
    }

    @Override
    public boolean isMissing(int row) {
      return codes[row] < 0;
    }

    @Override
    public Column at(int[] rows) {
      return codes.length == 0
          ? this
          : new Categorical(name, levels, Arrays.stream(rows).map(row -> codes[row]).toArray());
    }
  }

  /**
   * An image each.
   *
   * @param values [rows × height × width × channels], as {@link Shape} says; finite
   */
  record Image(String name, Shape shape, float[] values) implements Column {
    @Override
    public int missing() {
      return 0;
    }

    @Override
    public boolean isMissing(int row) {
      return false;
    }

    @Override
    public Column at(int[] rows) {
      float[] kept = new float[Math.multiplyExact(rows.length, shape.size())];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * shape.size(), kept, i * shape.size(), shape.size());
      }
      return new Image(name, shape, kept);
    }
  }
}

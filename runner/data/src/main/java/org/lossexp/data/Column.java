package org.lossexp.data;

import java.util.List;
import org.lossexp.experiment.Shape;

/** A column of features, one value a row of the source. Nobody writes to the arrays. */
@SuppressWarnings("ArrayRecordComponent") // never written to, compared by nobody
sealed interface Column {
  String name();

  /** {@return the number of missing values} */
  int missing();

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
  }
}

package org.lossexp.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Rows in the order of their values. */
final class Order {
  private Order() {}

  /** {@return the places of {@code values} from the least value up, equal ones as they stand} */
  static int[] of(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> values[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}

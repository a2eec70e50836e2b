package org.lossexp.spi;

/** Puts items in order in memory that is handed in: the same order everywhere, ties included. */
public final class Sorting {
  private Sorting() {}

  /**
   * Writes the places 0 … {@code length} − 1 of the items to {@code scratch} from {@code at}, the
   * item with the highest key first; items with equal keys keep their order. Takes {@code length
   * log length} steps, and as much memory again behind the result.
   *
   * @param keys of the items, from {@code first}
   * @param scratch at least {@code at + 2 length} long
   */
  public static void falling(double[] keys, int first, int length, double[] scratch, int at) {
    for (int i = 0; i < length; i++) {
      scratch[at + i] = i;
    }
    int from = at;
    int to = at + length;
    for (int width = 1; width < length; width *= 2) {
      for (int left = 0; left < length; left += 2 * width) {
        int middle = Math.min(left + width, length);
        int right = Math.min(left + 2 * width, length);
        merge(keys, first, scratch, from, left, middle, right, to);
      }
      int swapped = from;
      from = to;
      to = swapped;
    }
    if (from != at) {
      System.arraycopy(scratch, from, scratch, at, length);
    }
  }

  private static void merge(
      double[] keys,
      int first,
      double[] scratch,
      int from,
      int left,
      int middle,
      int right,
      int to) {
    int a = left;
    int b = middle;
    for (int out = left; out < right; out++) {
      boolean takeRight =
          a == middle
              || (b < right
                  && keys[first + (int) scratch[from + b]] > keys[first + (int) scratch[from + a]]);
      scratch[to + out] = scratch[from + (takeRight ? b++ : a++)];
    }
  }
}

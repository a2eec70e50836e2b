package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;

/**
 * A matrix of floats, an example a row.
 *
 * <p>Rows are padded so that kernels may write whole panels, and to an odd number of cache lines:
 * kernels walk down columns too, and at a stride that is a power of two all rows would fall into
 * the same few sets of the cache. What the padding holds never reaches a number of the matrix.
 *
 * @param data at least [capacity × stride], and {@link #SLACK} behind
 * @param width numbers a row
 * @param stride from one row to the next
 */
@SuppressWarnings("ArrayRecordComponent") // a view of memory, compared by nobody
record Rows(float[] data, int width, int stride) {
  /** Floats in a cache line of 64 bytes. */
  private static final int LINE = 16;

  /** Where a kernel that writes whole vectors may write past the last row. */
  static final int SLACK = 2 * Product.LANES;

  /** {@return zeroed memory for {@code capacity} rows of {@code width} numbers} */
  static Rows of(int capacity, int width) {
    int line = Math.max(LINE, Product.LANES);
    int lines = Math.ceilDiv(Panels.padded(width), line) | 1;
    int size = Math.multiplyExact(capacity, lines * line);
    return new Rows(new float[capacity == 0 ? 0 : size + SLACK], width, lines * line);
  }

  /** {@return element [row, column] at {@code offset + row × stride + column}} */
  Product.View view(int column) {
    return new Product.View(data, column, stride, 1);
  }

  /**
   * Copies example {@code order[start + row]} into each row from {@code first} to below {@code
   * last}.
   *
   * @param examples of the same width, without padding
   */
  void gather(float[] examples, int[] order, int start, int first, int last) {
    boolean narrow = width <= Product.LANES;
    int to = first * stride;
    for (int row = first; row < last; row++) {
      int from = order[start + row] * width;
      if (narrow && from + Product.LANES <= examples.length) {
        // One vector, for arraycopy is slow on a few numbers; the padding takes what is too much.
        FloatVector.fromArray(Product.SPECIES, examples, from).intoArray(data, to);
      } else {
        System.arraycopy(examples, from, data, to, width);
      }
      to += stride;
    }
  }
}

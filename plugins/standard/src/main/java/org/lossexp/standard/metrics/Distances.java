package org.lossexp.standard.metrics;

import java.util.Arrays;

/**
 * Squared distances from rows to many points. The points lie transposed, so that the sum for each
 * point goes over the coordinates in their order, and the machine works on many points at once: the
 * same bits as one by one.
 */
final class Distances {
  /** Rows that read a block of points together while it is near the processor. */
  static final int TOGETHER = 4;

  private static final int BLOCK = 512;

  private final int points;
  private final int width;
  private final double[] transposed;

  /** Distances to the first {@code points} rows of {@code rows}, [points × width]. */
  Distances(double[] rows, int points, int width) {
    this.points = points;
    this.width = width;
    transposed = new double[points * width];
    for (int i = 0; i < points; i++) {
      for (int c = 0; c < width; c++) {
        transposed[c * points + i] = rows[i * width + c];
      }
    }
  }

  /**
   * Writes the squared distances of {@code count} rows to all points, a row's to one of {@code
   * out}.
   *
   * @param count at most {@link #TOGETHER}
   */
  void of(double[] rows, int first, int count, double[][] out) {
    for (int i = 0; i < count; i++) {
      Arrays.fill(out[i], 0, points, 0);
    }
    for (int from = 0; from < points; from += BLOCK) {
      int to = Math.min(points, from + BLOCK);
      for (int c = 0; c < width; c++) {
        for (int i = 0; i < count; i++) {
          add(rows[(first + i) * width + c], c * points, from, to, out[i]);
        }
      }
    }
  }

  private void add(double x, int offset, int from, int to, double[] sums) {
    for (int i = from; i < to; i++) {
      double apart = x - transposed[offset + i];
      sums[i] += apart * apart;
    }
  }
}

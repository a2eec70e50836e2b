package org.lossexp.formula;

import java.util.Arrays;

/**
 * Vectors at unit length, {@code x / max(‖x‖, 1e-12)}, in scratch memory, and the derivative with
 * respect to them, which is added up.
 */
final class UnitVectors {
  /** Shorter vectors point nowhere: their gradient is 0. */
  private static final double SHORTEST = 1e-12;

  private final int count;
  private final int width;
  private final double[] scratch;
  private final int units;
  private final int slopes;
  private final int lengths;

  /**
   * The vectors of {@code x}, [count × width].
   *
   * @param at where {@link #size} numbers of scratch memory begin
   */
  UnitVectors(double[] x, int count, int width, double[] scratch, int at) {
    this.count = count;
    this.width = width;
    this.scratch = scratch;
    this.units = at;
    this.slopes = at + count * width;
    this.lengths = at + 2 * count * width;
    Arrays.fill(scratch, slopes, lengths, 0);
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int c = i * width; c < (i + 1) * width; c++) {
        squares += x[c] * x[c];
      }
      double length = Math.sqrt(squares);
      double divisor = Math.max(length, SHORTEST);
      scratch[lengths + i] = length;
      for (int c = i * width; c < (i + 1) * width; c++) {
        scratch[units + c] = x[c] / divisor;
      }
    }
  }

  static int size(int count, int width) {
    return count * (2 * width + 1);
  }

  /** {@return the cosine of a vector and another's vector} */
  double cosine(int i, UnitVectors other, int j) {
    int here = units + i * width;
    int there = other.units + j * width;
    double sum = 0;
    for (int c = 0; c < width; c++) {
      sum += scratch[here + c] * other.scratch[there + c];
    }
    return sum;
  }

  /** Adds {@code slope} times the derivative of {@link #cosine} to the slopes of both vectors. */
  void push(double slope, int i, UnitVectors other, int j) {
    add(slope, i, other, j);
    other.add(slope, j, this, i);
  }

  private void add(double slope, int i, UnitVectors other, int j) {
    int here = slopes + i * width;
    int there = other.units + j * width;
    for (int c = 0; c < width; c++) {
      scratch[here + c] += slope * other.scratch[there + c];
    }
  }

  /** Adds the derivative with respect to {@code x} to {@code gradient}. */
  void pullBack(double[] gradient) {
    for (int i = 0; i < count; i++) {
      double length = scratch[lengths + i];
      if (length <= SHORTEST) {
        continue;
      }
      // u = x / ‖x‖ turns g into (g − u (u·g)) / ‖x‖.
      double along = 0;
      for (int c = i * width; c < (i + 1) * width; c++) {
        along += scratch[units + c] * scratch[slopes + c];
      }
      for (int c = i * width; c < (i + 1) * width; c++) {
        gradient[c] += (scratch[slopes + c] - scratch[units + c] * along) / length;
      }
    }
  }
}

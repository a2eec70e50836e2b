package org.lossexp.engine;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Sums along rows of {@link Panels}. A sum is 16 sums, of every 16th column each, that are added in
 * pairs, whatever the width of vectors; the columns that fill up a panel are 0.
 */
final class Lanes {
  private static final int COUNT = 16;

  private final float[] sums = new float[Math.max(COUNT, Product.LANES)];

  /** {@return Σ a[rowA, c] b[rowB, c] over the columns of two matrices that are equally wide} */
  float dot(Panels shapeA, float[] a, int rowA, Panels shapeB, float[] b, int rowB) {
    int width = shapeA.width();
    if (Product.LANES == COUNT) {
      return wideDot(shapeA, a, rowA, shapeB, b, rowB);
    }
    clear();
    int lane = 0;
    for (int panel = 0; panel < shapeA.count(); panel++) {
      int atA = shapeA.start(panel, rowA);
      int atB = shapeB.start(panel, rowB);
      for (int i = 0; i < width; i += Product.LANES) {
        FloatVector sum = FloatVector.fromArray(Product.SPECIES, sums, lane);
        FloatVector.fromArray(Product.SPECIES, a, atA + i)
            .fma(FloatVector.fromArray(Product.SPECIES, b, atB + i), sum)
            .intoArray(sums, lane);
        lane = (lane + Product.LANES) % COUNT;
      }
    }
    return total();
  }

  /** Where the sums are one vector, it stays in a register. */
  private float wideDot(Panels shapeA, float[] a, int rowA, Panels shapeB, float[] b, int rowB) {
    int width = shapeA.width();
    FloatVector sum = FloatVector.zero(Product.SPECIES);
    for (int panel = 0; panel < shapeA.count(); panel++) {
      int atA = shapeA.start(panel, rowA);
      int atB = shapeB.start(panel, rowB);
      for (int i = 0; i < width; i += Product.LANES) {
        sum =
            FloatVector.fromArray(Product.SPECIES, a, atA + i)
                .fma(FloatVector.fromArray(Product.SPECIES, b, atB + i), sum);
      }
    }
    sum.intoArray(sums, 0);
    return total();
  }

  void clear() {
    Arrays.fill(sums, 0);
  }

  /** {@return the sums, added in pairs: each with the one half of them further on} */
  private float total() {
    return fourth(0) + fourth(2) + (fourth(1) + fourth(3));
  }

  private float fourth(int i) {
    return sums[i] + sums[i + 8] + (sums[i + 4] + sums[i + 12]);
  }

  /** Adds {@code slope × from[row]} to {@code to[row]}, of matrices that are equally wide. */
  static void add(
      float slope,
      Panels shapeFrom,
      float[] from,
      int rowFrom,
      Panels shapeTo,
      float[] to,
      int rowTo) {
    int width = shapeFrom.width();
    FloatVector slopes = FloatVector.broadcast(Product.SPECIES, slope);
    for (int panel = 0; panel < shapeFrom.count(); panel++) {
      int at = shapeFrom.start(panel, rowFrom);
      int target = shapeTo.start(panel, rowTo);
      for (int i = 0; i < width; i += Product.LANES) {
        FloatVector.fromArray(Product.SPECIES, from, at + i)
            .fma(slopes, FloatVector.fromArray(Product.SPECIES, to, target + i))
            .intoArray(to, target + i);
      }
    }
  }
}

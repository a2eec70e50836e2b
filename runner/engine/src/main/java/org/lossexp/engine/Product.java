package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of a matrix with one panel, {@code out[i, j] = initial[j] + Σ left[i, k] × right[k,
 * j]}, prepared once and run every step.
 *
 * <p>Every element of {@code out} is one chain of fused multiply-adds over k in rising order. Lanes
 * and blocks hold different elements, never parts of one sum, so that the bits depend on neither.
 *
 * <p>The blocks are written out because their sums must stay in registers: eight rows by two
 * vectors are sixteen chains, enough to keep two multipliers busy, and a left element is loaded for
 * two uses, a right vector for eight. Rows that do not fill a block are computed by a block that
 * overlaps the one before: it writes the same bits again.
 */
final class Product {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** With narrow vectors go sixteen registers on x86, and sixteen sums would not stay in them. */
  private static final boolean TALL = LANES >= 16;

  private final float[] left;
  private final int leftOffset;
  private final int leftRow;
  private final int leftStep;
  private final float[] right;
  private final int rightOffset;
  private final int rightStep;
  private final float[] out;
  private final int outOffset;
  private final int outRow;
  private final int width;
  private final float[] initial;
  private final int initialOffset;
  private final End end;
  private final float[] gate;

  private Product(View left, View right, View out, int width, View initial, End end, float[] gate) {
    this.left = left.data;
    this.leftOffset = left.offset;
    this.leftRow = left.row;
    this.leftStep = left.column;
    this.right = right.data;
    this.rightOffset = right.offset;
    this.rightStep = right.row;
    this.out = out.data;
    this.outOffset = out.offset;
    this.outRow = out.row;
    this.width = width;
    this.initial = initial.data;
    this.initialOffset = initial.offset;
    this.end = end;
    this.gate = gate;
  }

  /** {@return the plain product, for a panel of {@code width} columns} */
  static Product of(View left, View right, View out, int width) {
    View zero = new View(new float[width], 0, 0, 1);
    return new Product(left, right, out, width, zero, End.NOTHING, out.data);
  }

  /** {@return the product plus a bias, negative results replaced by 0 if {@code rectified}} */
  static Product biased(View left, View right, View out, int width, View bias, boolean rectified) {
    End end = rectified ? End.RECTIFY : End.NOTHING;
    return new Product(left, right, out, width, bias, end, out.data);
  }

  /** {@return the product where {@code gate}, laid out as {@code out}, is above 0; else 0} */
  static Product gated(View left, View right, View out, int width, float[] gate) {
    View zero = new View(new float[width], 0, 0, 1);
    return new Product(left, right, out, width, zero, End.GATE, gate);
  }

  /**
   * Elements of a matrix in memory: [i, j] at {@code offset + i × row + j × column}. Only a left
   * side may have a {@code column} other than 1.
   */
  @SuppressWarnings("ArrayRecordComponent") // a view of memory, compared by nobody
  record View(float[] data, int offset, int row, int column) {
    View transposed() {
      return new View(data, offset, column, row);
    }
  }

  /** What is done with the sums. */
  private enum End {
    NOTHING,
    RECTIFY,
    GATE
  }

  /** Computes {@code rows} rows, each a sum of {@code depth} products. */
  void run(int rows, int depth) {
    run(0, rows, depth);
  }

  /**
   * Computes the rows from {@code first} to below {@code rows}. Different threads may compute
   * different ones.
   */
  void run(int first, int rows, int depth) {
    multiply(first, rows, depth);
    // Passes of their own: branches among the sums would keep these from staying in registers.
    switch (end) {
      case NOTHING -> {}
      case RECTIFY -> rectify(first, rows);
      case GATE -> gate(first, rows);
    }
  }

  private void multiply(int first, int rows, int depth) {
    int row = first;
    if (width == LANES) {
      for (; row + 8 <= rows; row += 8) {
        block8x1(row, depth);
      }
      for (; row + 4 <= rows; row += 4) {
        block4x1(row, depth);
      }
      if (row < rows && rows - first >= 4) {
        block4x1(rows - 4, depth);
        row = rows;
      }
      for (; row < rows; row++) {
        block1x1(row, depth);
      }
    } else {
      if (TALL) {
        for (; row + 8 <= rows; row += 8) {
          block8x2(row, depth);
        }
      }
      for (; row + 4 <= rows; row += 4) {
        block4x2(row, depth);
      }
      if (row < rows && rows - first >= 4) {
        block4x2(rows - 4, depth);
        row = rows;
      }
      for (; row < rows; row++) {
        block1x2(row, depth);
      }
    }
  }

  private void block8x2(int row, int depth) {
    float[] a = left;
    float[] b = right;
    int next = leftRow;
    FloatVector sum0u = vector(initial, initialOffset);
    FloatVector sum0v = vector(initial, initialOffset + LANES);
    FloatVector sum1u = sum0u;
    FloatVector sum1v = sum0v;
    FloatVector sum2u = sum0u;
    FloatVector sum2v = sum0v;
    FloatVector sum3u = sum0u;
    FloatVector sum3v = sum0v;
    FloatVector sum4u = sum0u;
    FloatVector sum4v = sum0v;
    FloatVector sum5u = sum0u;
    FloatVector sum5v = sum0v;
    FloatVector sum6u = sum0u;
    FloatVector sum6v = sum0v;
    FloatVector sum7u = sum0u;
    FloatVector sum7v = sum0v;
    int p = leftOffset + row * leftRow;
    int q = rightOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      FloatVector v = vector(b, q + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[p]);
      sum0u = a0.fma(u, sum0u);
      sum0v = a0.fma(v, sum0v);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[p + next]);
      sum1u = a1.fma(u, sum1u);
      sum1v = a1.fma(v, sum1v);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[p + 2 * next]);
      sum2u = a2.fma(u, sum2u);
      sum2v = a2.fma(v, sum2v);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[p + 3 * next]);
      sum3u = a3.fma(u, sum3u);
      sum3v = a3.fma(v, sum3v);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[p + 4 * next]);
      sum4u = a4.fma(u, sum4u);
      sum4v = a4.fma(v, sum4v);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[p + 5 * next]);
      sum5u = a5.fma(u, sum5u);
      sum5v = a5.fma(v, sum5v);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[p + 6 * next]);
      sum6u = a6.fma(u, sum6u);
      sum6v = a6.fma(v, sum6v);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[p + 7 * next]);
      sum7u = a7.fma(u, sum7u);
      sum7v = a7.fma(v, sum7v);
      p += leftStep;
      q += rightStep;
    }
    float[] c = out;
    int o = outOffset + row * outRow;
    sum0u.intoArray(c, o);
    sum0v.intoArray(c, o + LANES);
    o += outRow;
    sum1u.intoArray(c, o);
    sum1v.intoArray(c, o + LANES);
    o += outRow;
    sum2u.intoArray(c, o);
    sum2v.intoArray(c, o + LANES);
    o += outRow;
    sum3u.intoArray(c, o);
    sum3v.intoArray(c, o + LANES);
    o += outRow;
    sum4u.intoArray(c, o);
    sum4v.intoArray(c, o + LANES);
    o += outRow;
    sum5u.intoArray(c, o);
    sum5v.intoArray(c, o + LANES);
    o += outRow;
    sum6u.intoArray(c, o);
    sum6v.intoArray(c, o + LANES);
    o += outRow;
    sum7u.intoArray(c, o);
    sum7v.intoArray(c, o + LANES);
  }

  private void block4x2(int row, int depth) {
    float[] a = left;
    float[] b = right;
    int next = leftRow;
    FloatVector sum0u = vector(initial, initialOffset);
    FloatVector sum0v = vector(initial, initialOffset + LANES);
    FloatVector sum1u = sum0u;
    FloatVector sum1v = sum0v;
    FloatVector sum2u = sum0u;
    FloatVector sum2v = sum0v;
    FloatVector sum3u = sum0u;
    FloatVector sum3v = sum0v;
    int p = leftOffset + row * leftRow;
    int q = rightOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      FloatVector v = vector(b, q + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[p]);
      sum0u = a0.fma(u, sum0u);
      sum0v = a0.fma(v, sum0v);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[p + next]);
      sum1u = a1.fma(u, sum1u);
      sum1v = a1.fma(v, sum1v);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[p + 2 * next]);
      sum2u = a2.fma(u, sum2u);
      sum2v = a2.fma(v, sum2v);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[p + 3 * next]);
      sum3u = a3.fma(u, sum3u);
      sum3v = a3.fma(v, sum3v);
      p += leftStep;
      q += rightStep;
    }
    float[] c = out;
    int o = outOffset + row * outRow;
    sum0u.intoArray(c, o);
    sum0v.intoArray(c, o + LANES);
    o += outRow;
    sum1u.intoArray(c, o);
    sum1v.intoArray(c, o + LANES);
    o += outRow;
    sum2u.intoArray(c, o);
    sum2v.intoArray(c, o + LANES);
    o += outRow;
    sum3u.intoArray(c, o);
    sum3v.intoArray(c, o + LANES);
  }

  private void block1x2(int row, int depth) {
    float[] a = left;
    float[] b = right;
    FloatVector sum0u = vector(initial, initialOffset);
    FloatVector sum0v = vector(initial, initialOffset + LANES);
    int p = leftOffset + row * leftRow;
    int q = rightOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      FloatVector v = vector(b, q + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[p]);
      sum0u = a0.fma(u, sum0u);
      sum0v = a0.fma(v, sum0v);
      p += leftStep;
      q += rightStep;
    }
    float[] c = out;
    int o = outOffset + row * outRow;
    sum0u.intoArray(c, o);
    sum0v.intoArray(c, o + LANES);
  }

  private void block8x1(int row, int depth) {
    float[] a = left;
    float[] b = right;
    int next = leftRow;
    FloatVector sum0 = vector(initial, initialOffset);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    FloatVector sum4 = sum0;
    FloatVector sum5 = sum0;
    FloatVector sum6 = sum0;
    FloatVector sum7 = sum0;
    int p = leftOffset + row * leftRow;
    int q = rightOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      sum0 = FloatVector.broadcast(SPECIES, a[p]).fma(u, sum0);
      sum1 = FloatVector.broadcast(SPECIES, a[p + next]).fma(u, sum1);
      sum2 = FloatVector.broadcast(SPECIES, a[p + 2 * next]).fma(u, sum2);
      sum3 = FloatVector.broadcast(SPECIES, a[p + 3 * next]).fma(u, sum3);
      sum4 = FloatVector.broadcast(SPECIES, a[p + 4 * next]).fma(u, sum4);
      sum5 = FloatVector.broadcast(SPECIES, a[p + 5 * next]).fma(u, sum5);
      sum6 = FloatVector.broadcast(SPECIES, a[p + 6 * next]).fma(u, sum6);
      sum7 = FloatVector.broadcast(SPECIES, a[p + 7 * next]).fma(u, sum7);
      p += leftStep;
      q += rightStep;
    }
    float[] c = out;
    int o = outOffset + row * outRow;
    sum0.intoArray(c, o);
    o += outRow;
    sum1.intoArray(c, o);
    o += outRow;
    sum2.intoArray(c, o);
    o += outRow;
    sum3.intoArray(c, o);
    o += outRow;
    sum4.intoArray(c, o);
    o += outRow;
    sum5.intoArray(c, o);
    o += outRow;
    sum6.intoArray(c, o);
    o += outRow;
    sum7.intoArray(c, o);
  }

  private void block4x1(int row, int depth) {
    float[] a = left;
    float[] b = right;
    int next = leftRow;
    FloatVector sum0 = vector(initial, initialOffset);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int p = leftOffset + row * leftRow;
    int q = rightOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      sum0 = FloatVector.broadcast(SPECIES, a[p]).fma(u, sum0);
      sum1 = FloatVector.broadcast(SPECIES, a[p + next]).fma(u, sum1);
      sum2 = FloatVector.broadcast(SPECIES, a[p + 2 * next]).fma(u, sum2);
      sum3 = FloatVector.broadcast(SPECIES, a[p + 3 * next]).fma(u, sum3);
      p += leftStep;
      q += rightStep;
    }
    float[] c = out;
    int o = outOffset + row * outRow;
    sum0.intoArray(c, o);
    o += outRow;
    sum1.intoArray(c, o);
    o += outRow;
    sum2.intoArray(c, o);
    o += outRow;
    sum3.intoArray(c, o);
  }

  private void block1x1(int row, int depth) {
    float[] a = left;
    float[] b = right;
    FloatVector sum0 = vector(initial, initialOffset);
    int p = leftOffset + row * leftRow;
    int q = rightOffset;
    for (int k = 0; k < depth; k++) {
      FloatVector u = vector(b, q);
      sum0 = FloatVector.broadcast(SPECIES, a[p]).fma(u, sum0);
      p += leftStep;
      q += rightStep;
    }
    float[] c = out;
    int o = outOffset + row * outRow;
    sum0.intoArray(c, o);
  }

  /** Negative sums become 0, and so does -0; NaN stays. */
  private void rectify(int first, int rows) {
    float[] sums = out;
    for (int lane = 0; lane < width; lane += LANES) {
      int at = outOffset + first * outRow + lane;
      for (int row = first; row < rows; row++) {
        vector(sums, at).max(0f).intoArray(sums, at);
        at += outRow;
      }
    }
  }

  private void gate(int first, int rows) {
    float[] sums = out;
    float[] gates = gate;
    for (int lane = 0; lane < width; lane += LANES) {
      int at = outOffset + first * outRow + lane;
      for (int row = first; row < rows; row++) {
        FloatVector sum = vector(sums, at);
        sum.blend(0f, vector(gates, at).compare(VectorOperators.LE, 0f)).intoArray(sums, at);
        at += outRow;
      }
    }
  }

  private static FloatVector vector(float[] array, int offset) {
    return FloatVector.fromArray(SPECIES, array, offset);
  }
}

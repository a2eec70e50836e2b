package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;

/**
 * Where the elements of a [rows × columns] matrix lie when it is stored as panels: strips of one or
 * two vectors of columns, each strip row by row, so that a product walks through it without a jump.
 * The columns that fill up the last panel stay 0.
 */
record Panels(int rows, int columns) {
  /** {@return columns of a panel of a matrix with {@code columns} columns} */
  static int width(int columns) {
    return columns <= Product.LANES ? Product.LANES : 2 * Product.LANES;
  }

  /** {@return {@code columns}, filled up to whole panels} */
  static int padded(int columns) {
    return Math.ceilDiv(columns, width(columns)) * width(columns);
  }

  int width() {
    return width(columns);
  }

  /** {@return the number of panels} */
  int count() {
    return padded(columns) / width();
  }

  /** {@return floats that the matrix takes} */
  int size() {
    return Math.multiplyExact(padded(columns), rows);
  }

  /** {@return where row {@code row} of panel {@code panel} begins} */
  int start(int panel, int row) {
    return (panel * rows + row) * width();
  }

  int index(int row, int column) {
    return start(column / width(), row) + column % width();
  }

  /** {@return panel {@code panel} of the matrix in {@code data}} */
  Product.View view(float[] data, int panel) {
    return new Product.View(data, start(panel, 0), width(), 1);
  }

  /**
   * Sums the columns of {@code from} into row {@code row} of the matrix in {@code to}. Each is four
   * sums, of every fourth row each: one sum alone would wait for itself.
   *
   * @param from of which the first {@code rows} rows count, as wide as the matrix
   */
  void sumColumns(Rows from, int rows, float[] to, int row) {
    float[] data = from.data();
    int stride = from.stride();
    for (int panel = 0; panel < count(); panel++) {
      for (int lane = 0; lane < width(); lane += Product.LANES) {
        FloatVector sum0 = FloatVector.zero(Product.SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int at = panel * width() + lane;
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
          sum0 = sum0.add(vector(data, at));
          sum1 = sum1.add(vector(data, at + stride));
          sum2 = sum2.add(vector(data, at + 2 * stride));
          sum3 = sum3.add(vector(data, at + 3 * stride));
          at += 4 * stride;
        }
        for (; i < rows; i++) {
          sum0 = sum0.add(vector(data, at));
          at += stride;
        }
        FloatVector sum = sum0.add(sum1).add(sum2.add(sum3));
        sum.intoArray(to, start(panel, row) + lane);
      }
    }
  }

  private static FloatVector vector(float[] array, int offset) {
    return FloatVector.fromArray(Product.SPECIES, array, offset);
  }
}

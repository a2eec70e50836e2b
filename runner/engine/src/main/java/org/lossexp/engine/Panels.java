package org.lossexp.engine;

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
}

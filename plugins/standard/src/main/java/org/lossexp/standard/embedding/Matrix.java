package org.lossexp.standard.embedding;

import java.util.Arrays;

/**
 * A matrix in the host's memory, row by row.
 *
 * @param stride from the begin of a row to that of the next: more than {@code columns} where it is
 *     a part of longer rows
 */
@SuppressWarnings("ArrayRecordComponent") // a view of the host's memory, compared by nobody
record Matrix(double[] numbers, int offset, int rows, int columns, int stride) {
  /** A matrix whose rows follow one another without gaps. */
  Matrix(double[] numbers, int offset, int rows, int columns) {
    this(numbers, offset, rows, columns, columns);
  }

  /** {@return the {@code index}-th of {@code parts} equal parts of every row} */
  Matrix part(int index, int parts) {
    int width = columns / parts;
    return new Matrix(numbers, offset + index * width, rows, width, stride);
  }

  int start(int row) {
    return offset + row * stride;
  }

  double at(int row, int column) {
    return numbers[start(row) + column];
  }

  void set(int row, int column, double number) {
    numbers[start(row) + column] = number;
  }

  void add(int row, int column, double number) {
    numbers[start(row) + column] += number;
  }

  /** {@return the inner product of a row and another matrix's row} */
  double dot(int row, Matrix other, int otherRow) {
    int here = start(row);
    int there = other.start(otherRow);
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      sum += numbers[here + c] * other.numbers[there + c];
    }
    return sum;
  }

  /** {@return the squared Euclidean distance of a row and another matrix's row} */
  double squaredDistance(int row, Matrix other, int otherRow) {
    int here = start(row);
    int there = other.start(otherRow);
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      double difference = numbers[here + c] - other.numbers[there + c];
      sum += difference * difference;
    }
    return sum;
  }

  /** Adds {@code factor} times another matrix's row to a row. */
  void addRow(int row, double factor, Matrix other, int otherRow) {
    int here = start(row);
    int there = other.start(otherRow);
    for (int c = 0; c < columns; c++) {
      numbers[here + c] += factor * other.numbers[there + c];
    }
  }

  /** Adds {@code factor · (x − y)} to a row. */
  void addDifference(int row, double factor, Matrix x, int xRow, Matrix y, int yRow) {
    int here = start(row);
    int first = x.start(xRow);
    int second = y.start(yRow);
    for (int c = 0; c < columns; c++) {
      numbers[here + c] += factor * (x.numbers[first + c] - y.numbers[second + c]);
    }
  }

  /** {@return the mean of a row} */
  double mean(int row) {
    int here = start(row);
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      sum += numbers[here + c];
    }
    return sum / columns;
  }

  void clear() {
    for (int row = 0; row < rows; row++) {
      Arrays.fill(numbers, start(row), start(row) + columns, 0);
    }
  }
}

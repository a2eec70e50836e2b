package org.lossexp.standard.embedding;

/**
 * The measure of every pair of vectors, and the derivative with respect to it, which losses add up.
 *
 * @param left the vectors of the rows of {@code values}
 * @param right those of its columns; may be {@code left}
 */
record Pairs(Measure measure, Rows left, Rows right, Matrix values, Matrix slopes) {
  /** {@return the doubles of {@link Memory} that it takes} */
  static int size(int left, int right) {
    return 2 * left * right;
  }

  static Pairs of(Measure measure, Rows left, Rows right, Memory memory) {
    Matrix values = memory.zeros(left.count(), right.count());
    for (int i = 0; i < left.count(); i++) {
      for (int j = 0; j < right.count(); j++) {
        values.set(i, j, measure.of(left.used(), i, right.used(), j));
      }
    }
    return new Pairs(measure, left, right, values, memory.zeros(left.count(), right.count()));
  }

  double value(int i, int j) {
    return values.at(i, j);
  }

  /** Adds to the derivative with respect to {@link #value}. */
  void push(int i, int j, double derivative) {
    slopes.add(i, j, derivative);
  }

  /** Adds the derivative to the slopes of the vectors. */
  void pullBack() {
    for (int i = 0; i < left.count(); i++) {
      for (int j = 0; j < right.count(); j++) {
        double slope = slopes.at(i, j);
        if (slope != 0) {
          measure.pullBack(slope, value(i, j), left, i, right, j);
        }
      }
    }
  }
}

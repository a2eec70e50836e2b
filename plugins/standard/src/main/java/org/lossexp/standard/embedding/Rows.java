package org.lossexp.standard.embedding;

/**
 * Vectors as a loss compares them, at unit length or as they come, and the derivative with respect
 * to them, which losses add up.
 *
 * @param given what the host handed in
 * @param used what is compared: {@code x / max(‖x‖, 1e-12)}, or {@code given} itself
 * @param slope the derivative with respect to {@code used}
 * @param lengths ‖x‖ of each vector, [rows × 1]; empty unless normalised
 * @param lengthSlopes the derivative with respect to {@code lengths}
 */
record Rows(Matrix given, Matrix used, Matrix slope, Matrix lengths, Matrix lengthSlopes) {
  /** Shorter vectors point nowhere: they are divided by this, and their gradient is 0. */
  private static final double SHORTEST = 1e-12;

  /** {@return the doubles of {@link Memory} that {@code rows} vectors take} */
  static int size(int rows, int columns) {
    return 2 * rows * (columns + 1);
  }

  static Rows of(Matrix given, boolean normalize, Memory memory) {
    Matrix slope = memory.zeros(given.rows(), given.columns());
    if (!normalize) {
      Matrix none = memory.zeros(0, 1);
      return new Rows(given, given, slope, none, none);
    }
    Matrix unit = memory.zeros(given.rows(), given.columns());
    Matrix lengths = memory.zeros(given.rows(), 1);
    for (int row = 0; row < given.rows(); row++) {
      double length = Math.sqrt(given.dot(row, given, row));
      lengths.set(row, 0, length);
      double divisor = Math.max(length, SHORTEST);
      for (int c = 0; c < given.columns(); c++) {
        unit.set(row, c, given.at(row, c) / divisor);
      }
    }
    return new Rows(given, unit, slope, lengths, memory.zeros(given.rows(), 1));
  }

  int count() {
    return given.rows();
  }

  /** {@return the length of a vector before it was normalised} */
  double length(int row) {
    return lengths.at(row, 0);
  }

  /** Adds to the derivative with respect to a vector's length. */
  void pushLength(int row, double derivative) {
    lengthSlopes.add(row, 0, derivative);
  }

  /** Writes the derivative with respect to {@code given}. */
  void pullBack(Matrix gradient) {
    gradient.clear();
    for (int row = 0; row < count(); row++) {
      if (lengths.rows() == 0) {
        gradient.addRow(row, 1, slope, row);
      } else if (length(row) > SHORTEST) {
        // u = x / ‖x‖ turns g into (g − u (u·g)) / ‖x‖.
        double length = length(row);
        double along = used.dot(row, slope, row);
        gradient.addRow(row, 1 / length, slope, row);
        gradient.addRow(row, lengthSlopes.at(row, 0) - along / length, used, row);
      }
    }
  }
}

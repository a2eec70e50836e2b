package org.lossexp.engine;

import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.Task;

/** Targets as a loss wants them. */
final class Targets {
  private final double[] encoded;
  private final int columns;

  /**
   * Encodes the target of every example.
   *
   * @param target class indices, or real numbers
   * @param units raw outputs an example
   */
  Targets(double[] target, Task task, TargetEncoding encoding, int units) {
    columns = encoding == TargetEncoding.CLASS_INDEX ? 1 : units;
    encoded = new double[target.length * columns];
    for (int row = 0; row < target.length; row++) {
      for (int column = 0; column < columns; column++) {
        double mark = task.hasClasses() ? mark(target[row], column, units) : target[row];
        encoded[row * columns + column] =
            switch (encoding) {
              case CLASS_INDEX -> target[row];
              case REAL, ZERO_ONE, ONE_HOT -> mark;
              case PLUS_MINUS_ONE -> 2 * mark - 1;
            };
      }
    }
  }

  /** With one output, class 1 is marked; with several, each output marks a class. */
  private static double mark(double label, int column, int units) {
    return units == 1 ? label : label == column ? 1 : 0;
  }

  /** {@return numbers an example} */
  int columns() {
    return columns;
  }

  /** Writes the targets of examples {@code order[first]} … to {@code out}, row by row. */
  void gather(int[] order, int first, int rows, double[] out) {
    if (columns == 1) {
      for (int row = 0; row < rows; row++) {
        out[row] = encoded[order[first + row]];
      }
    } else {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(encoded, order[first + row] * columns, out, row * columns, columns);
      }
    }
  }
}

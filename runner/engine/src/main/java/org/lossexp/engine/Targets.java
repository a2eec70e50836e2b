package org.lossexp.engine;

import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.Task;

/** Targets as a loss wants them. */
final class Targets {
  private final double[] target;
  private final int outputs;
  private final boolean classes;
  private final TargetEncoding encoding;
  private final int units;

  /**
   * @param target class indices, labels or real numbers, {@code outputs} an example
   * @param units raw outputs an example
   */
  Targets(double[] target, Task task, int outputs, TargetEncoding encoding, int units) {
    this.target = target;
    this.outputs = outputs;
    this.classes = task.hasClasses();
    this.encoding = encoding;
    this.units = units;
  }

  /** {@return numbers an example} */
  int columns() {
    return switch (encoding) {
      case NONE -> 0;
      case CLASS_INDEX, REAL -> outputs;
      case ZERO_ONE, PLUS_MINUS_ONE, ONE_HOT -> units;
    };
  }

  /** Writes the targets of examples {@code order[first]} … to {@code out}, row by row. */
  void gather(int[] order, int first, int rows, double[] out) {
    switch (encoding) {
      case NONE -> {}
      case CLASS_INDEX, REAL -> {
        if (outputs == 1) {
          for (int row = 0; row < rows; row++) {
            out[row] = target[order[first + row]];
          }
          return;
        }
        for (int row = 0; row < rows; row++) {
          int from = order[first + row] * outputs;
          for (int output = 0; output < outputs; output++) {
            out[row * outputs + output] = target[from + output];
          }
        }
      }
      case ZERO_ONE, ONE_HOT -> mark(order, first, rows, out);
      case PLUS_MINUS_ONE -> {
        mark(order, first, rows, out);
        for (int i = 0; i < rows * units; i++) {
          out[i] = 2 * out[i] - 1;
        }
      }
    }
  }

  /** With one output, class 1 is marked; with several, each output marks a class, or a label. */
  private void mark(int[] order, int first, int rows, double[] out) {
    for (int row = 0; row < rows; row++) {
      int from = order[first + row] * outputs;
      for (int unit = 0; unit < units; unit++) {
        double value = target[outputs == units ? from + unit : from];
        out[row * units + unit] = classes && units > 1 ? (value == unit ? 1 : 0) : value;
      }
    }
  }
}

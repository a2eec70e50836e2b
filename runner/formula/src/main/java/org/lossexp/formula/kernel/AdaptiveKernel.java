package org.lossexp.formula.kernel;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Interprets until compiling pays: a check binds thousands of formulas and runs each on a handful
 * of units, training runs one on millions. Which of the two ran cannot be seen in the bits.
 */
final class AdaptiveKernel implements Kernel {
  /**
   * More than cases and examples of use have, less than a batch: to interpret 500 units took longer
   * than a tiny trial trains, and trials share compiled code.
   */
  private static final int INTERPRETED_UNITS = 24;

  private final Program program;
  private final AtomicLong units = new AtomicLong();
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile Kernel current;

  AdaptiveKernel(Program program) {
    this.program = program;
    this.current = new Interpreter(program);
  }

  @Override
  public List<Signal> inputs() {
    return program.inputs();
  }

  @Override
  public int scratch(int longest) {
    return program.scratch(longest);
  }

  @Override
  public void run(
      int first,
      int units,
      int[] starts,
      double[][] inputs,
      double[][] gradients,
      double[] values,
      double[] counts,
      double[] scratch,
      int scratchOffset) {
    if (!settled.get()
        && this.units.addAndGet(units) > INTERPRETED_UNITS
        && settled.compareAndSet(false, true)) {
      current = Compiler.compile(program).orElse(current);
    }
    current.run(first, units, starts, inputs, gradients, values, counts, scratch, scratchOffset);
  }
}

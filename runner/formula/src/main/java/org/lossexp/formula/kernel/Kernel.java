package org.lossexp.formula.kernel;

import java.util.List;

/**
 * A formula that runs: values, counts and derivatives of a range of units.
 *
 * <p>A kernel has no state, is safe to use from several threads, and allocates nothing that grows
 * with the units. The numbers of a unit depend on nothing but the unit's inputs, so that a batch
 * may be run in any pieces.
 */
public interface Kernel {
  /**
   * {@return the signals that the formula reads, in the order of the arrays that {@link #run}
   * takes}
   *
   * <p>A differentiable signal that the value does not depend on is missing here unless something
   * else reads it: its derivative is 0, and the caller's to write.
   */
  List<Signal> inputs();

  /** {@return how many numbers of scratch a run needs, where no unit has more positions} */
  int scratch(int longest);

  /**
   * Runs units {@code first} up to {@code first + units}.
   *
   * @param starts the first position of each unit and, at the end, of the one after the last;
   *     [first + units + 1] numbers; read only where the shape is ragged
   * @param inputs an array for each of {@link #inputs}
   * @param gradients an array for each of {@link #inputs}, laid out like it: receives the
   *     derivative of each unit's value with respect to the unit's own inputs (written, not added);
   *     anything where the signal is not differentiable
   * @param values receives the value of unit u at u
   * @param counts receives 1 at u, or 0 where the unit does not count: value and derivatives are 0
   *     there
   * @param scratch at least {@link #scratch} numbers from {@code scratchOffset}, content ignored
   */
  void run(
      int first,
      int units,
      int[] starts,
      double[][] inputs,
      double[][] gradients,
      double[] values,
      double[] counts,
      double[] scratch,
      int scratchOffset);
}

package org.lossexp.spi;

/**
 * A loss bound to its arguments and its target: a pure function of a batch, stateless and
 * thread-safe.
 */
public interface LossFunction {
  /** {@return the head that the loss reads: how many raw outputs an example has, and their link} */
  Head head();

  /** {@return how the target of an example is encoded for this loss} */
  TargetEncoding encoding();

  /** {@return how raw outputs become what metrics read} */
  Readout readout();

  /** {@return how many values {@link #evaluate} gives for a batch of {@code rows} examples} */
  int units(int rows);

  /**
   * {@return how many doubles of scratch memory {@link #evaluate} wants for {@code rows} examples}
   */
  default int scratch(int rows) {
    return 0;
  }

  /**
   * Evaluates a batch into per-unit values and the gradient of their sum.
   *
   * <p>Writes {@code values[u]} and {@code counts[u]} for every unit (a count is what the unit adds
   * to the divisor of the mean: see {@link ReductionClass}) and {@code gradient[i]} for every
   * prediction: the derivative of the <em>sum</em> of the values. Reads nothing of what was there
   * before. Allocates nothing.
   */
  void evaluate(Batch batch, Evaluation evaluation);
}

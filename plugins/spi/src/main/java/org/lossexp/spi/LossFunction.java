package org.lossexp.spi;

import java.util.List;

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

  /**
   * {@return the most values that {@link #evaluate} gives for a batch of {@code rows} examples,
   * whatever their targets}
   */
  int units(int rows);

  /**
   * {@return how many values {@link #evaluate} gives for {@code batch}: for losses of lists, pairs
   * and triplets that depends on its lists or targets}
   */
  default int units(Batch batch) {
    return units(batch.rows());
  }

  /**
   * {@return how many doubles of scratch memory {@link #evaluate} wants for {@code rows} examples}
   */
  default int scratch(int rows) {
    return 0;
  }

  /**
   * {@return the function whose values are averaged: this one, for all but a few losses. CTC's mean
   * divides each value by the length of its target first, its sum does not}
   */
  default LossFunction forMean() {
    return this;
  }

  /** {@return the numbers of its own that are trained with the model; mostly none} */
  default List<State> state() {
    return List.of();
  }

  /**
   * Evaluates a batch into per-unit values and the gradient of their sum.
   *
   * <p>Writes {@code values[u]} and {@code counts[u]} for every unit (a count is what the unit adds
   * to the divisor of the mean: see {@link ReductionClass}), {@code gradient[i]} for every
   * prediction, and as much for each of its own numbers: the derivative of the <em>sum</em> of the
   * values. Reads nothing of what was there before. Allocates nothing that grows with the batch.
   */
  void evaluate(Batch batch, Evaluation evaluation);
}

package org.lossexp.standard;

import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;

/** A loss with one value for the whole batch. */
interface BatchFunction extends Fitted {
  @Override
  default int units(int rows) {
    return 1;
  }

  @Override
  default void evaluate(Batch batch, Evaluation evaluation) {
    evaluation.values()[0] = value(batch, evaluation.gradient(), evaluation.scratch());
    evaluation.counts()[0] = 1;
  }

  /** {@return the value}; the gradient is written. */
  double value(Batch batch, double[] gradient, double[] scratch);
}

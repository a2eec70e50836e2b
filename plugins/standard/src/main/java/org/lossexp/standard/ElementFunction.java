package org.lossexp.standard;

import java.util.Arrays;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;

/** A loss with a value for every raw output, each counting 1. */
interface ElementFunction extends Fitted {
  @Override
  default int units(int rows) {
    return rows * head().units();
  }

  @Override
  default void evaluate(Batch batch, Evaluation evaluation) {
    int elements = batch.rows() * batch.columns();
    Arrays.fill(evaluation.counts(), 0, elements, 1);
    evaluate(batch, elements, evaluation.values(), evaluation.gradient());
  }

  /** Writes the value and the derivative of each of the first {@code elements} predictions. */
  void evaluate(Batch batch, int elements, double[] values, double[] gradient);
}

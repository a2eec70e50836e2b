package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.TargetEncoding;

/** A loss function that says of itself what its {@link Layout} says. */
interface EmbeddingFunction extends LossFunction {
  Layout layout();

  @Override
  default Head head() {
    return layout().head();
  }

  @Override
  default Readout readout() {
    return layout().readout();
  }

  @Override
  default TargetEncoding encoding() {
    return TargetEncoding.NONE;
  }

  /** {@return the raw outputs, one row an example} */
  static Matrix predictions(Batch batch) {
    return new Matrix(batch.prediction(), 0, batch.rows(), batch.columns());
  }

  /** {@return where the derivatives with respect to them go} */
  static Matrix gradients(Batch batch, Evaluation evaluation) {
    return new Matrix(evaluation.gradient(), 0, batch.rows(), batch.columns());
  }
}

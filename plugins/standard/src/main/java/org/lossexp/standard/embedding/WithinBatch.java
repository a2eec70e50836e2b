package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.TargetEncoding;

/** A loss that compares the examples of a batch with one another: same label, or another. */
interface WithinBatch extends EmbeddingFunction {
  Measure measure();

  /** {@return whether embeddings are brought to unit length first} */
  boolean normalize();

  /** Writes the terms, and pushes the derivative of their sum with respect to each pair. */
  void evaluate(Neighbours batch, Terms terms);

  /** {@return the doubles of scratch memory that it wants besides the pairs} */
  default int extra(int rows) {
    return 0;
  }

  @Override
  default TargetEncoding encoding() {
    return TargetEncoding.CLASS_INDEX;
  }

  @Override
  default int units(int rows) {
    return rows;
  }

  @Override
  default int scratch(int rows) {
    return Rows.size(rows, layout().width()) + Pairs.size(rows, rows) + extra(rows);
  }

  @Override
  default void evaluate(Batch batch, Evaluation evaluation) {
    Memory memory = new Memory(evaluation.scratch());
    Rows rows = Rows.of(EmbeddingFunction.predictions(batch), normalize(), memory);
    Pairs pairs = Pairs.of(measure(), rows, rows, memory);
    evaluate(new Neighbours(pairs, new Labels(batch), memory), new Terms(evaluation));
    pairs.pullBack();
    rows.pullBack(EmbeddingFunction.gradients(batch, evaluation));
  }
}

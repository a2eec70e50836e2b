package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;

/** A loss of embeddings that stand side by side in a row: two views, a pair, a triplet. */
interface Joined extends EmbeddingFunction {
  /** {@return whether embeddings are brought to unit length first} */
  boolean normalize();

  /** Writes the terms, and adds the derivative of their sum to the parts' slopes. */
  void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms);

  /** {@return the doubles of scratch memory that it wants besides the parts} */
  default int extra(int rows) {
    return 0;
  }

  @Override
  default int units(int rows) {
    return rows;
  }

  @Override
  default int scratch(int rows) {
    return layout().parts() * Rows.size(rows, layout().width()) + extra(rows);
  }

  @Override
  default void evaluate(Batch batch, Evaluation evaluation) {
    Memory memory = new Memory(evaluation.scratch());
    int count = layout().parts();
    Rows[] parts = new Rows[count];
    for (int p = 0; p < count; p++) {
      Matrix given = EmbeddingFunction.predictions(batch).part(p, count);
      parts[p] = Rows.of(given, normalize(), memory);
    }
    evaluate(batch, parts, memory, new Terms(evaluation));
    for (int p = 0; p < count; p++) {
      parts[p].pullBack(EmbeddingFunction.gradients(batch, evaluation).part(p, count));
    }
  }
}

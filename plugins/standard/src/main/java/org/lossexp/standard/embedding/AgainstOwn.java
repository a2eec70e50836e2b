package org.lossexp.standard.embedding;

import java.util.List;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/** A loss that compares examples with vectors of its own, which are trained with the model. */
interface AgainstOwn extends EmbeddingFunction {
  /** {@return the vectors that the loss trains} */
  State own();

  Measure measure();

  /** {@return whether examples and own vectors are brought to unit length first} */
  boolean normalize();

  /**
   * Writes the terms, and pushes the derivative of their sum with respect to each pair of an
   * example (left) and a vector (right).
   */
  void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms);

  /** {@return the doubles of scratch memory that it wants besides the pairs} */
  default int extra(int rows) {
    return 0;
  }

  /**
   * {@return vectors called {@code name}, {@code each} for every class}
   *
   * @throws Refusal where there are no classes
   */
  static State vectors(String loss, String name, int each, Layout layout, TargetFacts target)
      throws Refusal {
    if (target.classes() == 0) {
      throw new Refusal(
          "`%s` trains vectors for the classes, but the target has no classes".formatted(loss));
    }
    // Each component has the variance 1 / d, so that vectors have about unit length.
    return new State(name, each * target.classes(), layout.width(), 1 / Math.sqrt(layout.width()));
  }

  @Override
  default List<State> state() {
    return List.of(own());
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
    int width = layout().width();
    int vectors = own().rows();
    return Rows.size(rows, width)
        + Rows.size(vectors, width)
        + Pairs.size(rows, vectors)
        + extra(rows);
  }

  @Override
  default void evaluate(Batch batch, Evaluation evaluation) {
    Memory memory = new Memory(evaluation.scratch());
    String name = own().name();
    Matrix vectors = new Matrix(batch.state().get(name), 0, own().rows(), own().columns());
    Matrix slopes = new Matrix(evaluation.state().get(name), 0, own().rows(), own().columns());
    Rows examples = Rows.of(EmbeddingFunction.predictions(batch), normalize(), memory);
    Rows owned = Rows.of(vectors, normalize(), memory);
    Pairs pairs = Pairs.of(measure(), examples, owned, memory);
    evaluate(batch, pairs, memory, new Terms(evaluation));
    pairs.pullBack();
    examples.pullBack(EmbeddingFunction.gradients(batch, evaluation));
    owned.pullBack(slopes);
  }

  static int label(Batch batch, int row) {
    return (int) batch.target()[row];
  }
}

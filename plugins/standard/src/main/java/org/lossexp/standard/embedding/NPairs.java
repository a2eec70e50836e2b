package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Each anchor picks its positive among the positives of all (Sohn 2016). */
final class NPairs implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("n_pairs", Family.EMBEDDING, "contrastive")
          .aliases("npair", "n_pair_mc")
          .summary(
              "Softmax in which each anchor finds its positive among the positives of all other"
                  + " anchors.")
          .formula("s_ij = <a_i, p_j>; ln sum_j exp(s_ij) - s_ii + l2_reg (|a_i|^2 + |p_i|^2) / 2")
          .parameter(
              new ParameterSpec.Real(
                  "l2_reg",
                  0,
                  Range.atLeast(0),
                  "weight of half the squared lengths of anchor and positive"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", false, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("anchor and positive side by side in each row, each row of another class")
          .parts("anchor", "positive")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .reference(
              "Sohn 2016, Improved deep metric learning with multi-class N-pair loss objective,"
                  + " NIPS")
          .elsewhere("pml", "NPairsLoss (takes the first pair of each label)")
          .trap("pytorch-metric-learning normalises by default, the paper does not, nor does this.")
          .trap("`l2_reg` is about the embeddings as they come, normalised or not.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 2, target),
        arguments.real("l2_reg"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double l2Reg, boolean normalize)
      implements EmbeddingFunction {
    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int scratch(int rows) {
      return 2 * Rows.size(rows, layout.width()) + Pairs.size(rows, rows) + rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Memory memory = new Memory(evaluation.scratch());
      Terms terms = new Terms(evaluation);
      Matrix given = EmbeddingFunction.predictions(batch);
      Matrix gradient = EmbeddingFunction.gradients(batch, evaluation);
      Rows anchors = Rows.of(given.part(0, 2), normalize, memory);
      Rows positives = Rows.of(given.part(1, 2), normalize, memory);
      Pairs pairs = Pairs.of(Measure.DOT, anchors, positives, memory);
      Exponents row = new Exponents(batch.rows(), memory);
      for (int i = 0; i < batch.rows(); i++) {
        row.clear();
        for (int j = 0; j < batch.rows(); j++) {
          row.add(pairs.value(i, j));
        }
        terms.add(row.logSum() - pairs.value(i, i) + 0.5 * l2Reg * given.dot(i, given, i));
        for (int j = 0; j < batch.rows(); j++) {
          pairs.push(i, j, row.share(j) - (i == j ? 1 : 0));
        }
      }
      pairs.pullBack();
      anchors.pullBack(gradient.part(0, 2));
      positives.pullBack(gradient.part(1, 2));
      // The regularizer is about the embeddings as they come, normalised or not.
      for (int i = 0; i < batch.rows(); i++) {
        gradient.addRow(i, l2Reg, given, i);
      }
    }
  }
}

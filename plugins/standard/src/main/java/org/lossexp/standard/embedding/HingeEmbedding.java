package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Distances of similar pairs as they are, those of dissimilar ones up to a margin. */
final class HingeEmbedding implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("hinge_embedding", Family.EMBEDDING, "pair")
          .aliases("hinge_embedding_loss")
          .summary(
              "Makes the distances of similar pairs small and those of dissimilar ones at least a"
                  + " margin.")
          .formula("y = 1: d; y = -1: max(0, margin - d)")
          .parameter(
              new ParameterSpec.Real(
                  "margin",
                  1,
                  Range.FINITE,
                  "the distance beyond which dissimilar pairs are left alone"))
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.EMBEDDING)
          .target("1 for a similar pair, -1 for a dissimilar one, for each distance")
          .head("distances of pairs")
          .convex("in the distances")
          .subgradient("0 where the distance is the margin; PyTorch lets the gradient pass there")
          .reference("PyTorch HingeEmbeddingLoss")
          .elsewhere("pytorch", "HingeEmbeddingLoss")
          .trap("It takes distances, not embeddings.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target), arguments.real("margin"));
  }

  private record Function(Layout layout, double margin) implements EmbeddingFunction {
    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.PLUS_MINUS_ONE;
    }

    @Override
    public int units(int rows) {
      return rows * layout.width();
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      for (int i = 0; i < batch.rows() * batch.columns(); i++) {
        double distance = batch.prediction()[i];
        double lacking = Math.max(0, margin - distance);
        boolean similar = batch.target()[i] > 0;
        evaluation.values()[i] = similar ? distance : lacking;
        evaluation.counts()[i] = 1;
        evaluation.gradient()[i] = similar ? 1 : -Math.signum(lacking);
      }
    }
  }
}

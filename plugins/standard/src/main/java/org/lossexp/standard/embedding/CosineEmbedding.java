package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
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

/** Similar pairs to cosine 1, dissimilar ones below a margin. */
final class CosineEmbedding implements Loss {
  /** PyTorch adds it to each squared norm. */
  private static final double TINY = 1e-12;

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("cosine_embedding", Family.EMBEDDING, "pair")
          .aliases("cosine_embedding_loss")
          .summary(
              "Turns similar pairs the same way and dissimilar ones at least a margin apart; the"
                  + " usual loss of pairs that are given.")
          .formula("y = 1: 1 - cos(x1, x2); y = -1: max(0, cos(x1, x2) - margin)")
          .parameter(
              new ParameterSpec.Real(
                  "margin",
                  0,
                  Range.closed(-1, 1),
                  "the cosine below which dissimilar pairs are left alone; 0 to 0.5 is usual"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("1 for a similar pair, -1 for a dissimilar one")
          .head("two embeddings side by side in each row")
          .parts("x1", "x2")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .subgradient("0 where cos = margin; 0 at a zero vector")
          .reference("PyTorch CosineEmbeddingLoss")
          .elsewhere("pytorch", "CosineEmbeddingLoss")
          .trap(
              "As in PyTorch 1e-12 is added to each squared norm; PyTorch gives a zero vector a"
                  + " gradient of about 1e6, this none.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 2, target), arguments.real("margin"));
  }

  private record Function(Layout layout, double margin) implements Joined {
    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.REAL;
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      Rows left = parts[0];
      Rows right = parts[1];
      for (int i = 0; i < batch.rows(); i++) {
        double leftSquare = left.used().dot(i, left.used(), i);
        double rightSquare = right.used().dot(i, right.used(), i);
        double dot = left.used().dot(i, right.used(), i);
        // The root of each apart: the product of two squares may overflow.
        double norms = Math.sqrt(leftSquare + TINY) * Math.sqrt(rightSquare + TINY);
        double cosine = dot / norms;
        boolean similar = batch.target()[i] > 0;
        terms.add(similar ? 1 - cosine : Math.max(0, cosine - margin));
        double slope = similar ? -1 : cosine > margin ? 1 : 0;
        // A zero vector has no direction, and no gradient.
        if (leftSquare > 0) {
          left.slope().addRow(i, slope / norms, right.used(), i);
          left.slope().addRow(i, -slope * cosine / (leftSquare + TINY), left.used(), i);
        }
        if (rightSquare > 0) {
          right.slope().addRow(i, slope / norms, left.used(), i);
          right.slope().addRow(i, -slope * cosine / (rightSquare + TINY), right.used(), i);
        }
      }
    }
  }
}

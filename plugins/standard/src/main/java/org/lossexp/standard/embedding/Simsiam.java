package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Each view's prediction towards the other view's projection, which is held still (Chen and He
 * 2021).
 */
final class Simsiam implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("simsiam", Family.EMBEDDING, "self-supervised")
          .aliases("negative_cosine_symmetric")
          .summary(
              "Turns each view's prediction towards the other view's projection, which is held"
                  + " still; no negatives.")
          .formula("-0.5 (cos(p1, z2) + cos(p2, z1)), z constant")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the projections of the two views, side by side")
          .head("the predictions of two views side by side in each row")
          .parts("p1", "p2")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("-1 to 1")
          .reference("Chen & He 2021, Exploring simple Siamese representation learning, CVPR")
          .trap(
              "The projections are targets: no gradient flows into them. Without that it"
                  + " collapses.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 2, target));
  }

  private record Function(Layout layout) implements Joined {
    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.REAL;
    }

    @Override
    public int extra(int rows) {
      return 2 * Rows.size(rows, layout().width());
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      Matrix targets = new Matrix(batch.target(), 0, batch.rows(), batch.columns());
      Rows first = Rows.of(targets.part(0, 2), true, memory);
      Rows second = Rows.of(targets.part(1, 2), true, memory);
      for (int i = 0; i < batch.rows(); i++) {
        double cosines =
            parts[0].used().dot(i, second.used(), i) + parts[1].used().dot(i, first.used(), i);
        terms.add(-0.5 * cosines);
        parts[0].slope().addRow(i, -0.5, second.used(), i);
        parts[1].slope().addRow(i, -0.5, first.used(), i);
      }
    }
  }
}

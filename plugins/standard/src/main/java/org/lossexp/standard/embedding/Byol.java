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
 * The online network's prediction towards the target network's projection, which is held still
 * (Grill et al. 2020).
 */
final class Byol implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("byol", Family.EMBEDDING, "self-supervised")
          .aliases("byol_regression")
          .summary(
              "Turns the online network's prediction towards the target network's projection, which"
                  + " is held still; no negatives.")
          .formula("2 - 2 cos(p, z), z constant")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the target network's projection, as long as the prediction")
          .head("the online network's prediction")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("0 to 4")
          .reference(
              "Grill et al. 2020, Bootstrap your own latent: a new approach to self-supervised"
                  + " learning, NeurIPS")
          .trap("The paper adds the same loss with the two views exchanged.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target));
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
      return Rows.size(rows, layout().width());
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      Matrix targets = new Matrix(batch.target(), 0, batch.rows(), batch.columns());
      Rows projections = Rows.of(targets, true, memory);
      for (int i = 0; i < batch.rows(); i++) {
        terms.add(2 - 2 * parts[0].used().dot(i, projections.used(), i));
        parts[0].slope().addRow(i, -2, projections.used(), i);
      }
    }
  }
}

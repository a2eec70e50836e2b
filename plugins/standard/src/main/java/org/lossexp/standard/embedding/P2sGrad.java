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
import org.lossexp.spi.State;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Squared errors of cosines, whose gradients are those of margin softmax without its
 * hyperparameters (Zhang et al. 2019).
 */
final class P2sGrad implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("p2s_grad", Family.EMBEDDING, "margin-softmax")
          .aliases("p2sgrad_mse")
          .summary(
              "Squared errors of cosines to class vectors: the gradient of margin softmax without"
                  + " its scale and margin.")
          .formula("mean over examples i and classes j of (cos(x_i, w_j) - 1[j = y_i])^2")
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("weights")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("0 to 4")
          .reference(
              "Zhang et al. 2019 (P2SGrad), P2SGrad: refined gradients for optimizing deep face"
                  + " models, CVPR")
          .elsewhere("pml", "P2SGradLoss")
          .trap("pytorch-metric-learning expects weights of unit length; here they are normalised.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Layout layout = Layout.of(DESCRIPTOR.name(), 1, target);
    return new Function(
        layout, AgainstOwn.vectors(DESCRIPTOR.name(), "weights", 1, layout, target));
  }

  private record Function(Layout layout, State own) implements AgainstOwn {
    @Override
    public Measure measure() {
      return Measure.DOT;
    }

    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public int units(int rows) {
      return 1;
    }

    @Override
    public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
      int classes = pairs.right().count();
      double count = (double) batch.rows() * classes;
      double squares = 0;
      for (int i = 0; i < batch.rows(); i++) {
        for (int j = 0; j < classes; j++) {
          double error = pairs.value(i, j) - (j == AgainstOwn.label(batch, i) ? 1 : 0);
          squares += error * error;
          pairs.push(i, j, 2 * error / count);
        }
      }
      terms.add(squares / count);
    }
  }
}

package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** What a margin lacks to 1 (Cortes and Vapnik 1995). */
final class Hinge implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("hinge", Family.CLASSIFICATION, "binary-margin")
          .aliases("binary_hinge", "svm_hinge")
          .summary(
              "Asks for a margin of 1 and then is content: the support vector machine for two"
                  + " classes; gives no probabilities.")
          .formula("max(0, 1 - target prediction)")
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.BINARY, Task.MULTILABEL)
          .target("-1 or +1 for each score")
          .head("one score for two classes, or for each label; its sign is the class")
          .subgradient("0 where target prediction = 1")
          .reference("Cortes & Vapnik 1995, Support-vector networks, Machine Learning 20")
          .elsewhere("keras", "Hinge")
          .elsewhere("optax", "hinge_loss")
          .trap(
              "Targets are -1 and +1. Keras turns 0 into -1 where all targets of a batch are 0 or"
                  + " 1; Optax and scikit-learn do not.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.binaryMargins(DESCRIPTOR.name(), target));
  }

  private record Function(Fit fit) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      for (int i = 0; i < elements; i++) {
        double lack = 1 - target[i] * prediction[i];
        values[i] = Math.max(0, lack);
        gradient[i] = lack > 0 ? -target[i] : 0;
      }
    }
  }
}

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

/** Half the squared distance to the centre of the own class (Wen et al. 2016). */
final class CenterLoss implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("center_loss", Family.EMBEDDING, "margin-softmax")
          .aliases("centre_loss")
          .summary(
              "Half the squared distance to the centre of the class: makes classes compact beside a"
                  + " softmax loss.")
          .formula("0.5 ||x - c_y||^2")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("centers")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .reference(
              "Wen et al. 2016, A discriminative feature learning approach for deep face"
                  + " recognition, ECCV")
          .trap(
              "The paper moves the centres by a rule of its own, an average over the batch; here"
                  + " the optimizer does, along the gradient.")
          .trap("Alone it has a trivial minimum: all embeddings and centres in one point.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Layout layout = Layout.of(DESCRIPTOR.name(), 1, target);
    return new Function(
        layout, AgainstOwn.vectors(DESCRIPTOR.name(), "centers", 1, layout, target));
  }

  private record Function(Layout layout, State own) implements AgainstOwn {
    @Override
    public Measure measure() {
      return Measure.SQUARED_DISTANCE;
    }

    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
      for (int i = 0; i < batch.rows(); i++) {
        int label = AgainstOwn.label(batch, i);
        terms.add(0.5 * pairs.value(i, label));
        pairs.push(i, label, 0.5);
      }
    }
  }
}

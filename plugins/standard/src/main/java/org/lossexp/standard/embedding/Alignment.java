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
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** A power of the distance of two views on the unit sphere (Wang and Isola 2020). */
final class Alignment implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("alignment", Family.EMBEDDING, "self-supervised")
          .aliases("align_loss")
          .summary(
              "A power of the distance between two views on the unit sphere; with `uniformity` the"
                  + " two halves of contrastive learning.")
          .formula("||x - y||^alpha of unit vectors x, y")
          .parameter(new ParameterSpec.Real("alpha", 2, Range.above(0), "power of the distance"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("two views side by side in each row")
          .parts("view1", "view2")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("0 to 2^alpha")
          .subgradient("0 where the views coincide")
          .reference(
              "Wang & Isola 2020, Understanding contrastive representation learning through"
                  + " alignment and uniformity on the hypersphere, ICML")
          .trap("Alone it has a trivial minimum: all embeddings in one point.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 2, target), arguments.real("alpha"));
  }

  private record Function(Layout layout, double alpha) implements Joined {
    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      for (int i = 0; i < batch.rows(); i++) {
        double distance = Measure.DISTANCE.of(parts[0].used(), i, parts[1].used(), i);
        terms.add(StrictMath.pow(distance, alpha));
        double slope = distance > 0 ? alpha * StrictMath.pow(distance, alpha - 1) : 0;
        Measure.DISTANCE.pullBack(slope, distance, parts[0], i, parts[1], i);
      }
    }
  }
}

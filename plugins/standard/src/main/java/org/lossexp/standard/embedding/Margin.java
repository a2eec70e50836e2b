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

/**
 * Positives nearer and negatives farther than a boundary, by a margin, over every triplet (Wu et
 * al. 2017).
 */
final class Margin implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("margin", Family.EMBEDDING, "triplet")
          .aliases("margin_based", "wu_margin")
          .summary(
              "Positives nearer and negatives farther than a boundary, each by a margin: distances"
                  + " themselves, not only their order.")
          .formula(
              "d = Euclidean distance of unit vectors; for each triplet: max(0, d_ap - beta +"
                  + " margin) + max(0, beta - d_an + margin)")
          .parameter(
              new ParameterSpec.Real(
                  "margin", 0.2, Range.above(0), "how far from the boundary is enough"))
          .parameter(
              new ParameterSpec.Real(
                  "beta", 1.2, Range.above(0), "the boundary between near and far"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.NONZERO)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where a hinge is 0 and where two points coincide")
          .reference("Wu et al. 2017 (ICCV), Sampling matters in deep embedding learning")
          .elsewhere("pml", "MarginLoss")
          .trap(
              "In the mean each of the two hinges of a triplet counts by itself where it is not 0.")
          .trap("The paper learns the boundary, one a class; here it is a parameter.")
          .trap("The paper draws negatives by their distance; here all take part.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("margin"),
        arguments.real("beta"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double margin, double beta, boolean normalize)
      implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DISTANCE;
    }

    @Override
    public int units(int rows) {
      return Labels.mostTriplets(rows);
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).triplets();
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      batch.forEachTriplet((a, p, n) -> {
        double far = Math.max(0, batch.value(a, p) - beta + margin);
        double near = Math.max(0, beta - batch.value(a, n) + margin);
        batch.push(a, p, Math.signum(far));
        batch.push(a, n, -Math.signum(near));
        // Each of the two hinges counts by itself where it is not 0.
        terms.add(far + near, Math.signum(far) + Math.signum(near));
      });
    }
  }
}

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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The triplet margin over every triplet of the batch (Hermans, Beyer and Leibe 2017). */
final class TripletBatchAll implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("triplet_batch_all", Family.EMBEDDING, "triplet")
          .aliases("batch_all_triplet", "pml_triplet")
          .summary(
              "The triplet margin over every triplet of the batch; easy triplets, which are 0, do"
                  + " not count in the mean.")
          .formula(
              "d = Euclidean distance of unit vectors; for each triplet: max(0, d_ap - d_an +"
                  + " margin); smooth: softplus; swap: min(d_an, d_pn) for d_an")
          .parameter(
              new ParameterSpec.Real("margin", 0.05, Range.atLeast(0), "how much nearer is enough"))
          .parameter(
              new ParameterSpec.Flag(
                  "swap",
                  false,
                  "whether the negative is compared with the positive where it is nearer to that"
                      + " than to the anchor"))
          .parameter(new ParameterSpec.Flag("smooth", false, "softplus instead of the hinge"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.NONZERO)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where the hinge is 0 and where two points coincide")
          .reference(
              "PML TripletMarginLoss; Hermans et al. 2017, In defense of the triplet loss for"
                  + " person re-identification, arXiv:1703.07737")
          .elsewhere("pml", "TripletMarginLoss")
          .trap("With `smooth` the softplus is taken of the gap and the margin together.")
          .trap("The mean is over triplets that are not 0, as in pytorch-metric-learning.")
          .trap("A batch of n examples has up to n^3 / 4 triplets.")
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
        arguments.flag("swap"),
        arguments.flag("smooth"),
        arguments.flag("normalize"));
  }

  private record Function(
      Layout layout, double margin, boolean swap, boolean smooth, boolean normalize)
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
      batch.forEachTriplet((a, p, n) -> terms.addNonzero(triplet(batch, a, p, n)));
    }

    private double triplet(Neighbours batch, int a, int p, int n) {
      // Of equal distances the one to the anchor counts.
      int other = swap && batch.value(p, n) < batch.value(a, n) ? p : a;
      double excess = batch.value(a, p) - batch.value(other, n) + margin;
      double slope = smooth ? StableMath.sigmoid(excess) : excess > 0 ? 1 : 0;
      batch.push(a, p, slope);
      batch.push(other, n, -slope);
      return smooth ? StableMath.softplus(excess) : Math.max(0, excess);
    }
  }
}

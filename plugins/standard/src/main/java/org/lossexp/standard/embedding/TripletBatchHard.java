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

/**
 * The triplet margin of each anchor's farthest positive and nearest negative (Hermans, Beyer and
 * Leibe 2017).
 */
final class TripletBatchHard implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("triplet_batch_hard", Family.EMBEDDING, "triplet")
          .aliases("batch_hard")
          .summary(
              "The triplet margin of each anchor's farthest positive and nearest negative: few"
                  + " triplets, all of them informative.")
          .formula(
              "d = Euclidean distance of unit vectors; for each anchor with a positive and a"
                  + " negative: max(0, max_P d - min_N d + margin); soft: softplus(max_P d - min_N"
                  + " d)")
          .parameter(
              new ParameterSpec.Real("margin", 0.2, Range.atLeast(0), "how much nearer is enough"))
          .parameter(
              new ParameterSpec.Flag(
                  "soft", false, "softplus, without the margin, instead of the hinge"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where the hinge is 0; of equally far or near examples the first")
          .reference(
              "Hermans, Beyer & Leibe 2017, In defense of the triplet loss for person"
                  + " re-identification, arXiv:1703.07737")
          .elsewhere("pml", "TripletMarginLoss + BatchHardMiner")
          .trap(
              "It may collapse all embeddings into one point when training starts: then begin with"
                  + " `triplet_semi_hard`, or take `soft`.")
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
        arguments.flag("soft"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double margin, boolean soft, boolean normalize)
      implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DISTANCE;
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).anchorsOfTriplets();
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      for (int a = 0; a < batch.count(); a++) {
        int positive = -1;
        int negative = -1;
        for (int j = 0; j < batch.count(); j++) {
          if (batch.isPositive(a, j)
              && (positive < 0 || batch.value(a, j) > batch.value(a, positive))) {
            positive = j;
          }
          if (batch.isNegative(a, j)
              && (negative < 0 || batch.value(a, j) < batch.value(a, negative))) {
            negative = j;
          }
        }
        if (positive >= 0 && negative >= 0) {
          double gap = batch.value(a, positive) - batch.value(a, negative);
          double slope = soft ? StableMath.sigmoid(gap) : gap + margin > 0 ? 1 : 0;
          batch.push(a, positive, slope);
          batch.push(a, negative, -slope);
          terms.add(soft ? StableMath.softplus(gap) : Math.max(0, gap + margin));
        }
      }
    }
  }
}

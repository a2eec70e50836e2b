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

/** Average precision over a soft histogram of distances (Cakir et al. 2019). */
final class FastAp implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("fast_ap", Family.EMBEDDING, "average-precision")
          .aliases("fastap")
          .summary(
              "One minus the average precision of retrieval with each example as query, from a soft"
                  + " histogram of distances.")
          .formula(
              "h, h+ soft histograms of an anchor's squared distances in [0, 4], of all and of"
                  + " positives, H, H+ their running sums: 1 - (1/|P|) sum_b h+_b H+_b / H_b")
          .parameter(
              new ParameterSpec.Whole(
                  "num_bins", 10, Range.atLeast(1), "bins between the squared distances 0 and 4"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("0 to 1")
          .subgradient("0 where a distance is at a node of the histogram")
          .reference("Cakir et al. 2019, Deep metric learning to rank, CVPR")
          .elsewhere("pml", "FastAPLoss")
          .trap("Needs large batches: the histogram is of one batch.")
          .trap("Anchors without positives are no terms.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target), arguments.whole("num_bins"));
  }

  private record Function(Layout layout, int numBins) implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.SQUARED_DISTANCE;
    }

    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).anchorsWithPositives();
    }

    @Override
    public int extra(int rows) {
      return 2 * SoftHistogram.size(numBins) + 2 * (numBins + 1);
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      // Unit vectors lie at squared distances from 0 to 4.
      SoftHistogram positives = new SoftHistogram(0, 4, numBins, batch.memory());
      SoftHistogram all = new SoftHistogram(0, 4, numBins, batch.memory());
      Matrix below = batch.memory().zeros(2, numBins + 1);
      for (int i = 0; i < batch.count(); i++) {
        int count = batch.labels().positives(i);
        if (count > 0) {
          positives.clear();
          all.clear();
          for (int j = 0; j < batch.count(); j++) {
            if (j != i) {
              all.add(batch.value(i, j), 1);
              positives.add(batch.value(i, j), batch.isPositive(i, j) ? 1 : 0);
            }
          }
          terms.add(1 - precision(positives, all, below) / count);
          for (int j = 0; j < batch.count(); j++) {
            if (j != i) {
              double own = batch.isPositive(i, j) ? positives.slope(batch.value(i, j)) : 0;
              batch.push(i, j, -(own + all.slope(batch.value(i, j))) / count);
            }
          }
        }
      }
    }

    /**
     * {@return Σ h⁺ H⁺ / H over the nodes, H the sums of h up to a node; pushes its derivative with
     * respect to both histograms}
     */
    private static double precision(SoftHistogram positives, SoftHistogram all, Matrix below) {
      double sum = 0;
      double positivesBelow = 0;
      double allBelow = 0;
      for (int b = 0; b < all.nodes(); b++) {
        positivesBelow += positives.height(b);
        allBelow += all.height(b);
        below.set(0, b, positivesBelow);
        below.set(1, b, allBelow);
        sum += allBelow > 0 ? positives.height(b) * positivesBelow / allBelow : 0;
      }
      double ofPositives = 0;
      double ofAll = 0;
      for (int b = all.nodes() - 1; b >= 0 && below.at(1, b) > 0; b--) {
        double ratio = below.at(0, b) / below.at(1, b);
        ofPositives += positives.height(b) / below.at(1, b);
        ofAll -= positives.height(b) * ratio / below.at(1, b);
        positives.push(b, ratio + ofPositives);
        all.push(b, ofAll);
      }
      return sum;
    }
  }
}

package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
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

/** Triplets weighted by how many others they exceed (Zhang and Rusinkiewicz 2019). */
final class DynamicSoftMargin implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("dynamic_soft_margin", Family.EMBEDDING, "triplet")
          .aliases("dsm", "cdf_dynamic_margin")
          .summary(
              "Weighs each triplet by the share of triplets that are easier: a margin that moves"
                  + " with the model.")
          .formula(
              "x = d_ap - d_an of unit vectors over all triplets; mean of CDF(x) x, CDF the running"
                  + " share of a soft histogram of x from min_val to -min_val")
          .parameter(
              new ParameterSpec.Real(
                  "min_val",
                  -2,
                  new Range(Double.NEGATIVE_INFINITY, false, 0, false),
                  "the lowest gap of the histogram; -min_val is the highest"))
          .parameter(
              new ParameterSpec.Whole("num_bins", 10, Range.atLeast(1), "bins of the histogram"))
          .parameter(
              new ParameterSpec.Real(
                  "momentum",
                  0.01,
                  Range.closed(0, 1),
                  "weight of the newest batch in the running histogram; of no effect here"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .stopsGradient("the share of the easier triplets, by which each is weighed")
          .subgradient("the shares count as constants, as in the paper")
          .reference(
              "Zhang & Rusinkiewicz 2019, Learning local descriptors with a CDF-based dynamic soft"
                  + " margin, ICCV")
          .elsewhere("pml", "DynamicSoftMarginLoss")
          .trap(
              "The paper keeps a running average of the histogram over batches. A loss has no"
                  + " memory here: each batch is treated as the first one, and `momentum` is"
                  + " accepted and ignored.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("min_val"),
        arguments.whole("num_bins"));
  }

  private record Function(Layout layout, double minVal, int numBins) implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DISTANCE;
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
    public int extra(int rows) {
      return numBins + 1;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      int triplets = batch.labels().triplets();
      Matrix below = batch.memory().zeros(1, numBins + 1);
      batch.forEachTriplet((a, p, n) -> {
        double place = place(batch.value(a, p) - batch.value(a, n));
        int bin = (int) place;
        below.add(0, bin, 1 - (place - bin));
        below.add(0, Math.min(bin + 1, numBins), place - bin);
      });
      for (int bin = 1; bin <= numBins; bin++) {
        below.add(0, bin, below.at(0, bin - 1));
      }
      // Weighted distances of positives and of negatives; their slopes have the same weights.
      batch.forEachTriplet((a, p, n) -> {
        double gap = batch.value(a, p) - batch.value(a, n);
        double weight = below.at(0, (int) place(gap)) / triplets;
        batch.push(a, p, weight / triplets);
        batch.push(a, n, -weight / triplets);
      });
      double value = 0;
      for (int a = 0; a < batch.count(); a++) {
        for (int j = 0; j < batch.count(); j++) {
          value += batch.pairs().slopes().at(a, j) * batch.value(a, j);
        }
      }
      terms.add(value);
    }

    /** {@return the number of the node below, and how far it is on the way to the next} */
    private double place(double gap) {
      return Math.clamp((gap - minVal) / (-2 * minVal) * numBins, 0, numBins);
    }
  }
}

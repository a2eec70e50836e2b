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

/**
 * The probability that a random negative pair is more alike than a random positive one (Ustinova
 * and Lempitsky 2016).
 */
final class Histogram implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("histogram", Family.EMBEDDING, "distribution")
          .aliases("histogram_loss")
          .summary(
              "The probability that a random pair of different classes is more alike than a random"
                  + " pair of one class, from soft histograms; next to nothing to tune.")
          .formula(
              "h+, h- soft histograms of the cosines of positive and negative pairs: sum_r h-_r"
                  + " sum_{q <= r} h+_q")
          .parameter(
              new ParameterSpec.Whole(
                  "n_bins", 100, Range.atLeast(1), "bins between the cosines -1 and 1"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("0 to 1")
          .subgradient("0 where a cosine is at a node of the histograms")
          .reference(
              "Ustinova & Lempitsky 2016, Learning deep embeddings with histogram loss, NIPS")
          .elsewhere("pml", "HistogramLoss")
          .trap("Needs batches with many pairs.")
          .trap("pytorch-metric-learning leaves out pairs whose anchor is in no triplet.")
          .trap("It is 0 where the batch has no positive or no negative pair.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target), arguments.whole("n_bins"));
  }

  private record Function(Layout layout, int nBins) implements WithinBatch {
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
    public int extra(int rows) {
      return 2 * SoftHistogram.size(nBins);
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      SoftHistogram positives = new SoftHistogram(-1, 1, nBins, batch.memory());
      SoftHistogram negatives = new SoftHistogram(-1, 1, nBins, batch.memory());
      int positivePairs = batch.labels().positivePairs() / 2;
      int negativePairs = batch.labels().negativePairs() / 2;
      if (positivePairs == 0 || negativePairs == 0) {
        terms.add(0);
        return;
      }
      for (int i = 0; i < batch.count(); i++) {
        for (int j = i + 1; j < batch.count(); j++) {
          positives.add(batch.value(i, j), batch.isPositive(i, j) ? 1.0 / positivePairs : 0);
          negatives.add(batch.value(i, j), batch.isNegative(i, j) ? 1.0 / negativePairs : 0);
        }
      }
      double value = 0;
      double below = 0;
      for (int r = 0; r < positives.nodes(); r++) {
        below += positives.height(r);
        value += negatives.height(r) * below;
        negatives.push(r, below);
      }
      double above = 0;
      for (int r = positives.nodes() - 1; r >= 0; r--) {
        above += negatives.height(r);
        positives.push(r, above);
      }
      terms.add(value);
      for (int i = 0; i < batch.count(); i++) {
        for (int j = i + 1; j < batch.count(); j++) {
          double similarity = batch.value(i, j);
          batch.push(
              i,
              j,
              batch.isPositive(i, j)
                  ? positives.slope(similarity) / positivePairs
                  : negatives.slope(similarity) / negativePairs);
        }
      }
    }
  }
}

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
 * The probability that a stochastic nearest neighbour has the right label (Goldberger et al. 2005).
 */
final class Nca implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("nca", Family.EMBEDDING, "contrastive")
          .aliases("neighbourhood_components_analysis")
          .summary(
              "Maximizes the probability that a random neighbour, nearer ones more probable, has"
                  + " the right label.")
          .formula(
              "for each anchor with a positive: -ln sum_P softmax over the others of"
                  + " (-softmax_scale ||x_i - x_j||^2), unit vectors")
          .parameter(
              new ParameterSpec.Real(
                  "softmax_scale",
                  1,
                  Range.above(0),
                  "how sharply the nearest is preferred: an inverse temperature"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference("Goldberger et al. 2005, Neighbourhood components analysis, NIPS 17")
          .elsewhere("pml", "NCALoss")
          .trap("Anchors without positives are no terms.")
          .trap(
              "The paper maximizes the expected number of right neighbours; this is the other"
                  + " objective that it names, the sum of logarithms.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("softmax_scale"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double softmaxScale, boolean normalize)
      implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.SQUARED_DISTANCE;
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).anchorsWithPositives();
    }

    @Override
    public int extra(int rows) {
      return 2 * rows;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      Exponents others = new Exponents(batch.count(), batch.memory());
      Exponents positives = new Exponents(batch.count(), batch.memory());
      for (int i = 0; i < batch.count(); i++) {
        others.clear();
        positives.clear();
        for (int j = 0; j < batch.count(); j++) {
          if (j != i) {
            others.add(-softmaxScale * batch.value(i, j));
          }
          if (batch.isPositive(i, j)) {
            positives.add(-softmaxScale * batch.value(i, j));
          }
        }
        if (positives.isEmpty()) {
          continue;
        }
        terms.add(others.logSum() - positives.logSum());
        int all = 0;
        int own = 0;
        for (int j = 0; j < batch.count(); j++) {
          if (j != i) {
            double wanted = batch.isPositive(i, j) ? positives.share(own++) : 0;
            batch.push(i, j, -softmaxScale * (others.share(all++) - wanted));
          }
        }
      }
    }
  }
}

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

/** Keeps positive similarities, and negative ones, close to their means (Yu and Tao 2019). */
final class IntraPairVariance implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("intra_pair_variance", Family.EMBEDDING, "distribution")
          .aliases("ipv")
          .summary(
              "Draws the positive similarities together, and the negative ones, each to their own"
                  + " mean; added to other losses.")
          .formula(
              "s = cos; mean_P max(0, (1 - pos_eps) mean_P(s) - s)^2 + mean_N max(0, s - (1 +"
                  + " neg_eps) mean_N(s))^2")
          .parameter(
              new ParameterSpec.Real(
                  "pos_eps",
                  0.01,
                  Range.atLeast(0),
                  "how far below their mean, relatively, positives are left alone"))
          .parameter(
              new ParameterSpec.Real(
                  "neg_eps",
                  0.01,
                  Range.atLeast(0),
                  "how far above their mean, relatively, negatives are left alone"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference(
              "Yu & Tao 2019 (PML IntraPairVarianceLoss), Deep metric learning with tuplet margin"
                  + " loss, ICCV")
          .elsewhere("pml", "IntraPairVarianceLoss")
          .trap("The means are differentiated, too.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("pos_eps"),
        arguments.real("neg_eps"));
  }

  private record Function(Layout layout, double posEps, double negEps) implements WithinBatch {
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
    public void evaluate(Neighbours batch, Terms terms) {
      terms.add(spread(batch, true, 1 - posEps) + spread(batch, false, 1 + negEps));
    }

    /**
     * {@return the mean of squares of what similarities of positive pairs lack to {@code factor}
     * times their mean, or those of negative pairs exceed it}
     */
    private static double spread(Neighbours batch, boolean positive, double factor) {
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < batch.count(); j++) {
          if (j != i && batch.isPositive(i, j) == positive) {
            sum += batch.value(i, j);
            pairs++;
          }
        }
      }
      if (pairs == 0) {
        return 0;
      }
      double bound = factor * sum / pairs;
      double sign = positive ? 1 : -1;
      double squares = 0;
      double hinges = 0;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < batch.count(); j++) {
          if (j != i && batch.isPositive(i, j) == positive) {
            double hinge = Math.max(0, sign * (bound - batch.value(i, j)));
            squares += hinge * hinge;
            hinges += hinge;
            batch.push(i, j, -2 * sign * hinge / pairs);
          }
        }
      }
      // The mean moves with every pair.
      double ofMean = 2 * sign * factor * hinges / pairs / pairs;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < batch.count(); j++) {
          if (j != i && batch.isPositive(i, j) == positive) {
            batch.push(i, j, ofMean);
          }
        }
      }
      return squares / pairs;
    }
  }
}

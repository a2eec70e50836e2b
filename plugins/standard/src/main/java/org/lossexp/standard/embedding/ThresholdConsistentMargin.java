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
 * Pulls the pairs on the wrong side of two similarities, so that one threshold serves all classes
 * (Zhang et al. 2024).
 */
final class ThresholdConsistentMargin implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("threshold_consistent_margin", Family.EMBEDDING, "pair")
          .aliases("tcm")
          .summary(
              "Pulls only pairs on the wrong side of two fixed similarities, so that one threshold"
                  + " serves every class; added to other losses.")
          .formula(
              "s = cos; lambda_plus mean of (margin_plus - s) over P with s <= margin_plus +"
                  + " lambda_minus mean of (s - margin_minus) over N with s >= margin_minus")
          .parameter(
              new ParameterSpec.Real(
                  "lambda_plus", 1, Range.atLeast(0), "weight of positive pairs"))
          .parameter(
              new ParameterSpec.Real(
                  "lambda_minus", 1, Range.atLeast(0), "weight of negative pairs"))
          .parameter(
              new ParameterSpec.Real(
                  "margin_plus",
                  0.9,
                  Range.closed(-1, 1),
                  "the cosine above which positives are left alone"))
          .parameter(
              new ParameterSpec.Real(
                  "margin_minus",
                  0.5,
                  Range.closed(-1, 1),
                  "the cosine below which negatives are left alone"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("pairs exactly at a margin are pulled")
          .reference(
              "Zhang et al. 2024 (TCM, arXiv:2307.04047), Threshold-consistent margin loss for"
                  + " open-world deep metric learning, ICLR")
          .elsewhere("pml", "ThresholdConsistentMarginLoss")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("lambda_plus"),
        arguments.real("lambda_minus"),
        arguments.real("margin_plus"),
        arguments.real("margin_minus"));
  }

  private record Function(
      Layout layout, double lambdaPlus, double lambdaMinus, double marginPlus, double marginMinus)
      implements WithinBatch {
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
      terms.add(
          lambdaPlus * mean(batch, true, lambdaPlus)
              + lambdaMinus * mean(batch, false, lambdaMinus));
    }

    /** {@return how far on average the pairs on the wrong side of their margin are from it} */
    private double mean(Neighbours batch, boolean positive, double weight) {
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < batch.count(); j++) {
          if (isWrong(batch, i, j, positive)) {
            sum += Math.abs(batch.value(i, j) - (positive ? marginPlus : marginMinus));
            pairs++;
          }
        }
      }
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < batch.count(); j++) {
          if (isWrong(batch, i, j, positive)) {
            batch.push(i, j, (positive ? -weight : weight) / pairs);
          }
        }
      }
      return pairs == 0 ? 0 : sum / pairs;
    }

    private boolean isWrong(Neighbours batch, int i, int j, boolean positive) {
      return positive
          ? batch.isPositive(i, j) && batch.value(i, j) <= marginPlus
          : batch.isNegative(i, j) && batch.value(i, j) >= marginMinus;
    }
  }
}

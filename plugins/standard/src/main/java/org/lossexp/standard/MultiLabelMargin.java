package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** A hinge for every pair of a label that applies and one that does not, as PyTorch has it. */
final class MultiLabelMargin implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("multi_label_margin", Family.CLASSIFICATION, "multi-label")
          .aliases("multilabel_hinge")
          .summary(
              "Asks every label that applies to lead every one that does not by a margin of 1: for"
                  + " the order of the labels, not for their probabilities.")
          .formula("1/C sum_{j applies} sum_{k does not} max(0, 1 - (x_j - x_k))")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.MULTILABEL)
          .target("0 or 1 for each label")
          .head("one score for each label")
          .convex("in the scores")
          .bounds("at least 0")
          .invariant(Invariant.SHIFT)
          .subgradient("x_j - x_k = 1: gradient 0")
          .reference("PyTorch MultiLabelMarginLoss")
          .elsewhere("pytorch", "MultiLabelMarginLoss")
          .trap("It divides by C, the number of labels, not by the number of pairs.")
          .trap(
              "PyTorch takes lists of class indices, of which only those before the first -1 count;"
                  + " here the target is 0 or 1 for each label.")
          .trap(
              "Only differences between scores are trained: that a label applies above a score of 0"
                  + " is a convention.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.labels(DESCRIPTOR.name(), target));
  }

  private record Function(Fit fit) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] scores = batch.prediction();
      double[] applies = batch.target();
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      double scale = 1.0 / columns;
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * columns;
        int end = first + columns;
        double value = 0;
        for (int k = first; k < end; k++) {
          gradient[k] = 0;
        }
        for (int j = first; j < end; j++) {
          for (int k = first; applies[j] > 0.5 && k < end; k++) {
            double missing = 1 - (scores[j] - scores[k]);
            if (applies[k] <= 0.5 && missing > 0) {
              value += missing;
              gradient[j] -= scale;
              gradient[k] += scale;
            }
          }
        }
        evaluation.values()[row] = value * scale;
        evaluation.counts()[row] = 1;
      }
    }
  }
}

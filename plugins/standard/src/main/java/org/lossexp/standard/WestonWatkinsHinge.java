package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The sum of the hinges of all wrong classes (Weston and Watkins 1999). */
final class WestonWatkinsHinge implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("weston_watkins_hinge", Family.CLASSIFICATION, "multiclass-margin")
          .aliases("multiclass_svm", "cs231n_svm", "multiclass_hinge_sum")
          .summary(
              "Asks every wrong class to stay a margin below the right one: the multiclass support"
                  + " vector machine; gives no probabilities.")
          .formula("sum over j != y of max(0, x_j - x_y + margin)^p")
          .parameter(
              new ParameterSpec.Real(
                  "margin", 1, Range.above(0), "how far below the right score is far enough"))
          .parameter(new ParameterSpec.Whole("p", 1, Range.closed(1, 2), "power: 1 or 2"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one score for each class; the largest wins")
          .subgradient("0 where x_j - x_y + margin = 0")
          .reference(
              "Weston & Watkins 1999, Support vector machines for multi-class pattern recognition;"
                  + " CS231n linear-classification notes")
          .elsewhere("pytorch", "MultiMarginLoss = this divided by C")
          .trap("PyTorch's `MultiMarginLoss` divides by the number of classes; this does not.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.scores(DESCRIPTOR.name(), TargetEncoding.CLASS_INDEX, target);
    return new Function(fit, arguments.real("margin"), arguments.whole("p") == 2);
  }

  private record Function(Fit fit, double margin, boolean squared) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] scores = batch.prediction();
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * columns;
        int label = ExampleFunction.label(batch, row);
        double threshold = scores[first + label] - margin;
        double value = 0;
        double own = 0;
        for (int c = 0; c < columns; c++) {
          double excess = c == label ? 0 : Math.max(0, scores[first + c] - threshold);
          // The sign instead of a comparison: no branch for the processor to guess.
          double slope = squared ? 2 * excess : Math.signum(excess);
          value += squared ? excess * excess : excess;
          own -= slope;
          gradient[first + c] = slope;
        }
        gradient[first + label] = own;
        evaluation.values()[row] = value;
        evaluation.counts()[row] = 1;
      }
    }
  }
}

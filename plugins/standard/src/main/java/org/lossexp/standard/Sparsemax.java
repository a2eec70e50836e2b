package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The loss of the projection onto the simplex (Martins and Astudillo 2016). */
final class Sparsemax implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("sparsemax", Family.CLASSIFICATION, "multiclass")
          .aliases("multiclass_sparsemax", "sparsemax_loss")
          .summary(
              "Cross-entropy's counterpart for sparsemax, which gives probabilities of exactly 0 to"
                  + " classes far behind: 0 once the right class leads by 1.")
          .formula("p = projection of x on the simplex; sum_j p_j x_j - x_y - 0.5 sum p_j^2 + 0.5")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one score for each class; sparsemax is inside")
          .convex("in the scores")
          .bounds("at least 0")
          .invariant(Invariant.SHIFT, Invariant.CLASS_ORDER)
          .reference(
              "Martins & Astudillo 2016, From softmax to sparsemax: a sparse model of attention and"
                  + " multi-label classification")
          .elsewhere("optax", "multiclass_sparsemax_loss")
          .trap("Its probabilities are sparsemax of the scores, not softmax.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit scores = Fit.logits(DESCRIPTOR.name(), target);
    Readout readout = Distribution.of(target.classes(), Sparsemax::project);
    return new Function(new Fit(scores.head(), scores.encoding(), readout));
  }

  /**
   * Writes the nearest point of the simplex to {@code length} numbers of {@code x} from {@code
   * first} to {@code out} from {@code at}.
   *
   * <p>It is max(0, x - threshold). The threshold that makes them sum to 1 is found as by Michelot
   * 1986: the mean excess of those above it rises until nobody falls below it any more.
   */
  static void project(double[] x, int first, int length, double[] out, int at) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < first + length; i++) {
      highest = Math.max(highest, x[i]);
    }
    double threshold = Double.NEGATIVE_INFINITY;
    int above = 0;
    int before = -1;
    while (above != before) {
      before = above;
      double sum = 0;
      above = 0;
      for (int i = first; i < first + length; i++) {
        if (x[i] > threshold) {
          sum += x[i] - highest;
          above++;
        }
      }
      threshold = highest + (sum - 1) / above;
    }
    for (int i = 0; i < length; i++) {
      out[at + i] = Math.max(0, x[first + i] - threshold);
    }
  }

  private record Function(Fit fit) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] scores = batch.prediction();
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * columns;
        int own = first + ExampleFunction.label(batch, row);
        project(scores, first, columns, gradient, first);
        double value = 0.5;
        for (int i = first; i < first + columns; i++) {
          double p = gradient[i];
          // Σ p = 1, so Σ p x - x_y = Σ p (x - x_y)
          value += p > 0 ? p * (scores[i] - scores[own] - 0.5 * p) : 0;
        }
        gradient[own] -= 1;
        evaluation.values()[row] = value;
        evaluation.counts()[row] = 1;
      }
    }
  }
}

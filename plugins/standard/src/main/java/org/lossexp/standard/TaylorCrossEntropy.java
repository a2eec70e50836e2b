package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
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

/** The first terms of cross-entropy's series in 1 - p (Feng et al. 2020). */
final class TaylorCrossEntropy implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("taylor_cross_entropy", Family.CLASSIFICATION, "noisy-label")
          .aliases("taylor_ce")
          .summary(
              "The first terms of cross-entropy's series in 1 - p: the fewer, the less wrong labels"
                  + " pull.")
          .formula("sum_{k=1..order} (1 - p_y)^k / k; p = softmax(x)")
          .parameter(
              new ParameterSpec.Whole(
                  "order",
                  2,
                  Range.closed(1, 1000),
                  "terms; 1: half the absolute error, many: cross-entropy"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one logit for each class; softmax is inside")
          .bounds("at least 0")
          .invariant(Invariant.SHIFT, Invariant.CLASS_ORDER)
          .reference("Feng et al. 2020 (IJCAI), Can cross entropy loss be robust to label noise?")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.logits(DESCRIPTOR.name(), target), arguments.whole("order"));
  }

  private record Function(Fit fit, int order) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * columns;
        int own = first + ExampleFunction.label(batch, row);
        StableMath.softmax(batch.prediction(), first, columns, gradient, first);
        double others = 0;
        for (int i = first; i < first + columns; i++) {
          others += i == own ? 0 : gradient[i];
        }
        double value = 0;
        double slope = 0;
        double power = 1;
        for (int k = 1; k <= order; k++) {
          slope += power;
          power *= others;
          value += power / k;
        }
        // d(1 - p_y) / dx_j = p_y p_j, and -p_y (1 - p_y) for y itself
        double scale = slope * gradient[own];
        for (int i = first; i < first + columns; i++) {
          gradient[i] *= scale;
        }
        gradient[own] = -scale * others;
        evaluation.values()[row] = value;
        evaluation.counts()[row] = 1;
      }
    }
  }
}

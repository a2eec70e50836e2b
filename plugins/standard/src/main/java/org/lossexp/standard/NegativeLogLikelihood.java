package org.lossexp.standard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
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
import org.lossexp.spi.Value;

/** The negative log-probability of the class, weighted. */
final class NegativeLogLikelihood implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("negative_log_likelihood", Family.CLASSIFICATION, "multiclass")
          .aliases("nll", "nll_loss")
          .summary(
              "Minus the predicted log-probability of the class: cross-entropy for models that end"
                  + " in log-softmax.")
          .formula("-w_y logp_y")
          .parameter(
              new ParameterSpec.Numbers(
                  "class_weights",
                  "the weight of each class; balanced: n / (C count), 0 for a class without rows",
                  Optional.of(new Value.Word("none")),
                  Range.atLeast(0),
                  false,
                  List.of("none", "balanced")))
          .parameter(
              new ParameterSpec.Whole(
                  "ignore_index",
                  -100,
                  Range.FINITE,
                  "examples with this label give 0 and are not counted"))
          .reduction(ReductionClass.WEIGHTED_EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one log-probability for each class; log-softmax is applied to the model's output")
          .convex("in the log-probabilities")
          .bounds("at least 0")
          .invariant(Invariant.CLASS_ORDER)
          .reference("standard")
          .elsewhere("pytorch", "NLLLoss")
          .trap("Its name misleads: it takes log-probabilities, not probabilities.")
          .trap("The gradient is with respect to the log-probabilities, as if they were free.")
          .trap(
              "The mean divides by the sum of the weights w_y of the counted examples, as in"
                  + " PyTorch; where every example is ignored it is 0, where PyTorch gives nan.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.logits(DESCRIPTOR.name(), target).behind(Head.Link.LOG_SOFTMAX);
    double[] weights =
        ClassWeights.of(arguments, target).orElse(ClassWeights.ones(target.classes()));
    return new Function(fit, arguments.whole("ignore_index"), weights);
  }

  @SuppressWarnings("ArrayRecordComponent") // bound once, read only, compared by nobody
  private record Function(Fit fit, int ignored, double[] weights) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int columns = batch.columns();
      Arrays.fill(evaluation.gradient(), 0, batch.rows() * columns, 0);
      for (int row = 0; row < batch.rows(); row++) {
        evaluation.values()[row] = 0;
        evaluation.counts()[row] = 0;
        if (batch.target()[row] != ignored) {
          int label = ExampleFunction.label(batch, row);
          int own = row * columns + label;
          evaluation.values()[row] = -weights[label] * batch.prediction()[own];
          evaluation.counts()[row] = weights[label];
          evaluation.gradient()[own] = -weights[label];
        }
      }
    }
  }
}

package org.lossexp.standard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * The negative log-likelihood of the class under softmax of the logits (Bridle 1990).
 *
 * <p>Label smoothing gives every class {@code label_smoothing / C} of the target's mass (Szegedy et
 * al. 2016); with class weights each class's term has the class's own weight, as in PyTorch.
 */
final class SoftmaxCrossEntropy implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("softmax_cross_entropy", Family.CLASSIFICATION, "multiclass")
          .aliases(
              "cross_entropy",
              "categorical_cross_entropy_logits",
              "multinomial_logistic",
              "sparse_softmax_cross_entropy")
          .summary(
              "Negative log-likelihood of the class: the usual choice for classes, and one that"
                  + " gives probabilities.")
          .formula(
              "w_y (log_sum_exp(x) - x_y); with label_smoothing e: (1 - e) of that"
                  + " + e/C sum_c w_c (log_sum_exp(x) - x_c)")
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
          .parameter(
              new ParameterSpec.Real(
                  "label_smoothing",
                  0,
                  Range.closed(0, 1),
                  "the target's mass that is spread over all classes"))
          .reduction(ReductionClass.WEIGHTED_EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one logit for each class; softmax is inside")
          .reference("Bridle 1990, Probabilistic interpretation of feedforward classification nets")
          .elsewhere("pytorch", "CrossEntropyLoss")
          .elsewhere("keras", "SparseCategoricalCrossentropy(from_logits=true)")
          .elsewhere("optax", "softmax_cross_entropy_with_integer_labels")
          .trap(
              "The mean divides by the sum of the weights w_y of the counted examples, as in"
                  + " PyTorch; Keras divides by their number.")
          .trap("Where every example is ignored the mean is 0; PyTorch gives nan.")
          .trap(
              "It takes logits: a softmax layer before it is a mistake. Keras's"
                  + " CategoricalCrossentropy takes probabilities unless told otherwise.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.logits(DESCRIPTOR.name(), target);
    int ignored = arguments.whole("ignore_index");
    double smoothing = arguments.real("label_smoothing");
    Optional<double[]> weights = ClassWeights.of(arguments, target);
    if (weights.isEmpty() && smoothing == 0) {
      return new Plain(fit, ignored);
    }
    return new Weighted(
        fit, ignored, weights.orElse(ClassWeights.ones(target.classes())), smoothing);
  }

  private static void ignore(int row, int columns, Evaluation evaluation) {
    evaluation.values()[row] = 0;
    evaluation.counts()[row] = 0;
    Arrays.fill(evaluation.gradient(), row * columns, (row + 1) * columns, 0);
  }

  /** Without weights and smoothing: the case that nearly everyone trains with. */
  private record Plain(Fit fit, int ignored) implements ExampleFunction {
    @Override
    public int scratch(int rows) {
      return rows * head().units();
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] logits = batch.prediction();
      double[] gradient = evaluation.gradient();
      double[] values = evaluation.values();
      int columns = batch.columns();
      StableMath.softmaxRows(logits, batch.rows(), columns, gradient, values, evaluation.scratch());
      for (int row = 0; row < batch.rows(); row++) {
        if (batch.target()[row] == ignored) {
          ignore(row, columns, evaluation);
          continue;
        }
        int own = row * columns + ExampleFunction.label(batch, row);
        values[row] -= logits[own];
        evaluation.counts()[row] = 1;
        gradient[own] -= 1;
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // bound once, read only, compared by nobody
  private record Weighted(Fit fit, int ignored, double[] weights, double smoothing)
      implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] logits = batch.prediction();
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      double spread = smoothing / columns;
      for (int row = 0; row < batch.rows(); row++) {
        if (batch.target()[row] == ignored) {
          ignore(row, columns, evaluation);
          continue;
        }
        int first = row * columns;
        int label = ExampleFunction.label(batch, row);
        double logSumExp = StableMath.softmax(logits, first, columns, gradient, first);
        double own = (1 - smoothing) * weights[label];
        double value = own * (logSumExp - logits[first + label]);
        double mass = own;
        for (int c = 0; c < columns; c++) {
          value += spread * weights[c] * (logSumExp - logits[first + c]);
          mass += spread * weights[c];
        }
        // The derivative of Σ m_c (logSumExp - x_c) is p_c Σ m - m_c, m the mass of each class.
        for (int c = 0; c < columns; c++) {
          gradient[first + c] = mass * gradient[first + c] - spread * weights[c];
        }
        gradient[first + label] -= own;
        evaluation.values()[row] = value;
        evaluation.counts()[row] = weights[label];
      }
    }
  }
}

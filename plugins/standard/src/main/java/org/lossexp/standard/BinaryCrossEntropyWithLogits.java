package org.lossexp.standard;

import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
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

/** The negative log-likelihood of a yes or no under sigmoid of the logit (Good 1952). */
final class BinaryCrossEntropyWithLogits implements Loss {
  private static final String WEIGHTS = "weights";

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("binary_cross_entropy_with_logits", Family.CLASSIFICATION, "binary")
          .aliases(
              "bce_with_logits",
              "sigmoid_cross_entropy",
              "sigmoid_binary_cross_entropy",
              "logistic_loss")
          .summary(
              "Negative log-likelihood of each yes or no: logistic regression for two classes or"
                  + " for labels that may apply together.")
          .formula("w (pos_weight t softplus(-x) + (1 - t) softplus(x))")
          .parameter(
              new ParameterSpec.Numbers(
                  "pos_weight",
                  "multiplies the term of the positives; one for all labels, or one for each",
                  Optional.of(new Value.Word("none")),
                  Range.above(0),
                  true,
                  List.of("none")))
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.BINARY, Task.MULTILABEL)
          .target("0 or 1 (or between) for each logit")
          .head("one logit for two classes, or for each label; sigmoid is inside")
          .extra(WEIGHTS)
          .reference("Good 1952, Rational decisions, Journal of the Royal Statistical Society B")
          .elsewhere("pytorch", "BCEWithLogitsLoss")
          .elsewhere("keras", "BinaryCrossentropy(from_logits=true)")
          .elsewhere("optax", "sigmoid_binary_cross_entropy")
          .elsewhere("tfr", "SigmoidCrossEntropyLoss")
          .elsewhere("rax", "pointwise_sigmoid_loss")
          .trap("The mean divides by the number of elements, not by the sum of the weights.")
          .trap("It takes logits: a sigmoid layer before it is a mistake.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.binaryLogits(DESCRIPTOR.name(), target);
    int units = fit.head().units();
    double[] positive =
        ClassWeights.written(arguments, "pos_weight", units, "label")
            .orElse(ClassWeights.ones(units));
    return new Function(fit, positive);
  }

  @SuppressWarnings("ArrayRecordComponent") // bound once, read only, compared by nobody
  private record Function(Fit fit, double[] positive) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] logits = batch.prediction();
      double[] target = batch.target();
      int columns = batch.columns();
      for (int first = 0; first < elements; first += columns) {
        for (int c = 0; c < columns; c++) {
          int i = first + c;
          double logit = logits[i];
          // softplus(±x) = max(±x, 0) + log(1 + e^-|x|), and sigmoid(±x) from the same e
          double e = StableMath.exp(-Math.abs(logit));
          double bend = StableMath.log1p(e);
          double large = 1 / (1 + e);
          double small = e * large;
          double yes = positive[c] * target[i];
          double no = 1 - target[i];
          values[i] = yes * (Math.max(-logit, 0) + bend) + no * (Math.max(logit, 0) + bend);
          gradient[i] = logit > 0 ? no * large - yes * small : no * small - yes * large;
        }
      }
      double[] weights = batch.extras().get(WEIGHTS);
      if (weights != null) {
        for (int i = 0; i < elements; i++) {
          values[i] *= weights[i];
          gradient[i] *= weights[i];
        }
      }
    }
  }
}

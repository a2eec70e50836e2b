package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The negative log-likelihood of a yes or no, given its probability (Good 1952). */
final class BinaryCrossEntropy implements Loss {
  private static final String WEIGHTS = "weights";

  /** As PyTorch: no logarithm counts for less. */
  private static final double LEAST_LOG = -100;

  /** As PyTorch: the gradient's divisor p (1 - p) is at least this. */
  private static final double LEAST_DIVISOR = 1e-12;

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("binary_cross_entropy", Family.CLASSIFICATION, "binary")
          .aliases("bce", "log_loss")
          .summary(
              "Negative log-likelihood of each yes or no, given its probability: for models that"
                  + " end in a sigmoid.")
          .formula("-(t ln p + (1 - t) ln(1 - p)), each logarithm at least -100")
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.BINARY, Task.MULTILABEL)
          .target("0 or 1 (or between) for each probability")
          .head(
              "one probability for two classes, or for each label; sigmoid is applied to the"
                  + " model's output")
          .extra(WEIGHTS)
          .convex("in the probability")
          .bounds("0 to 100")
          .subgradient(
              "at p = 0 and 1 the gradient (p - t) / (p (1 - p)) divides by at least 1e-12")
          .reference("Good 1952, Rational decisions, Journal of the Royal Statistical Society B")
          .elsewhere("pytorch", "BCELoss")
          .elsewhere("keras", "BinaryCrossentropy (from_logits=false)")
          .elsewhere("allrank", "bce")
          .trap(
              "Both logarithms are floored at -100, as in PyTorch: a sure mistake costs 100. Keras"
                  + " clips p to [1e-7, 1 - 1e-7] instead: 16.118 at most.")
          .trap("The mean divides by the number of elements, not by the sum of the weights.")
          .trap(
              "Prefer `binary_cross_entropy_with_logits`: it loses no digits where the sigmoid is"
                  + " nearly 0 or 1.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.binaryProbabilities(DESCRIPTOR.name(), target));
  }

  private record Function(Fit fit) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] weights = batch.extras().get(WEIGHTS);
      for (int i = 0; i < elements; i++) {
        double p = batch.prediction()[i];
        double t = batch.target()[i];
        double weight = weights == null ? 1 : weights[i];
        double yes = Math.max(StableMath.log(p), LEAST_LOG);
        double no = Math.max(StableMath.log1p(-p), LEAST_LOG);
        values[i] = -weight * (t * yes + (1 - t) * no);
        gradient[i] = weight * (p - t) / Math.max(p * (1 - p), LEAST_DIVISOR);
      }
    }
  }
}

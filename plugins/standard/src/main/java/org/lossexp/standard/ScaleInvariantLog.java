package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Squared log error that forgives a common factor (Eigen, Puhrsch and Fergus 2014). */
final class ScaleInvariantLog implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("scale_invariant_log", Family.REGRESSION, "pointwise")
          .aliases("silog", "scale_invariant_log_mse")
          .summary(
              "Squared differences of logarithms, less a share of their common part: for depths and"
                  + " other amounts whose overall scale cannot be known.")
          .formula("d = ln(yhat) - ln(y); mean(d^2) - lam mean(d)^2")
          .parameter(
              new ParameterSpec.Real(
                  "lam", 0.5, Range.closed(0, 1), "share of a common factor that is forgiven"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.REGRESSION)
          .target("a real number above 0 for each column")
          .head(
              "a real number above 0 for each target column; softplus is applied to the model's"
                  + " output")
          .convex("in the logarithm of the prediction")
          .bounds("at least 0")
          .invariant(Invariant.EXAMPLE_ORDER)
          .reference(
              "Eigen et al. 2014, Depth map prediction from a single image using a multi-scale deep"
                  + " network")
          .trap("One value for the whole batch, which stands for one image or one set of samples.")
          .trap("Many codes take the root and multiply by 10; this is the paper's value.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.points(DESCRIPTOR.name(), target).behind(Head.Link.SOFTPLUS);
    return new Function(fit, arguments.real("lam"));
  }

  private record Function(Fit fit, double lam) implements BatchFunction {
    @Override
    public double value(Batch batch, double[] gradient, double[] scratch) {
      int elements = batch.rows() * batch.columns();
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < elements; i++) {
        double d = StableMath.log(batch.prediction()[i]) - StableMath.log(batch.target()[i]);
        gradient[i] = d;
        sum += d;
        squares += d * d;
      }
      double mean = sum / elements;
      for (int i = 0; i < elements; i++) {
        gradient[i] = 2 * (gradient[i] - lam * mean) / (elements * batch.prediction()[i]);
      }
      return squares / elements - lam * mean * mean;
    }
  }
}

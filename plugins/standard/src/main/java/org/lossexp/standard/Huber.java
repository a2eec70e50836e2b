package org.lossexp.standard;

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
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Squared near 0, linear beyond {@code delta} (Huber 1964). */
final class Huber implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("huber", Family.REGRESSION, "pointwise")
          .aliases("huber_loss")
          .summary(
              "Squared for residuals up to delta, linear beyond: nearly as efficient as least"
                  + " squares, and outliers pull with bounded force.")
          .formula("0.5 r^2 if |r| <= delta, else delta (|r| - 0.5 delta); r = prediction - target")
          .parameter(new ParameterSpec.Real("delta", 1, Range.above(0), "transition point"))
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number for each target column")
          .reference(
              "Huber 1964, Robust estimation of a location parameter, Annals of Mathematical"
                  + " Statistics 35(1)")
          .elsewhere("pytorch", "HuberLoss")
          .elsewhere("keras", "Huber")
          .elsewhere("optax", "huber_loss")
          .trap("PyTorch's `SmoothL1Loss(beta)` is this divided by beta, with delta = beta.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.points(DESCRIPTOR.name(), target), arguments.real("delta"));
  }

  private record Function(Fit fit, double delta) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      for (int i = 0; i < elements; i++) {
        double residual = prediction[i] - target[i];
        // With c the residual clipped to ±delta, both branches are c (r - c / 2), and c the slope.
        double clipped = Math.max(-delta, Math.min(delta, residual));
        values[i] = clipped * (residual - 0.5 * clipped);
        gradient[i] = clipped;
      }
    }
  }
}

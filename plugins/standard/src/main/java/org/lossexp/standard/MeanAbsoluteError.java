package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The absolute difference (least absolute deviations: Laplace 1774). */
final class MeanAbsoluteError implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("mean_absolute_error", Family.REGRESSION, "pointwise")
          .aliases("mae", "l1", "absolute_error", "laplace")
          .summary(
              "Absolute difference, minimized by the median; outliers pull no harder than any other"
                  + " example.")
          .formula("|prediction - target|")
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number for each target column")
          .subgradient("0 where prediction = target")
          .reference("Laplace least absolute deviations (Laplace 1774)")
          .elsewhere("pytorch", "L1Loss")
          .elsewhere("keras", "MeanAbsoluteError")
          .trap("`quantile(tau = 0.5)` is half of it.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.points(DESCRIPTOR.name(), target));
  }

  private record Function(Fit fit) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      for (int i = 0; i < elements; i++) {
        double residual = prediction[i] - target[i];
        values[i] = Math.abs(residual);
        gradient[i] = Math.signum(residual);
      }
    }
  }
}

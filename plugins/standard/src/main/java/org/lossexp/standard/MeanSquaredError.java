package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The squared difference (least squares: Legendre 1805, Gauss 1809).
 *
 * <p>On classes it regresses one score a class on 1 and 0 (Brier's sum without a link), read by the
 * largest; where the model ends in one written-out unit, that unit on 0 and 1, read against 0.5.
 */
final class MeanSquaredError implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("mean_squared_error", Family.REGRESSION, "pointwise")
          .aliases("mse", "l2", "squared_error", "quadratic")
          .summary(
              "Squared difference, minimized by the mean; the usual choice where errors are about"
                  + " normal, sensitive to outliers.")
          .formula("(prediction - target)^2, without a factor 1/2")
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.REGRESSION, Task.BINARY, Task.MULTICLASS)
          .target("a real number for each column; for classes 1 at the class and 0 elsewhere")
          .head("one real number for each target column, or for each class")
          .reference("Gauss/Legendre least squares (Legendre 1805, Gauss 1809)")
          .elsewhere("pytorch", "MSELoss")
          .elsewhere("keras", "MeanSquaredError")
          .elsewhere("optax", "squared_error")
          .elsewhere("tfr", "MeanSquaredLoss")
          .elsewhere("rax", "pointwise_mse_loss")
          .trap("Optax's `l2_loss` is half of it; PyTorch's `MSELoss` is not.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(fit(target));
  }

  private static Fit fit(TargetFacts target) throws Refusal {
    if (!target.task().hasClasses()) {
      return Fit.points(DESCRIPTOR.name(), target);
    }
    boolean oneUnit = target.task() == Task.BINARY && target.headUnits().orElse(0) == 1;
    return oneUnit
        ? Fit.of(1, TargetEncoding.ZERO_ONE, Readouts.above(0.5))
        : Fit.scores(DESCRIPTOR.name(), TargetEncoding.ONE_HOT, target);
  }

  private record Function(Fit fit) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      for (int i = 0; i < elements; i++) {
        double residual = prediction[i] - target[i];
        values[i] = residual * residual;
        gradient[i] = 2 * residual;
      }
    }
  }
}

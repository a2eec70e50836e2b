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

/** The logarithm of the hyperbolic cosine of the difference. */
final class LogCosh implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("log_cosh", Family.REGRESSION, "pointwise")
          .aliases("logcosh")
          .summary(
              "About half the squared difference near 0 and the absolute difference less log 2 far"
                  + " out: a Huber loss with all derivatives and no parameter.")
          .formula("log(cosh(r)) = |r| + log(1 + exp(-2 |r|)) - log 2; r = prediction - target")
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number for each target column")
          .reference("Keras LogCosh / Optax log_cosh")
          .elsewhere("keras", "LogCosh")
          .elsewhere("optax", "log_cosh")
          .trap("Written as log(cosh(r)) it overflows from |r| about 710; here it does not.")
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
        double size = Math.abs(residual);
        // With t = e^(-2|r|) - 1: cosh r = e^|r| (1 + t/2) and tanh |r| = -t / (2 + t)
        double t = StrictMath.expm1(-2 * size);
        values[i] = size + StableMath.log1p(t / 2);
        gradient[i] = Math.copySign(t / (2 + t), residual);
      }
    }
  }
}

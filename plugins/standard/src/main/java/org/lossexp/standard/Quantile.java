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

/** The tilted absolute difference (Koenker and Bassett 1978). */
final class Quantile implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("quantile", Family.REGRESSION, "asymmetric")
          .aliases("pinball", "check_loss", "quantile_regression")
          .summary(
              "Absolute difference weighted tau below the target and 1 - tau above it, minimized by"
                  + " the tau-quantile: for bounds rather than averages.")
          .formula("max(tau e, (tau - 1) e); e = target - prediction")
          .parameter(new ParameterSpec.Real("tau", 0.5, Range.open(0, 1), "quantile level"))
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number for each target column")
          .subgradient("0 where prediction = target")
          .reference("Koenker & Bassett 1978, Regression quantiles, Econometrica 46(1)")
          .elsewhere("scikit-learn", "mean_pinball_loss")
          .trap("`tau = 0.5` is half the absolute difference, not all of it.")
          .trap("e is target - prediction, the other way round than in most losses.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.points(DESCRIPTOR.name(), target), arguments.real("tau"));
  }

  private record Function(Fit fit, double tau) implements ElementFunction {
    @Override
    public void evaluate(Batch batch, int elements, double[] values, double[] gradient) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      for (int i = 0; i < elements; i++) {
        double excess = target[i] - prediction[i];
        values[i] = Math.max(tau * excess, (tau - 1) * excess);
        gradient[i] = excess > 0 ? -tau : excess < 0 ? 1 - tau : 0;
      }
    }
  }
}

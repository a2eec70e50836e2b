package org.lossexp.standard;

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
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Several quantiles of one target at once (Koenker and Bassett 1978; Wen et al. 2017). */
final class MultiQuantile implements Loss {
  private static final String TAUS = "taus";

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("multi_quantile", Family.REGRESSION, "asymmetric")
          .aliases("quantile_set")
          .summary(
              "The mean of several quantile losses, one output a level: a forecast with its range"
                  + " of uncertainty.")
          .formula("mean over q of max(tau_q e_q, (tau_q - 1) e_q); e_q = target - prediction_q")
          .parameter(
              new ParameterSpec.Numbers(
                  TAUS,
                  "levels, each above the one before",
                  Optional.of(
                      new Value.Sequence(
                          List.of(
                              new Value.Numeral(0.1),
                              new Value.Numeral(0.5),
                              new Value.Numeral(0.9)))),
                  Range.open(0, 1),
                  false,
                  List.of()))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number a level, for each target column")
          .convex("in the prediction")
          .bounds("at least 0")
          .subgradient("0 where target = prediction")
          .reference(
              "Koenker & Bassett 1978, Regression quantiles, Econometrica 46(1); Wen et al. 2017"
                  + " (MQ-RNN)")
          .trap("The point prediction is the quantile whose level is nearest 0.5.")
          .trap("Nothing keeps quantiles of neighbouring levels from crossing.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    double[] taus = arguments.reals(TAUS).stream().mapToDouble(Double::doubleValue).toArray();
    if (taus.length == 0) {
      throw new Refusal("`taus` is empty: write at least one level, such as `taus = [0.1, 0.9]`");
    }
    int middle = 0;
    for (int q = 1; q < taus.length; q++) {
      if (taus[q] <= taus[q - 1]) {
        throw new Refusal("`taus` must grow from each level to the next");
      }
      middle = Math.abs(taus[q] - 0.5) < Math.abs(taus[middle] - 0.5) ? q : middle;
    }
    Readout readout =
        Readouts.distribution(
            Readouts.oneOf(target.outputs(), taus.length, middle),
            taus.length,
            new BetweenLevels(arguments.reals(TAUS)));
    return new Function(Fit.several(DESCRIPTOR.name(), taus.length, target, readout), taus);
  }

  @SuppressWarnings("ArrayRecordComponent") // bound once, read only, compared by nobody
  private record Function(Fit fit, double[] taus) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int columns = batch.columns();
      int outputs = columns / taus.length;
      double scale = 1.0 / columns;
      for (int row = 0; row < batch.rows(); row++) {
        double sum = 0;
        for (int output = 0; output < outputs; output++) {
          double target = batch.target()[row * outputs + output];
          for (int q = 0; q < taus.length; q++) {
            int i = row * columns + output * taus.length + q;
            double excess = target - batch.prediction()[i];
            sum += Math.max(taus[q] * excess, (taus[q] - 1) * excess);
            double slope = excess > 0 ? -taus[q] : excess < 0 ? 1 - taus[q] : 0;
            evaluation.gradient()[i] = slope * scale;
          }
        }
        evaluation.values()[row] = sum * scale;
        evaluation.counts()[row] = 1;
      }
    }
  }
}

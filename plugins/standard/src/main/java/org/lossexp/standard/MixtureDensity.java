package org.lossexp.standard;

import java.util.Set;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The negative log-likelihood of a mixture of normal distributions (Bishop 1994). */
final class MixtureDensity implements Loss {
  private static final int USUAL_COMPONENTS = 3;

  /** A component has a logit, a mean and the logarithm of a standard deviation. */
  private static final int NUMBERS = 3;

  private static final double HALF_LOG_2_PI = 0.5 * StableMath.log(2 * Math.PI);

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("mixture_density_nll", Family.REGRESSION, "probabilistic")
          .aliases("mdn", "gaussian_mixture_nll")
          .summary(
              "Negative log-likelihood of a mixture of normal distributions: for targets that have"
                  + " several likely values at once.")
          .formula("-ln sum_k softmax(logits)_k N(y; mean_k, exp(log_std_k)^2)")
          .parameter(
              new ParameterSpec.Whole(
                  "components",
                  USUAL_COMPONENTS,
                  Range.atLeast(1),
                  "normal distributions in the mixture: three outputs each"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head(
              "for each target column the logits of all components, then their means, then the"
                  + " logarithms of their standard deviations")
          .parts("logits", "means", "log_stds")
          .reference("Bishop 1994, Mixture density networks")
          .trap("The point prediction is the mean of the mixture, which may lie between its modes.")
          .trap("With several target columns each has a mixture of its own; their mean counts.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    int components = Fit.each(arguments.whole("components"), NUMBERS, target);
    Readout readout =
        Readouts.distribution(
            new MeanOfMixture(target.outputs(), components),
            NUMBERS * components,
            new MixtureQuantiles(components));
    Fit fit = Fit.several(DESCRIPTOR.name(), NUMBERS * components, target, readout);
    return new Function(fit, components);
  }

  private record Function(Fit fit, int components) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int columns = batch.columns();
      int outputs = columns / (NUMBERS * components);
      for (int row = 0; row < batch.rows(); row++) {
        double sum = 0;
        for (int output = 0; output < outputs; output++) {
          int first = row * columns + output * NUMBERS * components;
          double target = batch.target()[row * outputs + output];
          sum += column(batch.prediction(), first, target, evaluation.gradient(), 1.0 / outputs);
        }
        evaluation.values()[row] = sum / outputs;
        evaluation.counts()[row] = 1;
      }
    }

    /**
     * {@return −ln density of one target column}; its gradient, times {@code scale}, is written.
     */
    private double column(double[] x, int logits, double target, double[] gradient, double scale) {
      int means = logits + components;
      int logStds = means + components;
      // Until the end the places of the standard deviations hold ln(share · density), those of the
      // logits the shares.
      double logSum = StableMath.softmax(x, logits, components, gradient, logits);
      for (int k = 0; k < components; k++) {
        double u = (target - x[means + k]) * StableMath.exp(-x[logStds + k]);
        gradient[means + k] = u;
        gradient[logStds + k] =
            x[logits + k] - logSum - x[logStds + k] - HALF_LOG_2_PI - 0.5 * u * u;
      }
      double logDensity = StableMath.logSumExp(gradient, logStds, components);
      for (int k = 0; k < components; k++) {
        double blame = StableMath.exp(gradient[logStds + k] - logDensity);
        double u = gradient[means + k];
        gradient[logits + k] = scale * (gradient[logits + k] - blame);
        gradient[means + k] = -scale * blame * u * StableMath.exp(-x[logStds + k]);
        gradient[logStds + k] = scale * blame * (1 - u * u);
      }
      return -logDensity;
    }
  }

  /** The mean of each target column's mixture as point. */
  private record MeanOfMixture(int outputs, int components) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Readouts.givenByPoints(outputs);
    }

    @Override
    public int width(Reading reading) {
      return outputs;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int i = 0; i < rows * outputs; i++) {
        int first = i * NUMBERS * components;
        double logSum = StableMath.logSumExp(raw, first, components);
        double mean = 0;
        for (int k = 0; k < components; k++) {
          mean += StableMath.exp(raw[first + k] - logSum) * raw[first + components + k];
        }
        out[i] = mean;
      }
    }
  }
}

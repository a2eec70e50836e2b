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
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The continuous ranked probability score of an ensemble (Gneiting and Raftery 2007). */
final class CrpsEnsemble implements Loss {
  private static final int USUAL_MEMBERS = 10;

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("crps_ensemble", Family.REGRESSION, "probabilistic")
          .aliases("energy_score_1d")
          .summary(
              "How far an ensemble lies from the target, less how far its members lie apart: a"
                  + " forecast distribution of any shape, given by examples of it.")
          .formula("mean_k |x_k - y| - 1/(2 m^2) sum_{k,l} |x_k - x_l|; fair: 1/(2 m (m - 1))")
          .parameter(
              new ParameterSpec.Flag(
                  "fair", false, "without the bias of small ensembles (Ferro 2014)"))
          .parameter(
              new ParameterSpec.Whole(
                  "members",
                  USUAL_MEMBERS,
                  Range.atLeast(2),
                  "members of the ensemble: outputs for each target column"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number a member, for each target column")
          .bounds("at least 0, unless fair")
          .subgradient("sign(0) = 0 where two members, or a member and the target, are equal")
          .reference(
              "Gneiting & Raftery 2007, Strictly proper scoring rules, prediction, and estimation;"
                  + " Ferro 2014")
          .trap("The point prediction is the mean of the members.")
          .trap(
              "The distribution that metrics read is linear between the members in order, each of"
                  + " them in the middle of its share.")
          .trap("A fair ensemble that is far apart can score below 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    int members = Fit.each(arguments.whole("members"), 1, target);
    Readout readout =
        Readouts.distribution(
            new MeanOfEach(target.outputs(), members), members, BetweenLevels.ofEnsemble(members));
    Fit fit = Fit.several(DESCRIPTOR.name(), members, target, readout);
    if (arguments.flag("fair") && members == 1) {
      throw new Refusal("a fair ensemble has at least two members, but the model ends in one each");
    }
    double pairs = arguments.flag("fair") ? members * (members - 1.0) : members * (double) members;
    return new Function(fit, members, pairs);
  }

  private record Function(Fit fit, int members, double pairs) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int columns = batch.columns();
      int outputs = columns / members;
      for (int row = 0; row < batch.rows(); row++) {
        double sum = 0;
        for (int output = 0; output < outputs; output++) {
          int first = row * columns + output * members;
          double target = batch.target()[row * outputs + output];
          sum += score(batch.prediction(), first, target, evaluation.gradient(), outputs);
        }
        evaluation.values()[row] = sum / outputs;
        evaluation.counts()[row] = 1;
      }
    }

    private double score(
        double[] prediction, int first, double target, double[] gradient, int outputs) {
      double distance = 0;
      double spread = 0;
      for (int k = first; k < first + members; k++) {
        double excess = prediction[k] - target;
        double balance = 0;
        distance += Math.abs(excess);
        for (int l = first; l < first + members; l++) {
          double apart = prediction[k] - prediction[l];
          spread += Math.abs(apart);
          balance += Math.signum(apart);
        }
        gradient[k] = (Math.signum(excess) / members - balance / pairs) / outputs;
      }
      return distance / members - spread / (2 * pairs);
    }
  }

  /** The mean of the numbers of each target column as point. */
  private record MeanOfEach(int outputs, int each) implements Readout {
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
        double sum = 0;
        for (int k = 0; k < each; k++) {
          sum += raw[i * each + k];
        }
        out[i] = sum / each;
      }
    }
  }
}

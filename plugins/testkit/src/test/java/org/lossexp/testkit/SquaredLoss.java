package org.lossexp.testkit;

import java.util.Arrays;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** A sound loss; the tests break it in one place each. */
class SquaredLoss implements Loss {
  static LossDescriptor.Builder describe(String name) {
    return LossDescriptor.of(name, Family.REGRESSION, "pointwise")
        .summary("Squared difference.")
        .formula("(prediction - target)^2")
        .reduction(ReductionClass.ELEMENT)
        .tasks(Task.REGRESSION)
        .target("a number")
        .head("a number")
        .reference("Legendre 1805");
  }

  @Override
  public LossDescriptor descriptor() {
    return describe("sound").build();
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    if (target.headUnits().orElse(target.outputs()) != target.outputs()) {
      throw new Refusal("one unit for each target column");
    }
    return function(target.outputs());
  }

  LossFunction function(int outputs) {
    return new Squared(outputs);
  }

  /** The difference, squared. */
  static class Squared implements LossFunction {
    private final int outputs;

    Squared(int outputs) {
      this.outputs = outputs;
    }

    @Override
    public Head head() {
      return new Head(outputs, Head.Link.IDENTITY);
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.REAL;
    }

    @Override
    public Readout readout() {
      return Readouts.identity(outputs);
    }

    @Override
    public int units(int rows) {
      return rows * outputs;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int elements = batch.rows() * batch.columns();
      Arrays.fill(evaluation.counts(), 0, elements, 1);
      for (int i = 0; i < elements; i++) {
        double residual = batch.prediction()[i] - batch.target()[i];
        evaluation.values()[i] = residual * residual;
        evaluation.gradient()[i] = 2 * residual;
      }
    }
  }
}

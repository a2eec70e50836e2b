package com.acme.losses;

import java.util.Arrays;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The absolute difference, but never more than {@code cap}: an example that is further off is taken
 * for an outlier and does not pull at all (the capped norm of Sun, Xiang and Ye, KDD 2013).
 */
final class CappedAbsolute implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("acme_capped_absolute", Family.REGRESSION, "robust")
          .aliases("acme_capped_l1")
          .summary("Absolute difference up to a cap; examples beyond it are ignored as outliers.")
          .formula("min(|prediction - target|, cap)")
          .parameter(
              new ParameterSpec.Real(
                  "cap", 3, Range.above(0), "the difference from which on an example is ignored"))
          .reduction(ReductionClass.ELEMENT)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number for each target column")
          .subgradient("0 where prediction = target, and where the difference is cap")
          .reference("Sun, Xiang & Ye 2013, Robust PCA via capped norms, KDD")
          .trap("Not convex: where all examples start beyond cap nothing is learned.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    int outputs = target.outputs();
    if (target.headUnits().orElse(outputs) != outputs) {
      throw new Refusal(
          ("`acme_capped_absolute` reads %d raw outputs, but the model ends in %d: end it in"
                  + " `dense(outputs)`")
              .formatted(outputs, target.headUnits().getAsInt()));
    }
    return new Function(outputs, arguments.real("cap"));
  }

  private record Function(int outputs, double cap) implements LossFunction {
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
        double size = Math.abs(residual);
        evaluation.values()[i] = Math.min(size, cap);
        evaluation.gradient()[i] = size < cap ? Math.signum(residual) : 0;
      }
    }
  }
}

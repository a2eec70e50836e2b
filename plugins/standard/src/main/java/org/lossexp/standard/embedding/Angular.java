package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Bounds the angle at the negative of the triangle that it forms with a positive pair (Wang et al.
 * 2017).
 */
final class Angular implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("angular", Family.EMBEDDING, "triplet")
          .aliases("angular_loss")
          .summary(
              "Bounds the angle at the negative in the triangle that it forms with a positive pair;"
                  + " knows no scale.")
          .formula(
              "for each ordered positive pair: ln(1 + sum_N exp(4 tan^2(alpha) <a + p, n> - 2 (1 +"
                  + " tan^2(alpha)) <a, p>)), unit vectors")
          .parameter(
              new ParameterSpec.Real("alpha", 40, Range.open(0, 90), "the bound, in degrees"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference("Wang et al. 2017 (ICCV), Deep metric learning with angular loss")
          .elsewhere("pml", "AngularLoss")
          .trap(
              "pytorch-metric-learning takes the negatives as they come and normalises the others;"
                  + " here all three have unit length. On embeddings of unit length the two agree.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target), arguments.real("alpha"));
  }

  private record Function(Layout layout, double alpha) implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DOT;
    }

    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public int units(int rows) {
      return Labels.mostPairs(rows);
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).positivePairs();
    }

    @Override
    public int extra(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      double tangent = StrictMath.tan(StrictMath.toRadians(alpha));
      double square = tangent * tangent;
      Exponents negatives = new Exponents(batch.count(), batch.memory());
      batch.forEachPositivePair((a, p) -> {
        negatives.clear();
        double own = 2 * (1 + square) * batch.value(a, p);
        for (int n = 0; n < batch.count(); n++) {
          if (batch.isNegative(a, n)) {
            // <a + p, n> = <a, n> + <p, n>
            negatives.add(4 * square * (batch.value(a, n) + batch.value(p, n)) - own);
          }
        }
        // log(1 + Σ e^x) = softplus(log Σ e^x)
        double logSum = negatives.logSum();
        terms.add(StableMath.softplus(logSum));
        double slope = StableMath.sigmoid(logSum);
        batch.push(a, p, -2 * (1 + square) * slope);
        int read = 0;
        for (int n = 0; n < batch.count(); n++) {
          if (batch.isNegative(a, n)) {
            double share = 4 * square * slope * negatives.share(read++);
            batch.push(a, n, share);
            batch.push(p, n, share);
          }
        }
      });
    }
  }
}

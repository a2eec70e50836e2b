package org.lossexp.standard.embedding;

import java.util.List;
import java.util.Locale;
import org.lossexp.spi.Arguments;
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

/** Penalizes the negatives that rank before a positive (Li et al. 2022). */
final class Pnp implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("pnp", Family.EMBEDDING, "average-precision")
          .aliases("penalizing_negatives_before_positives")
          .summary(
              "Penalizes the negatives that rank before a positive, by one of five measures of"
                  + " their number.")
          .formula(
              "r = sum_N sigmoid((s_qn - s_qi) / anneal) for each query q and its positives i,"
                  + " itself too; mean over q of the mean over i of f(r), f by variant")
          .parameter(
              new ParameterSpec.Choice(
                  "variant",
                  "O",
                  List.of("O", "Ds", "Dq", "Iu", "Ib"),
                  "how the number r of negatives counts: O r, Ds log(1 + r), Dq 1 - (1 + r)^-alpha,"
                      + " Iu (1 + r) log(1 + r), Ib (b r - log(1 + b r)) / b^2"))
          .parameter(
              new ParameterSpec.Real(
                  "anneal", 0.01, Range.above(0), "how smooth the step is: a temperature"))
          .parameter(new ParameterSpec.Real("alpha", 1, Range.above(0), "power of Dq"))
          .parameter(new ParameterSpec.Real("b", 2, Range.above(0), "boundary of Ib"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference(
              "Li et al. 2022 (PNP), Rethinking the optimization of average precision: only"
                  + " penalizing negative instances before positive ones is enough, AAAI")
          .elsewhere("pml", "PNPLoss")
          .trap("As in pytorch-metric-learning the query counts as one of its own positives.")
          .trap(
              "pytorch-metric-learning clips the exponent of the sigmoid to ±50; here it goes on,"
                  + " and differs by less than 2e-22.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        Variant.valueOf(arguments.word("variant").toUpperCase(Locale.ROOT)),
        arguments.real("anneal"),
        arguments.real("alpha"),
        arguments.real("b"));
  }

  /** What the number of negatives before a positive costs, by the paper's names. */
  private enum Variant {
    O,
    DS,
    DQ,
    IU,
    IB
  }

  private record Function(Layout layout, Variant variant, double anneal, double alpha, double b)
      implements WithinBatch {
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
      return 1;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      double total = 0;
      for (int q = 0; q < batch.count(); q++) {
        // The query itself is one of its positives.
        int positives = batch.labels().positives(q) + 1;
        for (int i = 0; i < batch.count(); i++) {
          if (i == q || batch.isPositive(q, i)) {
            total += penalty(batch, q, i, 1.0 / positives / batch.count()) / positives;
          }
        }
      }
      terms.add(total / batch.count());
    }

    private double penalty(Neighbours batch, int q, int i, double slope) {
      double negativesBefore = 0;
      for (int n = 0; n < batch.count(); n++) {
        negativesBefore += batch.isNegative(q, n) ? before(batch, q, i, n) : 0;
      }
      double pushed = slope * slope(negativesBefore) / anneal;
      for (int n = 0; n < batch.count(); n++) {
        double before = batch.isNegative(q, n) ? before(batch, q, i, n) : 0;
        batch.push(q, n, pushed * before * (1 - before));
        batch.push(q, i, -pushed * before * (1 - before));
      }
      return value(negativesBefore);
    }

    private double before(Neighbours batch, int q, int i, int n) {
      return StableMath.sigmoid((batch.value(q, n) - batch.value(q, i)) / anneal);
    }

    private double value(double r) {
      return switch (variant) {
        case O -> r;
        case DS -> StableMath.log1p(r);
        case DQ -> -StrictMath.expm1(-alpha * StableMath.log1p(r));
        case IU -> (1 + r) * StableMath.log1p(r);
        case IB -> (b * r - StableMath.log1p(b * r)) / (b * b);
      };
    }

    private double slope(double r) {
      return switch (variant) {
        case O -> 1;
        case DS -> 1 / (1 + r);
        case DQ -> alpha * StableMath.exp(-(alpha + 1) * StableMath.log1p(r));
        case IU -> 1 + StableMath.log1p(r);
        case IB -> r / (1 + b * r);
      };
    }
  }
}

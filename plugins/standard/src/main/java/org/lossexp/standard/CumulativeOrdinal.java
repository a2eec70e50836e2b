package org.lossexp.standard;

import java.util.Set;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Binary cross-entropy of "is it above this level?" for every level but the last (CORAL). */
final class CumulativeOrdinal implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("cumulative_ordinal_cross_entropy", Family.CLASSIFICATION, "ordinal")
          .aliases("coral", "ordinal_classification", "extended_binary")
          .summary(
              "Asks of every level whether the class lies above it: for classes that have an order,"
                  + " where near misses should cost less.")
          .formula("t_k = 1[y > k]; sum_k (t_k softplus(-x_k) + (1 - t_k) softplus(x_k))")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0, in the classes' order")
          .head("one logit for each level but the last: classes - 1")
          .convex("in the logits")
          .bounds("at least 0")
          .reference(
              "Cao, Mirjalili & Raschka 2020 (CORAL), Rank consistent ordinal regression for neural"
                  + " networks")
          .trap("The class is the number of levels whose logit is above 0.")
          .trap(
              "CORAL shares one weight vector between the levels, which keeps their logits in"
                  + " order; a dense head does not.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    int wanted = target.classes() - 1;
    int written = target.headUnits().orElse(wanted);
    if (wanted < 1 || written != wanted) {
      throw new Refusal(
          ("`%s` reads one logit for each level but the last, %d for %d classes, but the model ends"
                  + " in %d: end it in `dense(outputs)`")
              .formatted(DESCRIPTOR.name(), wanted, target.classes(), written));
    }
    return new Function(Fit.of(wanted, TargetEncoding.CLASS_INDEX, new LevelsPassed()));
  }

  private record Function(Fit fit) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int columns = batch.columns();
      for (int row = 0; row < batch.rows(); row++) {
        double level = batch.target()[row];
        if (!(level >= 0 && level <= columns)) {
          throw new IllegalArgumentException(
              "row %d has class %s of %d".formatted(row, level, columns + 1));
        }
        double value = 0;
        for (int k = 0; k < columns; k++) {
          double logit = batch.prediction()[row * columns + k];
          boolean above = level > k;
          value += StableMath.softplus(above ? -logit : logit);
          evaluation.gradient()[row * columns + k] =
              above ? -StableMath.sigmoid(-logit) : StableMath.sigmoid(logit);
        }
        evaluation.values()[row] = value;
        evaluation.counts()[row] = 1;
      }
    }
  }

  /** The number of levels that an example lies above. */
  private record LevelsPassed() implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.CLASS);
    }

    @Override
    public int width(Reading reading) {
      return 1;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int row = 0; row < rows; row++) {
        int passed = 0;
        for (int k = 0; k < columns; k++) {
          passed += raw[row * columns + k] > 0 ? 1 : 0;
        }
        out[row] = passed;
      }
    }
  }
}

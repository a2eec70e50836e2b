package org.lossexp.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.lossexp.formula.kernel.Kernel;
import org.lossexp.formula.kernel.Kernels;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/**
 * A formula over the scores of each row: the chosen item's, then those of the others.
 *
 * <p>Rows go through the kernel in blocks, into which the two are copied apart.
 */
final class RecommendationFunction extends ScoreFunction {
  /** About how many scores a block has. */
  private static final int BLOCK = 4096;

  private final UnitFormula formula;
  private final Kernel kernel;
  private final int negatives;
  private final int block;

  private RecommendationFunction(UnitFormula formula, Kernel kernel, int units, TargetFacts facts)
      throws Refusal {
    super(
        formula,
        units,
        formula.uses(RecommendationKind.TARGET) ? TargetEncoding.REAL : TargetEncoding.NONE,
        facts,
        Set.of(ReductionClass.EXAMPLE, ReductionClass.ELEMENT, ReductionClass.NONZERO));
    this.formula = formula;
    this.kernel = kernel;
    this.negatives = units - 1;
    this.block = Math.max(1, BLOCK / units);
  }

  static RecommendationFunction of(UnitFormula formula, TargetFacts facts) throws Refusal {
    int units = facts.headUnits().orElse(2);
    if (units < 2) {
      throw new Refusal(
          "`%s` reads the scores of an item and of at least one other, but the model ends in 1"
              .formatted(formula.loss()));
    }
    Kernel kernel =
        Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.uniform(units - 1));
    return new RecommendationFunction(formula, kernel, units, facts);
  }

  @Override
  public int units(int rows) {
    return rows;
  }

  @Override
  public int scratch(int rows) {
    return kernel.scratch(negatives);
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    List<Signal> signals = kernel.inputs();
    int size = Math.min(block, batch.rows());
    double[][] inputs = new double[signals.size()][];
    double[][] slopes = new double[signals.size()][];
    for (int k = 0; k < inputs.length; k++) {
      inputs[k] = new double[length(signals.get(k), size)];
      slopes[k] = new double[signals.get(k).differentiable() ? inputs[k].length : 0];
    }
    double[] values = new double[size];
    double[] counts = new double[size];
    Arrays.fill(evaluation.gradient(), 0, batch.rows() * batch.columns(), 0);
    for (int first = 0; first < batch.rows(); first += block) {
      int rows = Math.min(block, batch.rows() - first);
      for (int k = 0; k < inputs.length; k++) {
        fill(signals.get(k), batch, first, rows, inputs[k]);
      }
      kernel.run(0, rows, new int[0], inputs, slopes, values, counts, evaluation.scratch(), 0);
      for (int row = 0; row < rows; row++) {
        evaluation.values()[first + row] = values[row];
        boolean vanished = formula.reduction() == ReductionClass.NONZERO && !(values[row] > 0);
        evaluation.counts()[first + row] = vanished ? 0 : counts[row];
      }
      for (int k = 0; k < inputs.length; k++) {
        scatter(signals.get(k), slopes[k], first, rows, evaluation.gradient());
      }
    }
  }

  private int length(Signal signal, int rows) {
    return switch (signal.kind()) {
      case UNIT -> rows;
      case VECTOR -> rows * negatives;
      case BATCH -> 1;
      case SHARED -> throw new AssertionError("no input: " + signal);
    };
  }

  private void fill(Signal signal, Batch batch, int first, int rows, double[] out) {
    int columns = negatives + 1;
    switch (signal.name()) {
      case RecommendationKind.POSITIVE -> {
        for (int row = 0; row < rows; row++) {
          out[row] = batch.prediction()[(first + row) * columns];
        }
      }
      case RecommendationKind.NEGATIVES -> {
        for (int row = 0; row < rows; row++) {
          int at = (first + row) * columns + 1;
          System.arraycopy(batch.prediction(), at, out, row * negatives, negatives);
        }
      }
      case RecommendationKind.TARGET -> System.arraycopy(batch.target(), first, out, 0, rows);
      case RecommendationKind.NUM_ITEMS -> out[0] = numItems(batch);
      case RecommendationKind.LOG_Q_POSITIVE -> given(signal, batch, first, rows, out);
      case RecommendationKind.LOG_Q_NEGATIVES ->
          given(signal, batch, first * negatives, rows * negatives, out);
      case FormulaWords.PROGRESS -> out[0] = batch.progress();
      default -> throw new AssertionError("no input: " + signal);
    }
  }

  private double numItems(Batch batch) {
    double[] given = batch.extras().get(RecommendationKind.NUM_ITEMS);
    if (given == null) {
      throw new IllegalArgumentException("`%s` needs `num_items`".formatted(formula.loss()));
    }
    return given[0];
  }

  /** An input that may be missing: nothing is corrected then. */
  private static void given(Signal signal, Batch batch, int from, int length, double[] out) {
    double[] extra = batch.extras().get(signal.name());
    if (extra != null) {
      System.arraycopy(extra, from, out, 0, length);
    }
  }

  private void scatter(Signal signal, double[] slopes, int first, int rows, double[] gradient) {
    int columns = negatives + 1;
    switch (signal.name()) {
      case RecommendationKind.POSITIVE -> {
        for (int row = 0; row < rows; row++) {
          gradient[(first + row) * columns] = slopes[row];
        }
      }
      case RecommendationKind.NEGATIVES -> {
        for (int row = 0; row < rows; row++) {
          int at = (first + row) * columns + 1;
          System.arraycopy(slopes, row * negatives, gradient, at, negatives);
        }
      }
      default -> {}
    }
  }
}

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
 * A formula over the items of each list. A list without items has the value 0 and does not count.
 *
 * <p>Lists go through the kernel in blocks, so that what belongs to a list, not to an item, takes
 * memory of constant size.
 */
final class RankingListFunction extends ScoreFunction {
  private static final int BLOCK = 256;
  private static final Set<ReductionClass> REDUCTIONS =
      Set.of(ReductionClass.LIST, ReductionClass.LIST_WITH_RELEVANT, ReductionClass.ITEMS);

  private final Kernel kernel;
  private final ReductionClass reduction;
  private final int cut;
  private final boolean ranked;
  private final boolean normalized;

  private RankingListFunction(UnitFormula formula, Kernel kernel, TargetFacts facts)
      throws Refusal {
    super(formula, 1, TargetEncoding.REAL, facts, REDUCTIONS);
    this.kernel = kernel;
    this.reduction = formula.reduction();
    this.cut = Ranks.cut(formula);
    List<String> inputs = kernel.inputs().stream().map(Signal::name).toList();
    this.ranked = inputs.contains(RankingListKind.RANK);
    this.normalized = inputs.contains(RankingListKind.MAX_DCG);
  }

  static RankingListFunction of(UnitFormula formula, TargetFacts facts) throws Refusal {
    Kernel kernel = Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.ragged());
    return new RankingListFunction(formula, kernel, facts);
  }

  /** The most lists that {@code rows} items make, for every list has an item. */
  @Override
  public int units(int rows) {
    return rows;
  }

  @Override
  public int units(Batch batch) {
    return batch.lists();
  }

  /** Ranks of the items, then what sorting wants and what the kernel wants, in one place. */
  @Override
  public int scratch(int rows) {
    return rows + Math.max(2 * rows, kernel.scratch(rows));
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    double[] values = new double[BLOCK];
    double[] counts = new double[BLOCK];
    double[] best = new double[BLOCK];
    int[] starts = new int[BLOCK + 1];
    double[][] inputs = new double[kernel.inputs().size()][];
    double[][] gradients = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      gradients[i] = evaluation.gradient();
      inputs[i] =
          switch (kernel.inputs().get(i).name()) {
            case RankingListKind.SCORE -> batch.prediction();
            case RankingListKind.RELEVANCE -> batch.target();
            case RankingListKind.RANK -> evaluation.scratch();
            case RankingListKind.MAX_DCG -> best;
            case FormulaWords.PROGRESS -> new double[] {batch.progress()};
            default -> throw new AssertionError("no input: " + kernel.inputs().get(i));
          };
    }
    if (kernel.inputs().stream().noneMatch(Signal::differentiable)) {
      Arrays.fill(evaluation.gradient(), 0, batch.rows(), 0);
    }
    for (int first = 0; first < batch.lists(); first += BLOCK) {
      int lists = Math.min(BLOCK, batch.lists() - first);
      System.arraycopy(batch.starts(), first, starts, 0, lists + 1);
      prepare(batch, starts, lists, best, evaluation.scratch());
      kernel.run(
          0, lists, starts, inputs, gradients, values, counts, evaluation.scratch(), batch.rows());
      for (int list = 0; list < lists; list++) {
        int items = starts[list + 1] - starts[list];
        boolean counted = items > 0 && counts[list] > 0;
        evaluation.values()[first + list] = counted ? values[list] : 0;
        evaluation.counts()[first + list] = counted ? count(batch, starts[list], items) : 0;
      }
    }
  }

  private void prepare(Batch batch, int[] starts, int lists, double[] best, double[] scratch) {
    for (int list = 0; list < lists; list++) {
      int start = starts[list];
      int items = starts[list + 1] - start;
      if (ranked) {
        Ranks.of(batch.prediction(), start, items, scratch, start, scratch, batch.rows());
      }
      if (normalized) {
        best[list] = Ranks.bestDcg(batch.target(), start, items, cut, scratch, batch.rows());
      }
    }
  }

  private double count(Batch batch, int start, int items) {
    return switch (reduction) {
      case ITEMS -> items;
      case LIST_WITH_RELEVANT -> hasRelevant(batch, start, items) ? 1 : 0;
      case LIST -> 1;
      case TERM, EXAMPLE, ELEMENT, ROW, WEIGHTED_EXAMPLE, NONZERO, PAIRS, BATCH ->
          throw new AssertionError("no reduction of lists: " + reduction);
    };
  }

  /** {@return whether any of the {@code items} items from {@code start} has relevance above 0} */
  static boolean hasRelevant(Batch batch, int start, int items) {
    for (int row = start; row < start + items; row++) {
      if (batch.target()[row] > 0) {
        return true;
      }
    }
    return false;
  }
}

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
 * A formula over the pairs of each list, whose value is the sum over them.
 *
 * <p>Pairs go through the kernel in tiles of {@value #TILE}, so memory does not grow with their
 * number; n items take n^2 steps.
 */
final class RankingPairFunction extends ScoreFunction {
  private static final int TILE = 512;
  private static final Set<ReductionClass> REDUCTIONS =
      Set.of(ReductionClass.PAIRS, ReductionClass.LIST);

  private final Kernel kernel;
  private final List<Signal> inputs;
  private final ReductionClass reduction;
  private final int cut;
  private final boolean anyPair;
  private final boolean ranked;
  private final boolean normalized;

  private RankingPairFunction(UnitFormula formula, Kernel kernel, TargetFacts facts)
      throws Refusal {
    super(formula, 1, TargetEncoding.REAL, facts, REDUCTIONS);
    this.kernel = kernel;
    this.inputs = kernel.inputs();
    this.reduction = formula.reduction();
    this.cut = Ranks.cut(formula);
    this.anyPair = formula.counted().isPresent();
    List<String> names = inputs.stream().map(Signal::name).toList();
    boolean exchanges = names.contains(RankingPairKind.DELTA_NDCG);
    this.ranked =
        exchanges
            || names.contains(RankingPairKind.RANK_PREFERRED)
            || names.contains(RankingPairKind.RANK_OTHER);
    this.normalized = exchanges || names.contains(RankingPairKind.MAX_DCG);
  }

  static RankingPairFunction of(UnitFormula formula, TargetFacts facts) throws Refusal {
    Kernel kernel = Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.none());
    return new RankingPairFunction(formula, kernel, facts);
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

  /** Rank, discount and gain of each item, then what sorting wants and what the kernel wants. */
  @Override
  public int scratch(int rows) {
    return 3 * rows + Math.max(2 * rows, kernel.scratch(0));
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    Arrays.fill(evaluation.gradient(), 0, batch.rows(), 0);
    Tile tile = new Tile(batch, evaluation);
    for (int list = 0; list < batch.lists(); list++) {
      int start = batch.starts()[list];
      int items = batch.starts()[list + 1] - start;
      tile.open(start, items);
      for (int i = start; i < start + items; i++) {
        for (int j = start; j < start + items; j++) {
          if (anyPair || batch.target()[i] > batch.target()[j]) {
            tile.add(i, j);
          }
        }
      }
      tile.flush();
      evaluation.values()[list] = tile.value;
      evaluation.counts()[list] =
          reduction == ReductionClass.PAIRS ? tile.pairs : Math.min(items, 1);
    }
  }

  /** The pairs that go through the kernel together, and the list to which they belong. */
  private final class Tile {
    private final Batch batch;
    private final double[] gradient;
    private final double[] scratch;
    private final int discountAt;
    private final int gainAt;
    private final int restAt;
    private final double[][] numbers = new double[inputs.size()][];
    private final double[][] slopes = new double[inputs.size()][];
    private final double[] values = new double[TILE];
    private final double[] counts = new double[TILE];
    private final int[] preferred = new int[TILE];
    private final int[] other = new int[TILE];
    private int size;
    private double maxDcg;
    private double value;
    private double pairs;

    Tile(Batch batch, Evaluation evaluation) {
      this.batch = batch;
      this.gradient = evaluation.gradient();
      this.scratch = evaluation.scratch();
      this.discountAt = batch.rows();
      this.gainAt = 2 * batch.rows();
      this.restAt = 3 * batch.rows();
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = new double[inputs.get(k).kind() == Signal.Kind.UNIT ? TILE : 1];
        slopes[k] = new double[TILE];
      }
    }

    void open(int start, int items) {
      value = 0;
      pairs = 0;
      if (ranked) {
        Ranks.of(batch.prediction(), start, items, scratch, start, scratch, restAt);
      }
      if (normalized) {
        maxDcg = Ranks.bestDcg(batch.target(), start, items, cut, scratch, restAt);
      }
      for (int row = start; ranked && normalized && row < start + items; row++) {
        scratch[discountAt + row] = Ranks.discount(scratch[row]);
        scratch[gainAt + row] = Ranks.gain(batch.target()[row]) / maxDcg;
      }
    }

    void add(int i, int j) {
      preferred[size] = i;
      other[size] = j;
      size++;
      if (size == TILE) {
        flush();
      }
    }

    private void fill(String signal, double[] out) {
      double[] scores = batch.prediction();
      double[] relevance = batch.target();
      switch (signal) {
        case RankingPairKind.GAP -> differences(scores, out);
        case RankingPairKind.SCORE_PREFERRED -> pick(scores, preferred, out);
        case RankingPairKind.SCORE_OTHER -> pick(scores, other, out);
        case RankingPairKind.RELEVANCE_GAP -> differences(relevance, out);
        case RankingPairKind.RELEVANCE_PREFERRED -> pick(relevance, preferred, out);
        case RankingPairKind.RELEVANCE_OTHER -> pick(relevance, other, out);
        case RankingPairKind.RANK_PREFERRED -> pick(scratch, preferred, out);
        case RankingPairKind.RANK_OTHER -> pick(scratch, other, out);
        case RankingPairKind.DELTA_NDCG -> exchanges(out);
        case RankingPairKind.MAX_DCG -> Arrays.fill(out, 0, size, maxDcg);
        case FormulaWords.PROGRESS -> out[0] = batch.progress();
        default -> throw new AssertionError("no input: " + signal);
      }
    }

    private void pick(double[] numbers, int[] items, double[] out) {
      for (int pair = 0; pair < size; pair++) {
        out[pair] = numbers[items[pair]];
      }
    }

    private void differences(double[] numbers, double[] out) {
      for (int pair = 0; pair < size; pair++) {
        out[pair] = numbers[preferred[pair]] - numbers[other[pair]];
      }
    }

    private void exchanges(double[] out) {
      for (int pair = 0; pair < size; pair++) {
        int i = preferred[pair];
        int j = other[pair];
        out[pair] =
            Math.abs(scratch[discountAt + i] - scratch[discountAt + j])
                * Math.abs(scratch[gainAt + i] - scratch[gainAt + j]);
      }
    }

    /** Runs the pairs that have gathered, and adds up what they give. */
    void flush() {
      for (int k = 0; k < numbers.length; k++) {
        fill(inputs.get(k).name(), numbers[k]);
      }
      kernel.run(0, size, new int[0], numbers, slopes, values, counts, scratch, restAt);
      for (int pair = 0; pair < size; pair++) {
        value += values[pair];
        pairs += counts[pair];
      }
      for (int k = 0; k < numbers.length; k++) {
        if (inputs.get(k).differentiable()) {
          scatter(inputs.get(k).name(), slopes[k]);
        }
      }
      size = 0;
    }

    private void scatter(String signal, double[] slope) {
      switch (signal) {
        case RankingPairKind.GAP -> {
          add(slope, 1, preferred);
          add(slope, -1, other);
        }
        case RankingPairKind.SCORE_PREFERRED -> add(slope, 1, preferred);
        case RankingPairKind.SCORE_OTHER -> add(slope, 1, other);
        default -> throw new AssertionError("no score: " + signal);
      }
    }

    private void add(double[] slope, double sign, int[] items) {
      for (int pair = 0; pair < size; pair++) {
        gradient[items[pair]] += sign * slope[pair];
      }
    }
  }
}

package org.lossexp.formula;

import java.util.List;
import org.lossexp.formula.kernel.Kernel;
import org.lossexp.formula.kernel.Kernels;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;

/**
 * A formula over pairs or triplets of embeddings: those that are given, or all that a batch has, by
 * the first member, then by the second, then by the third.
 *
 * <p>They go through the kernel in tiles of {@value #TILE}.
 */
final class TupleFunction extends EmbeddingFunction {
  private static final int TILE = 512;

  private final EmbeddingKind.Of of;
  private final Kernel kernel;
  private final List<Signal> inputs;
  private final NeighbourTable.Measures measures;
  private final PairFilter filter;

  private TupleFunction(EmbeddingKind.Of of, UnitFormula formula, Kernel kernel, TargetFacts facts)
      throws Refusal {
    super(formula, of.parts(), of.encoding(), facts);
    this.of = of;
    this.kernel = kernel;
    this.inputs = kernel.inputs();
    this.measures = NeighbourTable.Measures.of(of.parts(), inputs);
    this.filter =
        of == EmbeddingKind.Of.PAIRS
            ? PairFilter.of(formula, EmbeddingKind.same(of, formula))
            : PairFilter.ALL;
  }

  static TupleFunction of(EmbeddingKind.Of of, UnitFormula formula, TargetFacts facts)
      throws Refusal {
    Kernel kernel = Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.none());
    return new TupleFunction(of, formula, kernel, facts);
  }

  /** The most units: of triplets, where each example has half of the others as positives. */
  @Override
  public int units(int rows) {
    if (!of.inBatch()) {
      return rows;
    }
    long half = (rows - 1L) / 2;
    return units(rows, rows * (of.triplets() ? half * (rows - 1 - half) : rows - 1));
  }

  @Override
  public int units(Batch batch) {
    if (!of.inBatch() || !of.triplets()) {
      return filter == PairFilter.ALL ? units(batch.rows()) : filter.count(batch);
    }
    long triplets = 0;
    for (int anchor = 0; anchor < batch.rows(); anchor++) {
      int positives = 0;
      for (int other = 0; other < batch.rows(); other++) {
        positives += PairFilter.POSITIVE.takes(batch, anchor, other) ? 1 : 0;
      }
      triplets += (long) positives * (batch.rows() - 1 - positives);
    }
    return units(batch.rows(), triplets);
  }

  private int units(int rows, long units) {
    if (units > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d examples can make %d units of `%s`, which is too many: take smaller batches"
              .formatted(rows, units, formula().loss()));
    }
    return (int) units;
  }

  @Override
  public int scratch(int rows) {
    return measures.size(rows, head().units()) + kernel.scratch(0);
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    Tile tile = new Tile(batch, evaluation);
    for (int anchor = 0; anchor < batch.rows(); anchor++) {
      if (of.inBatch()) {
        tile.addAll(anchor);
      } else {
        // Of a given triplet the neighbours are the positive and the negative.
        tile.add(anchor, 0, 1);
      }
    }
    tile.flush();
    tile.giveBackArrays();
    count(evaluation, tile.written);
    tile.table.pullBack(evaluation.gradient());
  }

  /** The units that go through the kernel together. */
  private final class Tile {
    private final Batch batch;
    private final Evaluation evaluation;
    private final NeighbourTable table;
    private final int rest;
    private final double[][] borrowed;
    private final double[][] numbers = new double[inputs.size()][];
    private final double[][] slopes = new double[inputs.size()][];
    private final double[] values;
    private final double[] counts;
    private final int[] starts = new int[0];
    private final int[] anchors = new int[TILE];
    private final int[] firsts = new int[TILE];
    private final int[] seconds = new int[TILE];
    private int size;
    private int written;

    Tile(Batch batch, Evaluation evaluation) {
      this.batch = batch;
      this.evaluation = evaluation;
      this.table = new NeighbourTable(batch, measures, evaluation.scratch());
      this.rest = measures.size(batch.rows(), batch.columns());
      this.borrowed = borrow(2 * inputs.size() + 2, TILE);
      for (int k = 0; k < numbers.length; k++) {
        boolean unit = inputs.get(k).kind() == Signal.Kind.UNIT;
        numbers[k] = unit ? borrowed[2 * k] : constant(inputs.get(k), batch);
        slopes[k] = borrowed[2 * k + 1];
      }
      values = borrowed[2 * inputs.size()];
      counts = borrowed[2 * inputs.size() + 1];
    }

    void giveBackArrays() {
      giveBack(borrowed);
    }

    /** Adds all units of the batch that begin with {@code anchor}. */
    void addAll(int anchor) {
      for (int i = 0; i < batch.rows(); i++) {
        if (!of.triplets()) {
          if (filter.takes(batch, anchor, i)) {
            add(anchor, i, i);
          }
          continue;
        }
        boolean positive = PairFilter.POSITIVE.takes(batch, anchor, i);
        for (int j = 0; positive && j < batch.rows(); j++) {
          if (PairFilter.NEGATIVE.takes(batch, anchor, j)) {
            add(anchor, i, j);
          }
        }
      }
    }

    void add(int anchor, int first, int second) {
      anchors[size] = anchor;
      firsts[size] = first;
      seconds[size] = second;
      size++;
      if (size == TILE) {
        flush();
      }
    }

    /** Reads a signal of all units of the tile. */
    private void gather(String signal, double[] into) {
      int[] others = others(signal);
      boolean distances = EmbeddingKind.isDistance(signal);
      boolean similarities = EmbeddingKind.isSimilarity(signal);
      for (int u = 0; distances && u < size; u++) {
        into[u] = table.distance(anchors[u], others[u]);
      }
      for (int u = 0; similarities && u < size; u++) {
        into[u] = table.similarity(anchors[u], others[u]);
      }
      for (int u = 0; signal.equals(EmbeddingKind.TARGET) && u < size; u++) {
        into[u] = batch.target()[anchors[u]];
      }
      for (int u = 0; signal.equals(EmbeddingKind.SAME) && u < size; u++) {
        boolean same =
            of.inBatch()
                ? PairFilter.POSITIVE.takes(batch, anchors[u], others[u])
                : batch.target()[anchors[u]] > 0;
        into[u] = same ? 1 : 0;
      }
    }

    /** Hands on the derivatives of all units of the tile. */
    private void scatter(String signal, double[] slope) {
      int[] others = others(signal);
      boolean distances = EmbeddingKind.isDistance(signal);
      boolean similarities = EmbeddingKind.isSimilarity(signal);
      for (int u = 0; distances && u < size; u++) {
        table.pushDistance(anchors[u], others[u], slope[u]);
      }
      for (int u = 0; similarities && u < size; u++) {
        table.pushSimilarity(anchors[u], others[u], slope[u]);
      }
    }

    private int[] others(String signal) {
      return EmbeddingKind.isOfNegative(signal) ? seconds : firsts;
    }

    void flush() {
      for (int k = 0; k < numbers.length; k++) {
        if (inputs.get(k).kind() == Signal.Kind.UNIT) {
          gather(inputs.get(k).name(), numbers[k]);
        }
      }
      kernel.run(0, size, starts, numbers, slopes, values, counts, evaluation.scratch(), rest);
      System.arraycopy(values, 0, evaluation.values(), written, size);
      System.arraycopy(counts, 0, evaluation.counts(), written, size);
      for (int k = 0; k < numbers.length; k++) {
        if (inputs.get(k).differentiable()) {
          scatter(inputs.get(k).name(), slopes[k]);
        }
      }
      written += size;
      size = 0;
    }
  }
}

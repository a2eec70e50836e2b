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
 * A formula whose vectors run over the other examples of the batch: one for each example, or one
 * for each pair of an example with another.
 */
final class AnchorFunction extends EmbeddingFunction {
  private final Kernel kernel;
  private final List<Signal> inputs;
  private final NeighbourTable.Measures measures;
  private final boolean pairs;
  private final PairFilter filter;

  private AnchorFunction(EmbeddingKind.Of of, UnitFormula formula, Kernel kernel, TargetFacts facts)
      throws Refusal {
    super(formula, 1, of.encoding(), facts);
    this.kernel = kernel;
    this.inputs = kernel.inputs();
    this.measures = NeighbourTable.Measures.of(1, inputs);
    this.pairs = of == EmbeddingKind.Of.PAIRS_AMONG_OTHERS;
    this.filter = pairs ? PairFilter.of(formula, EmbeddingKind.same(of, formula)) : PairFilter.ALL;
  }

  static AnchorFunction of(EmbeddingKind.Of of, UnitFormula formula, TargetFacts facts)
      throws Refusal {
    Kernel kernel = Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.ragged());
    return new AnchorFunction(of, formula, kernel, facts);
  }

  @Override
  public int units(int rows) {
    return pairs ? Math.multiplyExact(rows, rows - 1) : rows;
  }

  @Override
  public int units(Batch batch) {
    return filter == PairFilter.ALL ? units(batch.rows()) : filter.count(batch);
  }

  @Override
  public int scratch(int rows) {
    return measures.size(rows, head().units()) + kernel.scratch(rows - 1);
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    Anchor anchor = new Anchor(batch, evaluation);
    for (int i = 0; i < batch.rows(); i++) {
      anchor.open(i);
      if (!pairs) {
        anchor.run(0);
        continue;
      }
      for (int j = 0; j < batch.rows(); j++) {
        if (filter.takes(batch, i, j)) {
          anchor.run(j < i ? j : j - 1);
        }
      }
    }
    giveBack(anchor.borrowed);
    count(evaluation, anchor.written);
    anchor.table.pullBack(evaluation.gradient());
  }

  /** One example at a time, its numbers with the others, and what is written about it. */
  private final class Anchor {
    private final Batch batch;
    private final Evaluation evaluation;
    private final NeighbourTable table;
    private final int rest;
    private final int[] starts;
    private final double[][] borrowed;
    private final double[][] numbers = new double[inputs.size()][];
    private final double[][] slopes = new double[inputs.size()][];
    private final double[] value = new double[1];
    private final double[] count = new double[1];
    private final double[] partner = new double[1];
    private int example;
    private int written;

    Anchor(Batch batch, Evaluation evaluation) {
      this.batch = batch;
      this.evaluation = evaluation;
      this.table = new NeighbourTable(batch, measures, evaluation.scratch());
      this.rest = measures.size(batch.rows(), batch.columns());
      this.starts = new int[] {0, batch.rows() - 1};
      this.borrowed = borrow(2 * inputs.size(), batch.rows());
      for (int k = 0; k < inputs.size(); k++) {
        numbers[k] =
            switch (inputs.get(k).kind()) {
              case VECTOR -> borrowed[2 * k];
              case UNIT -> partner;
              case BATCH, SHARED -> constant(inputs.get(k), batch);
            };
        slopes[k] = borrowed[2 * k + 1];
      }
    }

    /** Turns to another example. */
    void open(int next) {
      example = next;
      for (int k = 0; k < inputs.size(); k++) {
        if (inputs.get(k).kind() == Signal.Kind.VECTOR) {
          gather(inputs.get(k).name(), numbers[k]);
        }
      }
    }

    private void gather(String signal, double[] into) {
      for (int q = 0; signal.equals(EmbeddingKind.DISTANCE) && q < starts[1]; q++) {
        into[q] = table.distance(example, other(q));
      }
      for (int q = 0; signal.equals(EmbeddingKind.SIMILARITY) && q < starts[1]; q++) {
        into[q] = table.similarity(example, other(q));
      }
      for (int q = 0; signal.equals(EmbeddingKind.SAME) && q < starts[1]; q++) {
        into[q] = PairFilter.POSITIVE.takes(batch, example, other(q)) ? 1 : 0;
      }
    }

    /** {@return the example at a position of the vectors, which leave the anchor itself out} */
    private int other(int position) {
      return position < example ? position : position + 1;
    }

    /** Writes one unit: that of the example, or of its pair with the one at {@code position}. */
    void run(int position) {
      partner[0] = position;
      kernel.run(0, 1, starts, numbers, slopes, value, count, evaluation.scratch(), rest);
      evaluation.values()[written] = value[0];
      evaluation.counts()[written] = count[0];
      written++;
      for (int k = 0; k < inputs.size(); k++) {
        if (inputs.get(k).differentiable()) {
          scatter(inputs.get(k).name().equals(EmbeddingKind.DISTANCE), slopes[k]);
        }
      }
    }

    private void scatter(boolean distances, double[] slope) {
      for (int q = 0; q < starts[1]; q++) {
        if (distances) {
          table.pushDistance(example, other(q), slope[q]);
        } else {
          table.pushSimilarity(example, other(q), slope[q]);
        }
      }
    }
  }
}

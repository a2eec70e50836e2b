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

/** A formula over each example, whose vectors run over the others of the batch. */
final class AnchorFunction extends EmbeddingFunction {
  private final Kernel kernel;
  private final List<Signal> inputs;
  private final NeighbourTable.Measures measures;

  private AnchorFunction(UnitFormula formula, Kernel kernel, TargetFacts facts) throws Refusal {
    super(formula, 1, EmbeddingKind.Of.EXAMPLE.encoding(), facts);
    this.kernel = kernel;
    this.inputs = kernel.inputs();
    this.measures = NeighbourTable.Measures.of(1, inputs);
  }

  static AnchorFunction of(UnitFormula formula, TargetFacts facts) throws Refusal {
    Kernel kernel = Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.ragged());
    return new AnchorFunction(formula, kernel, facts);
  }

  @Override
  public int units(int rows) {
    return rows;
  }

  @Override
  public int scratch(int rows) {
    return measures.size(rows, head().units()) + kernel.scratch(rows - 1);
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    NeighbourTable table = new NeighbourTable(batch, measures, evaluation.scratch());
    int rest = measures.size(batch.rows(), batch.columns());
    int others = batch.rows() - 1;
    int[] starts = {0, others};
    double[][] borrowed = borrow(2 * inputs.size() + 1, batch.rows());
    double[][] vectors = new double[inputs.size()][];
    double[][] slopes = new double[inputs.size()][];
    double[] value = new double[1];
    for (int k = 0; k < inputs.size(); k++) {
      boolean vector = inputs.get(k).kind() == Signal.Kind.VECTOR;
      vectors[k] = vector ? borrowed[2 * k] : constant(inputs.get(k), batch);
      slopes[k] = borrowed[2 * k + 1];
    }
    double[] count = borrowed[2 * inputs.size()];
    for (int anchor = 0; anchor < batch.rows(); anchor++) {
      for (int k = 0; k < inputs.size(); k++) {
        if (inputs.get(k).kind() == Signal.Kind.VECTOR) {
          gather(inputs.get(k).name(), batch, table, anchor, vectors[k]);
        }
      }
      kernel.run(0, 1, starts, vectors, slopes, value, count, evaluation.scratch(), rest);
      evaluation.values()[anchor] = value[0];
      evaluation.counts()[anchor] = count[0];
      for (int k = 0; k < inputs.size(); k++) {
        if (inputs.get(k).differentiable()) {
          scatter(inputs.get(k).name(), table, anchor, slopes[k], others);
        }
      }
    }
    giveBack(borrowed);
    count(evaluation, batch.rows());
    table.pullBack(evaluation.gradient());
  }

  private static void gather(
      String signal, Batch batch, NeighbourTable table, int anchor, double[] vector) {
    for (int position = 0; position < batch.rows() - 1; position++) {
      int other = other(anchor, position);
      vector[position] =
          switch (signal) {
            case EmbeddingKind.DISTANCE -> table.distance(anchor, other);
            case EmbeddingKind.SIMILARITY -> table.similarity(anchor, other);
            case EmbeddingKind.SAME -> batch.target()[anchor] == batch.target()[other] ? 1 : 0;
            default -> throw new AssertionError("no input: " + signal);
          };
    }
  }

  private static void scatter(
      String signal, NeighbourTable table, int anchor, double[] slopes, int others) {
    for (int position = 0; position < others; position++) {
      int other = other(anchor, position);
      if (signal.equals(EmbeddingKind.DISTANCE)) {
        table.pushDistance(anchor, other, slopes[position]);
      } else {
        table.pushSimilarity(anchor, other, slopes[position]);
      }
    }
  }

  /** {@return the example at {@code position} of an anchor's vectors, which leave itself out} */
  private static int other(int anchor, int position) {
    return position < anchor ? position : position + 1;
  }
}

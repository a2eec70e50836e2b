package org.lossexp.formula;

import java.util.Arrays;
import java.util.List;
import org.lossexp.formula.kernel.Kernel;
import org.lossexp.formula.kernel.Kernels;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/** A formula over the cosines of an example with a vector for each class, which is trained. */
final class ClassVectorFunction extends EmbeddingFunction {
  private final Kernel kernel;
  private final List<Signal> inputs;
  private final State weights;

  private ClassVectorFunction(UnitFormula formula, Kernel kernel, TargetFacts facts)
      throws Refusal {
    super(formula, 1, TargetEncoding.CLASS_INDEX, facts);
    this.kernel = kernel;
    this.inputs = kernel.inputs();
    int width = head().units();
    // Each component has the variance 1 / d, so that vectors have about unit length.
    this.weights = new State(ClassVectorKind.WEIGHTS, facts.classes(), width, 1 / Math.sqrt(width));
  }

  static ClassVectorFunction of(UnitFormula formula, TargetFacts facts) throws Refusal {
    int classes = facts.classes();
    if (classes == 0) {
      throw new Refusal(
          "`%s` trains vectors for the classes, but the target has no classes"
              .formatted(formula.loss()));
    }
    for (double[] list : formula.lists().values()) {
      if (list.length != classes) {
        throw new Refusal(
            "`%s` has a list of %d numbers, but there are %d classes: write one for each"
                .formatted(formula.loss(), list.length, classes));
      }
    }
    Kernel kernel =
        Kernels.of(formula.graph(), formula.value(), formula.counted(), Shape.uniform(classes));
    return new ClassVectorFunction(formula, kernel, facts);
  }

  @Override
  public List<State> state() {
    return List.of(weights);
  }

  @Override
  public int units(int rows) {
    return rows;
  }

  @Override
  public int scratch(int rows) {
    return UnitVectors.size(rows, weights.columns())
        + UnitVectors.size(weights.rows(), weights.columns())
        + kernel.scratch(weights.rows());
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    int rows = batch.rows();
    int classes = weights.rows();
    int width = weights.columns();
    double[] scratch = evaluation.scratch();
    double[] own = batch.state().get(weights.name());
    double[] ownGradient = evaluation.state().get(weights.name());
    UnitVectors examples = new UnitVectors(batch.prediction(), rows, width, scratch, 0);
    int at = UnitVectors.size(rows, width);
    UnitVectors vectors = new UnitVectors(own, classes, width, scratch, at);
    at += UnitVectors.size(classes, width);
    double[][] borrowed = borrow(2, rows * classes);
    for (int i = 0; i < rows * classes; i++) {
      borrowed[0][i] = examples.cosine(i / classes, vectors, i % classes);
    }
    Arrays.fill(borrowed[1], 0, rows * classes, 0);
    double[][] numbers = new double[inputs.size()][];
    double[][] slopes = new double[inputs.size()][];
    for (int k = 0; k < inputs.size(); k++) {
      numbers[k] =
          switch (inputs.get(k).name()) {
            case ClassVectorKind.COSINE -> borrowed[0];
            case ClassVectorKind.LABEL -> batch.target();
            default -> constant(inputs.get(k), batch);
          };
      slopes[k] = borrowed[1];
    }
    kernel.run(
        0,
        rows,
        new int[0],
        numbers,
        slopes,
        evaluation.values(),
        evaluation.counts(),
        scratch,
        at);
    count(evaluation, rows);
    for (int i = 0; i < rows * classes; i++) {
      examples.push(borrowed[1][i], i / classes, vectors, i % classes);
    }
    giveBack(borrowed);
    Arrays.fill(evaluation.gradient(), 0, rows * width, 0);
    Arrays.fill(ownGradient, 0, classes * width, 0);
    examples.pullBack(evaluation.gradient());
    vectors.pullBack(ownGradient);
  }
}

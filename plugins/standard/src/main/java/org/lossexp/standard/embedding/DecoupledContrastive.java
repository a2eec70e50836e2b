package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** NT-Xent without the positive in the denominator (Yeh et al. 2022). */
final class DecoupledContrastive implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("decoupled_contrastive", Family.EMBEDDING, "contrastive")
          .aliases("dcl")
          .summary("NT-Xent without the positive in the denominator, which works in small batches.")
          .formula(
              "s_ij = cos / temperature over the 2n views, j the other view of i: -s_ij + ln sum_{k"
                  + " not in {i, j}} exp(s_ik)")
          .parameter(
              new ParameterSpec.Real(
                  "temperature", 0.1, Range.above(0), "how sharp the softmax is"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("two views side by side in each row")
          .parts("view1", "view2")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .reference("Yeh et al. 2022 (DCL), Decoupled contrastive learning, ECCV")
          .trap(
              "There are two values for each row: those of all first views, then those of all"
                  + " second views.")
          .trap("A single example has no negatives: the logarithm is 0.")
          .trap("It is not bounded below by 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 2, target), arguments.real("temperature"));
  }

  private record Function(Layout layout, double temperature) implements EmbeddingFunction {
    @Override
    public int units(int rows) {
      return 2 * rows;
    }

    @Override
    public int scratch(int rows) {
      int views = 2 * rows;
      int stacked = 2 * views * layout.width();
      return stacked + Rows.size(views, layout.width()) + Pairs.size(views, views) + views;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Memory memory = new Memory(evaluation.scratch());
      Terms terms = new Terms(evaluation);
      int rows = batch.rows();
      Matrix stacked = memory.zeros(2 * rows, layout.width());
      Matrix given = EmbeddingFunction.predictions(batch);
      for (int i = 0; i < 2 * rows; i++) {
        stacked.addRow(i, 1, given.part(i / rows, 2), i % rows);
      }
      Rows views = Rows.of(stacked, true, memory);
      Pairs pairs = Pairs.of(Measure.DOT, views, views, memory);
      Exponents negatives = new Exponents(2 * rows, memory);
      for (int i = 0; i < 2 * rows; i++) {
        int other = (i + rows) % (2 * rows);
        negatives.clear();
        for (int k = 0; k < 2 * rows; k++) {
          if (k != i && k != other) {
            negatives.add(pairs.value(i, k) / temperature);
          }
        }
        double repelled = negatives.isEmpty() ? 0 : negatives.logSum();
        terms.add(repelled - pairs.value(i, other) / temperature);
        pairs.push(i, other, -1 / temperature);
        int read = 0;
        for (int k = 0; k < 2 * rows; k++) {
          if (k != i && k != other) {
            pairs.push(i, k, negatives.share(read++) / temperature);
          }
        }
      }
      pairs.pullBack();
      Matrix slopes = memory.zeros(2 * rows, layout.width());
      views.pullBack(slopes);
      Matrix gradient = EmbeddingFunction.gradients(batch, evaluation);
      gradient.clear();
      for (int i = 0; i < 2 * rows; i++) {
        gradient.part(i / rows, 2).addRow(i % rows, 1, slopes, i);
      }
    }
  }
}

package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Softmax over the distances to the mean embedding of each class (Snell, Swersky and Zemel 2017).
 */
final class Prototypical implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("prototypical", Family.EMBEDDING, "few-shot")
          .aliases("prototypical_network")
          .summary(
              "Softmax over the squared distances to the mean embeddings of the classes of an"
                  + " episode: few-shot learning.")
          .formula(
              "c_k = mean embedding of class k in the support; cross-entropy of -||q - c_k||^2")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0, of every row")
          .head("one embedding for each row: the support, then the queries")
          .extra(
              "part",
              ExtraInput.Shape.ROWS,
              ExtraInput.Content.PART,
              false,
              "0 for an example of the support, 1 for a query; without it the first half of the"
                  + " rows is the support")
          .bounds("at least 0")
          .reference("Snell et al. 2017, Prototypical networks for few-shot learning, NIPS")
          .trap(
              "Its units are the queries; classes are those of the support. A query whose class is"
                  + " not there is 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target));
  }

  private record Function(Layout layout) implements EmbeddingFunction {
    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.CLASS_INDEX;
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int units(Batch batch) {
      return new Stack(batch, 2).count(1);
    }

    @Override
    public int scratch(int rows) {
      int width = layout.width();
      return rows * width + 2 * Rows.size(rows, width) + Pairs.size(rows, rows) + 2 * rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Memory memory = new Memory(evaluation.scratch());
      Terms terms = new Terms(evaluation);
      Stack stack = new Stack(batch, 2);
      int end = batch.rows();
      Rows rows = Rows.of(EmbeddingFunction.predictions(batch), false, memory);
      // A class is known by the first of its examples in the support.
      Matrix means = memory.zeros(end, layout.width());
      Matrix counts = memory.zeros(end, 1);
      for (int s = stack.next(0, -1); s < end; s = stack.next(0, s)) {
        means.addRow(first(batch, stack, s), 1, rows.used(), s);
        counts.add(first(batch, stack, s), 0, 1);
      }
      for (int c = 0; c < end; c++) {
        means.addRow(c, 1 / Math.max(1, counts.at(c, 0)) - 1, means, c);
      }
      Rows prototypes = Rows.of(means, false, memory);
      Pairs pairs = Pairs.of(Measure.SQUARED_DISTANCE, rows, prototypes, memory);
      Exponents classes = new Exponents(end, memory);
      for (int query = stack.next(1, -1); query < end; query = stack.next(1, query)) {
        terms.add(choose(pairs, query, first(batch, stack, query), counts, classes));
      }
      pairs.pullBack();
      for (int s = stack.next(0, -1); s < end; s = stack.next(0, s)) {
        int c = first(batch, stack, s);
        rows.slope().addRow(s, 1 / counts.at(c, 0), prototypes.slope(), c);
      }
      rows.pullBack(EmbeddingFunction.gradients(batch, evaluation));
    }

    /** {@return the first row of the support with the label of {@code row}; −1 without one} */
    private static int first(Batch batch, Stack stack, int row) {
      for (int s = stack.next(0, -1); s < batch.rows(); s = stack.next(0, s)) {
        if (batch.target()[s] == batch.target()[row]) {
          return s;
        }
      }
      return -1;
    }

    /**
     * {@return the cross-entropy of choosing {@code own}; 0 where the support has no such class}
     */
    private static double choose(
        Pairs pairs, int query, int own, Matrix counts, Exponents classes) {
      if (own < 0) {
        return 0;
      }
      classes.clear();
      for (int c = 0; c < counts.rows(); c++) {
        if (counts.at(c, 0) > 0) {
          classes.add(-pairs.value(query, c));
        }
      }
      double value = classes.logSum() + pairs.value(query, own);
      pairs.push(query, own, 1);
      int read = 0;
      for (int c = 0; c < counts.rows(); c++) {
        if (counts.at(c, 0) > 0) {
          pairs.push(query, c, -classes.share(read++));
        }
      }
      return value;
    }
  }
}

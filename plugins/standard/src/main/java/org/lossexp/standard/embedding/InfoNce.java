package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
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

/**
 * Each query picks its positive among negatives that all queries share (van den Oord, Li and
 * Vinyals 2018).
 */
final class InfoNce implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("info_nce", Family.EMBEDDING, "contrastive")
          .aliases("infonce", "moco", "cpc")
          .summary(
              "Softmax in which each query finds its positive among negatives that all queries"
                  + " share: MoCo, CPC.")
          .formula(
              "s = cos / temperature; -s(q, k) + ln(exp(s(q, k)) + sum_m exp(s(q, n_m))); without"
                  + " normalize the inner product for the cosine")
          .parameter(
              new ParameterSpec.Real(
                  "temperature", 0.1, Range.above(0), "how sharp the softmax is; MoCo has 0.07"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("one embedding for each row: queries, then their positives, then negatives")
          .extra(
              "part",
              ExtraInput.Shape.ROWS,
              ExtraInput.Content.PART,
              false,
              "0 for a query, 1 for a positive, 2 for a negative; as many positives as queries, in"
                  + " the same order; without it the rows are cut into three equal parts")
          .invariant(Invariant.SCALE)
          .bounds("at least 0")
          .reference(
              "van den Oord et al. 2018, Representation learning with contrastive predictive"
                  + " coding, arXiv:1807.03748; He et al. 2020, Momentum contrast for unsupervised"
                  + " visual representation learning, CVPR")
          .trap("Its units are the queries.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("temperature"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double temperature, boolean normalize)
      implements EmbeddingFunction {
    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int units(Batch batch) {
      Stack stack = new Stack(batch, 3);
      return Math.min(stack.count(0), stack.count(1));
    }

    @Override
    public int scratch(int rows) {
      return Rows.size(rows, layout.width()) + Pairs.size(rows, rows) + rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Memory memory = new Memory(evaluation.scratch());
      Terms terms = new Terms(evaluation);
      Rows rows = Rows.of(EmbeddingFunction.predictions(batch), normalize, memory);
      Pairs pairs = Pairs.of(Measure.DOT, rows, rows, memory);
      Exponents candidates = new Exponents(batch.rows(), memory);
      Stack stack = new Stack(batch, 3);
      int end = batch.rows();
      int positive = stack.next(1, -1);
      for (int query = stack.next(0, -1);
          query < end && positive < end;
          query = stack.next(0, query)) {
        candidates.clear();
        candidates.add(pairs.value(query, positive) / temperature);
        for (int n = stack.next(2, -1); n < end; n = stack.next(2, n)) {
          candidates.add(pairs.value(query, n) / temperature);
        }
        terms.add(candidates.logSum() - pairs.value(query, positive) / temperature);
        pairs.push(query, positive, (candidates.share(0) - 1) / temperature);
        int read = 1;
        for (int n = stack.next(2, -1); n < end; n = stack.next(2, n)) {
          pairs.push(query, n, candidates.share(read++) / temperature);
        }
        positive = stack.next(1, positive);
      }
      pairs.pullBack();
      rows.pullBack(EmbeddingFunction.gradients(batch, evaluation));
    }
  }
}

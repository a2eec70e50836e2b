package org.lossexp.standard.ranking;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Each query's own item against those of the other queries of the batch (Yi et al. 2019). */
final class InBatchSoftmax implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("in_batch_softmax", Family.RANKING, "recommendation")
          .aliases("batch_softmax", "multiple_negatives_ranking", "two_tower_softmax")
          .summary(
              "Softmax of each query's item against the items of the other queries: negatives for"
                  + " free, corrected for how popular they are.")
          .formula("log_sum_exp_j(S_ij / T - log_q_j) - (S_ii / T - log_q_i)")
          .parameter(
              new ParameterSpec.Real(
                  "temperature", 1, Range.above(0), "T: scores are divided by it"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.RECOMMENDATION)
          .target("none: the item of query i is item i")
          .head("the scores of all items of the batch for each query: a square")
          .extra(
              "log_q",
              ExtraInput.Shape.COLUMNS,
              ExtraInput.Content.REAL,
              false,
              "logarithm of how likely each item is to be in a batch")
          .invariant(Invariant.SHIFT)
          .convex("in the scores")
          .bounds("at least 0")
          .reference(
              "Yi et al. 2019 (sampling-bias-corrected), Sampling-bias-corrected neural modeling"
                  + " for large corpus item recommendations, RecSys; Henderson et al. 2017,"
                  + " Efficient natural language response suggestion for Smart Reply")
          .trap(
              "An item that occurs twice in the batch is its own negative: remove such rows, or"
                  + " give it -inf.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) {
    Head head = new Head(target.headUnits().orElse(1), Head.Link.IDENTITY);
    return new Function(head, arguments.real("temperature"));
  }

  /**
   * @param head as many scores as the batch has queries; a smaller batch reads so many
   */
  private record Function(Head head, double temperature) implements RankingFunction {
    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.NONE;
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      int n = batch.columns();
      if (batch.rows() > n) {
        throw new IllegalArgumentException(
            "%d queries and %d items: every query needs an item".formatted(batch.rows(), n));
      }
      double[] logits = evaluation.gradient();
      double[] popularity = batch.extras().getOrDefault("log_q", new double[0]);
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * n;
        for (int j = 0; j < n; j++) {
          double correction = popularity.length == 0 ? 0 : popularity[j];
          logits[first + j] = batch.prediction()[first + j] / temperature - correction;
        }
        double own = logits[first + row];
        evaluation.values()[row] = StableMath.softmax(logits, first, n, logits, first) - own;
        evaluation.counts()[row] = 1;
        logits[first + row] -= 1;
        for (int j = first; j < first + n; j++) {
          evaluation.gradient()[j] /= temperature;
        }
      }
    }
  }
}

package org.lossexp.standard.ranking;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.Sorting;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The likelihood of the right order under the Plackett-Luce model (Xia et al. 2008). */
final class ListMle implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("listmle", Family.RANKING, "listwise")
          .aliases("list_mle", "plackett_luce_nll")
          .summary(
              "Negative log-likelihood of the right order, drawn item by item from those that are"
                  + " left: for relevances that are nearly all distinct.")
          .formula("sum_i log_sum_exp(s_(i), s_(i+1), …) - s_(i), items in order of falling y")
          .reduction(ReductionClass.LIST)
          .tasks(Task.RANKING)
          .target("the relevance of the item; only the order counts")
          .head("one score for each item; higher comes first")
          .invariant(Invariant.SHIFT)
          .convex("in the scores")
          .bounds("at least 0")
          .reference(
              "Xia et al. 2008, Listwise approach to learning to rank: theory and algorithm, ICML")
          .elsewhere("tfr", "ListMLELoss (ties shuffled)")
          .elsewhere("rax", "listmle_loss (ties by key)")
          .elsewhere("allrank", "listMLE (ties shuffled; + eps in log)")
          .trap(
              "Items of equal relevance stay in the order of the data; TF-Ranking, Rax and allRank"
                  + " shuffle them, and allRank adds 1e-10 inside the logarithm.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new Function((place, length) -> 0);
  }

  /** The likelihood of the order of falling relevance. */
  record Function(PlackettLuce.Weight weight) implements ListFunction {
    @Override
    public int scratch(int rows) {
      return 2 * rows;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      Sorting.falling(batch.target(), first, length, scratch, 0);
      return PlackettLuce.negativeLogLikelihood(
          batch.prediction(), first, length, scratch, 0, weight, 1, gradient, scratch, length);
    }
  }
}

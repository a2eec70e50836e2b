package org.lossexp.standard.ranking;

import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
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
import org.lossexp.spi.Value;

/** The likelihood of orders that a teacher drew (Reddi et al. 2021). */
final class CoupledRankDistil implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("coupled_rankdistil", Family.RANKING, "distillation")
          .aliases("rankdistil", "plackett_luce_distillation")
          .summary(
              "Distils the order of a teacher: the negative log-likelihood of orders drawn from"
                  + " the Plackett-Luce model of the teacher's scores.")
          .formula(
              "mean over the orders pi of sum_{i <= k} log_sum_exp(s_pi(i), s_pi(i+1), …)"
                  + " - s_pi(i)")
          .parameter(
              new ParameterSpec.Whole(
                  "topk",
                  "k: places that count, none: all",
                  Optional.of(new Value.Word("none")),
                  Range.atLeast(1),
                  List.of("none")))
          .reduction(ReductionClass.LIST)
          .tasks(Task.RANKING)
          .target("the relevance of the item: the order that stands for missing permutations")
          .head("one score for each item; higher comes first")
          .extra(
              "permutations",
              ExtraInput.Shape.OTHER,
              ExtraInput.Content.REAL,
              false,
              "for each list equally many orders of its items, each as their places from 0")
          .invariant(Invariant.SHIFT)
          .convex("in the scores")
          .bounds("at least 0")
          .reference("Reddi et al. 2021 (RankDistil), Knowledge distillation for ranking, AISTATS")
          .elsewhere("tfr", "CoupledRankDistilLoss (samples with Gumbel noise)")
          .trap(
              "The orders are handed in, each the places of the items from 0; without them it is"
                  + " the one order of falling relevance.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    int cut = arguments.value("topk").isPresent() ? arguments.whole("topk") : Integer.MAX_VALUE;
    PlackettLuce.Weight weight = (place, length) -> place < cut ? 0 : Double.NEGATIVE_INFINITY;
    return new Function(weight, new ListMle.Function(weight));
  }

  private record Function(PlackettLuce.Weight weight, ListMle.Function byRelevance)
      implements ListFunction {
    @Override
    public int scratch(int rows) {
      return byRelevance.scratch(rows);
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      Draws orders = Draws.of(batch, "permutations");
      if (!orders.given()) {
        return byRelevance.evaluate(batch, first, length, gradient, scratch);
      }
      double value = 0;
      for (int draw = 0; draw < orders.count(); draw++) {
        value +=
            PlackettLuce.negativeLogLikelihood(
                batch.prediction(),
                first,
                length,
                orders.numbers(),
                orders.start(first, length, draw),
                weight,
                1.0 / orders.count(),
                gradient,
                scratch,
                0);
      }
      return value / orders.count();
    }
  }
}

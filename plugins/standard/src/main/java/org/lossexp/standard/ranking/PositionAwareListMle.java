package org.lossexp.standard.ranking;

import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** {@link ListMle} in which the first places weigh more (Lan et al. 2014). */
final class PositionAwareListMle implements Loss {
  private static final double LN2 = StrictMath.log(2);

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("p_listmle", Family.RANKING, "listwise")
          .aliases("position_aware_listmle")
          .summary(
              "ListMLE in which the first places weigh more: for lists of which only the top is"
                  + " seen.")
          .formula(
              "sum_i a_i (log_sum_exp(s_(i), s_(i+1), …) - s_(i)), items in order of falling y;"
                  + " a_i = 2^(m-i) - 1 or 1 / log2(1 + i)")
          .parameter(
              new ParameterSpec.Choice(
                  "discount",
                  "exp",
                  List.of("exp", "log"),
                  "the weight of place i of m: exp 2^(m-i) - 1, log 1 / log2(1 + i)"))
          .reduction(ReductionClass.LIST)
          .tasks(Task.RANKING)
          .target("the relevance of the item; only the order counts")
          .head("one score for each item; higher comes first")
          .invariant(Invariant.SHIFT)
          .convex("in the scores")
          .bounds("at least 0")
          .reference(
              "Lan et al. 2014, Position-aware ListMLE: a sequential learning process for ranking,"
                  + " UAI")
          .elsewhere("tfr", "ListMLELoss + ListMLELambdaWeight")
          .trap("With `discount = exp` the last item has weight 0.")
          .trap(
              "With `discount = exp` the first of m items weighs 2^(m-1) - 1: lists of more than"
                  + " 1,000 items overflow; take `log`.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new ListMle.Function(
        arguments.word("discount").equals("exp")
            ? PositionAwareListMle::exponential
            : (place, length) -> StableMath.log(Dcg.discount(place + 1)));
  }

  /** {@return log(2^q − 1) with q the number of places that follow} */
  private static double exponential(int place, int length) {
    int following = length - 1 - place;
    // log(2^q - 1) = q log 2 + log(1 - 2^-q)
    return following * LN2 + StrictMath.log1p(-StrictMath.pow(2, -following));
  }
}

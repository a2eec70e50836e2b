package org.lossexp.standard.ranking;

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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The smoothed NDCG of scores with Gumbel noise (Bruch et al. 2020).
 *
 * <p>Ranks come from differences of scores, in which the normalization of {@code log_softmax}
 * cancels, so it is left out. Takes n^2 steps for n items and a draw.
 */
final class GumbelApproxNdcg implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("gumbel_approx_ndcg", Family.RANKING, "listwise")
          .aliases("stochastic_approx_ndcg")
          .summary(
              "ApproxNDCG averaged over scores with Gumbel noise: optimizes NDCG and explores"
                  + " other orders.")
          .formula(
              "mean over the draws g of -sum_i (2^y_i - 1) / log2(1 + rank_i) / max_dcg, rank_i ="
                  + " 1 + sum_{j != i} sigmoid((z_j - z_i) / T), z = log_softmax((s + g) / T_g)")
          .parameter(
              new ParameterSpec.Real("temperature", 0.1, Range.above(0), "T, of the smooth ranks"))
          .parameter(
              new ParameterSpec.Real(
                  "gumbel_temperature", 1, Range.above(0), "T_g, of the noisy scores"))
          .reduction(ReductionClass.LIST_WITH_RELEVANT)
          .tasks(Task.RANKING)
          .target("the relevance of the item, at least 0")
          .head("one score for each item; higher comes first")
          .extra(
              "noise",
              ExtraInput.Shape.DRAWS,
              ExtraInput.Content.GUMBEL,
              false,
              "for each list as many rows as one likes, each with a number for every item")
          .invariant(Invariant.SHIFT, Invariant.ITEM_ORDER)
          .bounds("from -1 to 0")
          .reference(
              "Bruch et al. 2020 (WSDM), A stochastic treatment of learning to rank scoring"
                  + " functions")
          .elsewhere("tfr", "GumbelApproxNDCGLoss")
          .trap("The value is minus the smoothed NDCG, from -1 to 0.")
          .trap("The noise is handed in; without it this is `approx_ndcg`.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new Function(arguments.real("temperature") * arguments.real("gumbel_temperature"));
  }

  /**
   * @param temperature what differences of noisy scores are divided by
   */
  private record Function(double temperature) implements ListFunction {
    @Override
    public double count(Batch batch, int first, int length) {
      return ListFunction.countRelevant(batch, first, length);
    }

    @Override
    public int scratch(int rows) {
      return 2 * rows;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      Draws noise = Draws.of(batch, "noise");
      double best =
          Dcg.best(batch.target(), first, length, length, true, scratch, 0) * noise.count();
      double value = 0;
      for (int draw = 0; draw < noise.count(); draw++) {
        for (int i = 0; i < length; i++) {
          scratch[i] =
              (batch.prediction()[first + i] + noise.number(first, length, draw, i)) / temperature;
        }
        for (int i = 0; i < length; i++) {
          double gain = Dcg.gain(batch.target()[first + i]) / best;
          if (gain == 0) {
            continue;
          }
          double rank = 1;
          for (int j = 0; j < length; j++) {
            rank += j == i ? 0 : StableMath.sigmoid(scratch[j] - scratch[i]);
          }
          value -= gain * Dcg.discount(rank);
          double slope = -gain * Dcg.discountSlope(rank) / temperature;
          for (int j = 0; j < length; j++) {
            // sigmoid' = sigmoid(x) sigmoid(-x), which loses no digits where sigmoid is near 1
            double difference = scratch[j] - scratch[i];
            double pull = slope * StableMath.sigmoid(difference) * StableMath.sigmoid(-difference);
            gradient[first + j] += pull;
            gradient[first + i] -= pull;
          }
        }
      }
      return value;
    }
  }
}

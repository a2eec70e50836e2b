package org.lossexp.standard.ranking;

import java.util.Arrays;
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
import org.lossexp.spi.Sorting;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The logistic loss of neighbours in noisy orders (Lyzhin et al. 2022).
 *
 * <p>The normalization of {@code log_softmax} cancels in differences and is left out. Takes n log n
 * steps for n items and a draw.
 */
final class YetiLogistic implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("yeti_logistic", Family.RANKING, "listwise")
          .aliases("yetirank", "yeti_logistic_loss")
          .summary(
              "Logistic loss of the pairs that stand next to each other when the scores have"
                  + " Gumbel noise, weighted by what their exchange changes in DCG.")
          .formula(
              "sum over the pairs adjacent in rank by z with y_i > y_j of n |2^y_i - 2^y_j| (1 - 1"
                  + " / log2(3)) ln(1 + exp(-(z_i - z_j))), z = log_softmax((s + g) / T_g); one"
                  + " term for each list and draw g")
          .parameter(
              new ParameterSpec.Real(
                  "gumbel_temperature", 1, Range.above(0), "T_g, of the noisy scores"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.RANKING)
          .target("the relevance of the item, at least 0")
          .head("one score for each item; higher comes first")
          .extra(
              "noise",
              ExtraInput.Shape.DRAWS,
              ExtraInput.Content.GUMBEL,
              false,
              "for each list as many rows as one likes, each with a number for every item")
          .subgradient("ranks are constants; equal noisy scores stay in the order of the data")
          .invariant(Invariant.SHIFT, Invariant.ITEM_ORDER)
          .bounds("at least 0")
          .reference(
              "Lyzhin et al. 2022 (YetiLoss), Which tricks are important for learning to rank?;"
                  + " TF-Ranking YetiLogisticLoss")
          .elsewhere("tfr", "YetiLogisticLoss")
          .trap("The noise is handed in; without it the pairs are those adjacent by score.")
          .trap("One term for each list and draw: the mean divides by lists times draws.")
          .build();

  /** How much the gains of the first place and the second differ in discount. */
  private static final double STEP = 1 - Dcg.discount(2);

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new Function(arguments.real("gumbel_temperature"));
  }

  private record Function(double temperature) implements RankingFunction {
    /** For one draw a list: with more, ask for the batch. */
    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int units(Batch batch) {
      return batch.lists() * Draws.of(batch, "noise").count();
    }

    @Override
    public int scratch(int rows) {
      return 3 * rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Arrays.fill(evaluation.gradient(), 0, batch.rows(), 0);
      Draws noise = Draws.of(batch, "noise");
      int unit = 0;
      for (int list = 0; list < batch.lists(); list++) {
        int first = batch.starts()[list];
        int length = batch.starts()[list + 1] - first;
        for (int draw = 0; draw < noise.count(); draw++) {
          double[] noisy = evaluation.scratch();
          for (int i = 0; i < length; i++) {
            double drawn = noise.number(first, length, draw, i);
            noisy[i] = (batch.prediction()[first + i] + drawn) / temperature;
          }
          evaluation.values()[unit] = adjacent(batch, first, length, noisy, evaluation.gradient());
          evaluation.counts()[unit] = length == 0 ? 0 : 1;
          unit++;
        }
      }
    }

    private double adjacent(
        Batch batch, int first, int length, double[] scratch, double[] gradient) {
      Sorting.falling(scratch, 0, length, scratch, length);
      double value = 0;
      for (int rank = 0; rank + 1 < length; rank++) {
        int a = (int) scratch[length + rank];
        int b = (int) scratch[length + rank + 1];
        double difference =
            Dcg.gain(batch.target()[first + a]) - Dcg.gain(batch.target()[first + b]);
        int better = difference > 0 ? a : b;
        int worse = difference > 0 ? b : a;
        double weight = length * Math.abs(difference) * STEP;
        double gap = scratch[better] - scratch[worse];
        value += weight * StableMath.softplus(-gap);
        double pull = weight * StableMath.sigmoid(-gap) / temperature;
        gradient[first + better] -= pull;
        gradient[first + worse] += pull;
      }
      return value;
    }
  }
}

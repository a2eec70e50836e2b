package org.lossexp.standard.ranking;

import java.util.Arrays;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
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
 * Circle loss over the pairs of a list (Sun et al. 2020).
 *
 * <p>A pair's term is a product of one factor of each item, so the sum over pairs is one pass
 * through the items in order of relevance: n log n steps for n items.
 */
final class CircleRanking implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("circle_ranking", Family.RANKING, "listwise")
          .aliases("circle_loss_ltr")
          .summary(
              "Circle loss of a list: pulls relevant scores to 1 and the others to 0, each the"
                  + " harder the farther away it is.")
          .formula(
              "ln(1 + sum_{y_i > y_j} exp(gamma (a_i (1 - z_i - m) + b_j (z_j - m)))), z = clip(s,"
                  + " 0, 1), a_i = max(0, 1 + m - z_i), b_j = max(0, z_j + m), both constant in the"
                  + " gradient")
          .parameter(new ParameterSpec.Real("gamma", 64, Range.above(0), "steepness"))
          .parameter(new ParameterSpec.Real("margin", 0.25, Range.closed(0, 1), "m"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.RANKING)
          .target("the relevance of the item; only the order counts")
          .head("one score in 0 … 1 for each item (sigmoid); higher comes first")
          .subgradient("0 for scores at 0 and 1, and beyond")
          .invariant(Invariant.ITEM_ORDER)
          .bounds("at least 0")
          .stopsGradient("the weights a and b")
          .reference(
              "Sun et al. 2020, Circle loss: a unified perspective of pair similarity optimization,"
                  + " CVPR; TF-Ranking CircleLoss")
          .elsewhere("tfr", "CircleLoss")
          .trap("The weights a and b are held constant in the gradient, as in TF-Ranking.")
          .trap("A list without two items of different relevance has no value and is not counted.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new Function(arguments.real("gamma"), arguments.real("margin"));
  }

  private record Function(double gamma, double margin) implements RankingFunction {
    @Override
    public Head head() {
      return new Head(1, Head.Link.SIGMOID);
    }

    @Override
    public int units(int rows) {
      return rows / 2;
    }

    @Override
    public int units(Batch batch) {
      int units = 0;
      for (int list = 0; list < batch.lists(); list++) {
        units += hasPair(batch, list) ? 1 : 0;
      }
      return units;
    }

    @Override
    public int scratch(int rows) {
      return 3 * rows;
    }

    private static boolean hasPair(Batch batch, int list) {
      int first = batch.starts()[list];
      for (int row = first + 1; row < batch.starts()[list + 1]; row++) {
        if (batch.target()[row] != batch.target()[first]) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Arrays.fill(evaluation.gradient(), 0, batch.rows(), 0);
      int unit = 0;
      for (int list = 0; list < batch.lists(); list++) {
        if (hasPair(batch, list)) {
          int first = batch.starts()[list];
          evaluation.values()[unit] =
              evaluate(
                  batch,
                  first,
                  batch.starts()[list + 1] - first,
                  evaluation.gradient(),
                  evaluation.scratch());
          evaluation.counts()[unit] = 1;
          unit++;
        }
      }
    }

    private double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      double[] relevance = batch.target();
      int belowAt = length;
      Sorting.falling(relevance, first, length, scratch, 0);
      // From the least relevant up: the sum over pairs is that of the upper items' factors times
      // the sum of the factors of all items below.
      double pairs = Double.NEGATIVE_INFINITY;
      double below = Double.NEGATIVE_INFINITY;
      double reached = Double.NEGATIVE_INFINITY;
      double grade = Double.NaN;
      for (int i = length - 1; i >= 0; i--) {
        int row = first + (int) scratch[i];
        if (relevance[row] != grade) {
          grade = relevance[row];
          below = reached;
        }
        double score = clip(batch.prediction()[row]);
        reached = LogSpace.add(reached, lower(score));
        scratch[belowAt + i] = below;
        pairs = LogSpace.add(pairs, upper(score) + below);
      }
      double slope = StableMath.sigmoid(pairs);
      double above = Double.NEGATIVE_INFINITY;
      reached = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        int row = first + (int) scratch[i];
        if (relevance[row] != grade) {
          grade = relevance[row];
          above = reached;
        }
        double score = batch.prediction()[row];
        if (score > 0 && score < 1) {
          double asUpper = StableMath.exp(upper(score) + scratch[belowAt + i] - pairs);
          double asLower = StableMath.exp(lower(score) + above - pairs);
          gradient[row] =
              slope * gamma * (asLower * lowerWeight(score) - asUpper * upperWeight(score));
        }
        reached = LogSpace.add(reached, upper(clip(score)));
      }
      return StableMath.softplus(pairs);
    }

    private double upper(double score) {
      return gamma * upperWeight(score) * (1 - score - margin);
    }

    private double lower(double score) {
      return gamma * lowerWeight(score) * (score - margin);
    }

    private double upperWeight(double score) {
      return Math.max(0, 1 + margin - score);
    }

    private double lowerWeight(double score) {
      return Math.max(0, score + margin);
    }

    private static double clip(double score) {
      return Math.max(0, Math.min(1, score));
    }
  }
}

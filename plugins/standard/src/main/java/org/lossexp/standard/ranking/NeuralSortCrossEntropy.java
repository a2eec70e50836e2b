package org.lossexp.standard.ranking;

import java.util.Arrays;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
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
 * Cross-entropy between the soft permutations of relevances and scores (Grover et al. 2019), in n^2
 * steps for n items.
 */
final class NeuralSortCrossEntropy implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("neuralsort_cross_entropy", Family.RANKING, "listwise")
          .aliases("neural_sort_cross_entropy")
          .summary(
              "Cross-entropy, rank by rank, between the soft permutation that sorts the relevances"
                  + " and the one that sorts the scores.")
          .formula(
              "-1/n sum_i sum_j Q_ij ln(P_ij + 1e-20), Q from y with T = 1, P from s: row i ="
                  + " softmax_j(((n + 1 - 2 i) s_j - sum_k |s_j - s_k|) / T)")
          .parameter(
              new ParameterSpec.Real(
                  "temperature", 1, Range.above(0), "T: the scores are divided by it"))
          .reduction(ReductionClass.LIST_WITH_RELEVANT)
          .tasks(Task.RANKING)
          .target("the relevance of the item, at least 0")
          .head("one score for each item; higher comes first")
          .subgradient("sign(0) = 0 where scores are equal")
          .invariant(Invariant.SHIFT, Invariant.ITEM_ORDER)
          .bounds("at least 0")
          .reference(
              "Grover et al. 2019, Stochastic optimization of sorting networks via continuous"
                  + " relaxations, ICLR; TF-Ranking NeuralSortCrossEntropyLoss")
          .elsewhere("tfr", "NeuralSortCrossEntropyLoss")
          .trap(
              "1e-20 is added inside the logarithm, as in TF-Ranking: each term is at most 46, and"
                  + " scores that\n"
                  + "                  + are far in the wrong order have hardly any gradient.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new Function(arguments.real("temperature"));
  }

  private record Function(double temperature) implements ListFunction {
    /** TF-Ranking's: a term of the sum is at most 46. */
    private static final double FLOOR = 1e-20;

    @Override
    public double count(Batch batch, int first, int length) {
      return ListFunction.countRelevant(batch, first, length);
    }

    @Override
    public int scratch(int rows) {
      return 5 * rows;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      int rightAt = 2 * length;
      int rowAt = 3 * length;
      int spreadAt = 4 * length;
      Arrays.fill(scratch, spreadAt, spreadAt + length, 0);
      NeuralSort right = new NeuralSort(batch.target(), first, length, 1, scratch, 0);
      NeuralSort sort =
          new NeuralSort(batch.prediction(), first, length, temperature, scratch, length);
      double value = 0;
      for (int i = 0; i < length; i++) {
        right.row(i, scratch, rightAt);
        sort.row(i, scratch, rowAt);
        double mass = 0;
        for (int j = 0; j < length; j++) {
          double q = scratch[rightAt + j] / length;
          double p = scratch[rowAt + j];
          value -= q * StableMath.log(p + FLOOR);
          // The derivative of -q ln(p + floor) with respect to ln p
          scratch[rightAt + j] = q * (p / (p + FLOOR));
          mass += scratch[rightAt + j];
        }
        for (int j = 0; j < length; j++) {
          scratch[rowAt + j] = scratch[rowAt + j] * mass - scratch[rightAt + j];
        }
        sort.backRow(i, scratch, rowAt, gradient, scratch, spreadAt);
      }
      sort.backDistances(scratch, spreadAt, gradient);
      return value;
    }
  }
}

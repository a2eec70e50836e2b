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
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The NDCG of softly sorted gains (Swezey et al. 2021), in n^2 steps for n items. */
final class PirankNdcg implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("pirank_ndcg", Family.RANKING, "listwise")
          .aliases("neuralsort_ndcg", "neural_sort_ndcg")
          .summary(
              "NDCG of the gains sorted by a soft permutation of the scores: a differentiable"
                  + " stand-in for the metric itself.")
          .formula(
              "-sum_i (P g)_i / log2(i + 1) / max_dcg, g = 2^y - 1; row i of P ="
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
          .bounds("about from -1 to 0")
          .reference(
              "Swezey et al. 2021 (PiRank), PiRank: scalable learning to rank via differentiable"
                  + " sorting, NeurIPS")
          .elsewhere("tfr", "NeuralSortNDCGLoss")
          .trap("The value is minus the smoothed NDCG, from -1 to 0.")
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
    @Override
    public double count(Batch batch, int first, int length) {
      return ListFunction.countRelevant(batch, first, length);
    }

    @Override
    public int scratch(int rows) {
      return 4 * rows;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      int rowAt = length;
      int spreadAt = 2 * length;
      int gainAt = 3 * length;
      double best = Dcg.best(batch.target(), first, length, length, true, scratch, 0);
      for (int j = 0; j < length; j++) {
        scratch[gainAt + j] = Dcg.gain(batch.target()[first + j]) / best;
      }
      Arrays.fill(scratch, spreadAt, spreadAt + length, 0);
      NeuralSort sort = new NeuralSort(batch.prediction(), first, length, temperature, scratch, 0);
      double value = 0;
      for (int i = 0; i < length; i++) {
        sort.row(i, scratch, rowAt);
        double gain = 0;
        for (int j = 0; j < length; j++) {
          gain += scratch[rowAt + j] * scratch[gainAt + j];
        }
        double discount = Dcg.discount(i + 1);
        value -= gain * discount;
        for (int j = 0; j < length; j++) {
          scratch[rowAt + j] *= -discount * (scratch[gainAt + j] - gain);
        }
        sort.backRow(i, scratch, rowAt, gradient, scratch, spreadAt);
      }
      sort.backDistances(scratch, spreadAt, gradient);
      return value;
    }
  }
}

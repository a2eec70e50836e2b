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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Softmax of each item against those that are less relevant (Zhu &amp; Klabjan 2020).
 *
 * <p>An item competes with the sum of all lower grades, which is carried along while the grades are
 * gone through in order: n log n steps for n items.
 */
final class UniqueSoftmax implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("unique_softmax", Family.RANKING, "listwise")
          .aliases("unique_rating_softmax")
          .summary(
              "Softmax of each item against the less relevant ones alone, weighted by its gain:"
                  + " items of one grade do not compete.")
          .formula("sum_i (2^y_i - 1) (log_sum_exp of s_i and all s_j with y_j < y_i, minus s_i)")
          .reduction(ReductionClass.LIST)
          .tasks(Task.RANKING)
          .target("the relevance of the item, at least 0")
          .head("one score for each item; higher comes first")
          .invariant(Invariant.SHIFT, Invariant.ITEM_ORDER)
          .convex("in the scores")
          .bounds("at least 0")
          .reference(
              "Zhu & Klabjan 2020, Listwise learning to rank by exploring unique ratings, WSDM")
          .elsewhere("tfr", "UniqueSoftmaxLoss")
          .elsewhere("rax", "unique_softmax_loss")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(DESCRIPTOR.name(), target);
    return new Function();
  }

  private record Function() implements ListFunction {
    @Override
    public int scratch(int rows) {
      return 2 * rows;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      double[] scores = batch.prediction();
      double[] relevance = batch.target();
      int lowerAt = length;
      Sorting.falling(relevance, first, length, scratch, 0);
      double value = 0;
      double lower = Double.NEGATIVE_INFINITY;
      double grade = Double.NEGATIVE_INFINITY;
      // The sum of all less relevant items so far, and of those up to this one's grade.
      double reached = Double.NEGATIVE_INFINITY;
      for (int i = length - 1; i >= 0; i--) {
        int row = first + (int) scratch[i];
        if (relevance[row] != grade) {
          grade = relevance[row];
          lower = reached;
        }
        reached = LogSpace.add(reached, scores[row]);
        scratch[lowerAt + i] = lower;
        // log(e^lower + e^s) - s = softplus(lower - s)
        double gain = Dcg.gain(grade);
        value += gain * StableMath.softplus(lower - scores[row]);
        gradient[row] = -gain * StableMath.sigmoid(lower - scores[row]);
      }
      // What the more relevant items pull: log Σ gain sigmoid(lower - s) e^-lower over them.
      double pull = Double.NEGATIVE_INFINITY;
      double pullOfGrade = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        int row = first + (int) scratch[i];
        if (relevance[row] != grade) {
          grade = relevance[row];
          pull = LogSpace.add(pull, pullOfGrade);
          pullOfGrade = Double.NEGATIVE_INFINITY;
        }
        double low = scratch[lowerAt + i];
        if (low > Double.NEGATIVE_INFINITY && gradient[row] < 0) {
          pullOfGrade = LogSpace.add(pullOfGrade, StableMath.log(-gradient[row]) - low);
        }
        gradient[row] += StableMath.exp(scores[row] + pull);
      }
      return value;
    }
  }
}

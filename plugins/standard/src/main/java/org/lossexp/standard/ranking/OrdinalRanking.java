package org.lossexp.standard.ranking;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** One question for each grade: is the item at least so relevant? */
final class OrdinalRanking implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("ordinal_ranking", Family.RANKING, "pointwise")
          .aliases("ordinal", "ordinal_regression_ranking")
          .summary(
              "Asks of every item and grade whether the item is at least so relevant: keeps the"
                  + " order of the grades without giving them distances.")
          .formula("sum_k softplus(s_k) - t_k s_k, t_k = 1 if y >= k else 0, k = 1 … K")
          .reduction(ReductionClass.ITEMS)
          .tasks(Task.RANKING)
          .target("the relevance of the item, 0, 1, 2, …")
          .head("one logit for each grade above 0; items are ranked by the sum of their sigmoids")
          .invariant(Invariant.ITEM_ORDER)
          .convex("in the logits")
          .bounds("at least 0")
          .reference(
              "Pobrotyn et al. 2020 (allRank ordinal), Context-aware learning to rank with"
                  + " self-attention; Niu et al. 2016, Ordinal regression with multiple output CNN"
                  + " for age estimation, CVPR")
          .elsewhere("tfr", "OrdinalLoss (logits)")
          .elsewhere("allrank", "ordinal (probabilities)")
          .trap("allRank's `ordinal` takes probabilities, this takes logits.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) {
    int grades = Math.max(1, target.classes() - 1);
    return new Function(new Head(target.headUnits().orElse(grades), Head.Link.IDENTITY));
  }

  private record Function(Head head) implements ListFunction {
    /** The expected number of grades that an item reaches. */
    @Override
    public Readout readout() {
      return new ScoreReadout((raw, first, columns) -> {
        double sum = 0;
        for (int i = first; i < first + columns; i++) {
          sum += StableMath.sigmoid(raw[i]);
        }
        return sum;
      });
    }

    @Override
    public double count(Batch batch, int first, int length) {
      return length;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      int grades = batch.columns();
      double value = 0;
      for (int row = first; row < first + length; row++) {
        for (int k = 0; k < grades; k++) {
          int i = row * grades + k;
          // Towards 1 the loss is softplus(-s), towards 0 softplus(s).
          double side = batch.target()[row] >= k + 1 ? -1 : 1;
          double logit = side * batch.prediction()[i];
          value += StableMath.softplus(logit);
          gradient[i] = side * StableMath.sigmoid(logit);
        }
      }
      return value;
    }
  }
}

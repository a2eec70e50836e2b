package org.lossexp.standard.ranking;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** One step of expectation-maximization for clicks = seen and relevant (Wang et al. 2018). */
final class ClickEm implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("click_em", Family.RANKING, "unbiased")
          .aliases("click_em_loss", "unbiased_click_em")
          .summary(
              "Learns from clicks whether an item was seen and whether it is relevant, apart: a"
                  + " click needs both.")
          .formula(
              "w_e BCE(e, t_e) + w_r BCE(r, t_r); clicked: t = 1, 1, else t_e = sigmoid(e -"
                  + " softplus(r)), t_r = sigmoid(r - softplus(e)), constant in the gradient")
          .parameter(
              new ParameterSpec.Real(
                  "exam_loss_weight", 1, Range.atLeast(0), "w_e, of the examination"))
          .parameter(
              new ParameterSpec.Real(
                  "rel_loss_weight", 1, Range.atLeast(0), "w_r, of the relevance"))
          .reduction(ReductionClass.ITEMS)
          .tasks(Task.RANKING)
          .target("1 where the item was clicked, else 0")
          .head("two logits for each item: that it is seen, that it is relevant")
          .invariant(Invariant.ITEM_ORDER)
          .bounds("at least 0")
          .stopsGradient("what the items without a click stand for")
          .reference(
              "Wang et al. 2018 (WSDM, position bias EM), Position bias estimation for unbiased"
                  + " learning to rank in personal search")
          .elsewhere("tfr", "ClickEMLoss")
          .trap(
              "What an item without a click stands for is estimated from the predictions and held"
                  + " constant in the gradient: central differences do not match.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireHead(DESCRIPTOR.name(), 2, "two logits", target);
    return new Function(arguments.real("exam_loss_weight"), arguments.real("rel_loss_weight"));
  }

  private record Function(double seenWeight, double relevantWeight) implements ListFunction {
    @Override
    public Head head() {
      return new Head(2, Head.Link.IDENTITY);
    }

    /** The relevance: how often an item was seen is no merit of its own. */
    @Override
    public Readout readout() {
      return new ScoreReadout((raw, first, columns) -> raw[first + 1]);
    }

    @Override
    public double count(Batch batch, int first, int length) {
      return length;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      double value = 0;
      for (int row = first; row < first + length; row++) {
        double seen = batch.prediction()[2 * row];
        double relevant = batch.prediction()[2 * row + 1];
        boolean clicked = batch.target()[row] > 0;
        double seenTarget = clicked ? 1 : StableMath.sigmoid(seen - StableMath.softplus(relevant));
        double relevantTarget =
            clicked ? 1 : StableMath.sigmoid(relevant - StableMath.softplus(seen));
        value +=
            seenWeight * CrossEntropy.value(seen, seenTarget)
                + relevantWeight * CrossEntropy.value(relevant, relevantTarget);
        gradient[2 * row] = seenWeight * CrossEntropy.slope(seen, seenTarget);
        gradient[2 * row + 1] = relevantWeight * CrossEntropy.slope(relevant, relevantTarget);
      }
      return value;
    }
  }
}

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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Several models at once, each list belonging mostly to those that fit it (Yan et al. 2018). */
final class MixtureEm implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("mixture_em", Family.RANKING, "unbiased")
          .aliases("mixture_em_loss")
          .summary(
              "Trains several models at once, each on the lists that it explains best: one step of"
                  + " expectation-maximization of a mixture.")
          .formula(
              "sum_k w_k L_k, L_k = sum_i BCE(s_ik, y_i), w = softmax(-alpha L), constant in the"
                  + " gradient")
          .parameter(
              new ParameterSpec.Real(
                  "alpha", 1, Range.above(0), "how strictly a list belongs to its best model"))
          .reduction(ReductionClass.LIST_WITH_RELEVANT)
          .tasks(Task.RANKING)
          .target("0 or 1: whether the item is relevant")
          .head("one logit for each model and item; items are ranked by the mean of the logits")
          .invariant(Invariant.ITEM_ORDER)
          .bounds("at least 0")
          .stopsGradient("the weights of the models")
          .reference("Yan et al. 2018 (Approximate mixture EM); TF-Ranking MixtureEMLoss")
          .elsewhere("tfr", "MixtureEMLoss")
          .trap(
              "The weights of the models are held constant in the gradient: central differences do"
                  + " not match.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) {
    Head head = new Head(target.headUnits().orElse(2), Head.Link.IDENTITY);
    return new Function(head, arguments.real("alpha"));
  }

  private record Function(Head head, double alpha) implements ListFunction {
    @Override
    public Readout readout() {
      return new ScoreReadout((raw, first, columns) -> {
        double sum = 0;
        for (int i = first; i < first + columns; i++) {
          sum += raw[i];
        }
        return sum / columns;
      });
    }

    @Override
    public double count(Batch batch, int first, int length) {
      return ListFunction.countRelevant(batch, first, length);
    }

    @Override
    public int scratch(int rows) {
      return 2 * head.units();
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      int models = batch.columns();
      for (int k = 0; k < models; k++) {
        double sum = 0;
        for (int row = first; row < first + length; row++) {
          sum += CrossEntropy.value(batch.prediction()[row * models + k], batch.target()[row]);
        }
        scratch[k] = sum;
        scratch[models + k] = -alpha * sum;
      }
      StableMath.softmax(scratch, models, models, scratch, models);
      double value = 0;
      for (int k = 0; k < models; k++) {
        double weight = scratch[models + k];
        value += weight * scratch[k];
        for (int row = first; row < first + length; row++) {
          int i = row * models + k;
          gradient[i] = weight * CrossEntropy.slope(batch.prediction()[i], batch.target()[row]);
        }
      }
      return value;
    }
  }
}

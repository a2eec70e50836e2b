package org.lossexp.standard;

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

/** The dice loss of several classes, rare ones weighted up (Sudre et al. 2017). */
final class GeneralizedDice implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("generalized_dice", Family.CLASSIFICATION, "segmentation")
          .aliases("gdl")
          .summary(
              "One dice loss for all classes together, each weighted by the inverse square of its"
                  + " size in the batch: segmentation whose classes differ much in size.")
          .formula(
              "w_c = 1 / ((sum_i t_ic)^2 + eps); 1 - 2 sum_c w_c sum_i p t / sum_c w_c sum_i (p +"
                  + " t); p = softmax(x)")
          .parameter(
              new ParameterSpec.Real(
                  "eps", 1e-7, Range.above(0), "keeps the weight of an absent class finite"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one logit for each class; softmax is inside")
          .bounds("0 to 1")
          .invariant(Invariant.SHIFT, Invariant.EXAMPLE_ORDER, Invariant.CLASS_ORDER)
          .reference(
              "Sudre et al. 2017, Generalised dice overlap as a deep learning loss function for"
                  + " highly unbalanced segmentations")
          .elsewhere(
              "optax",
              "multiclass_generalized_dice_loss is different: mean of w_c*(1-dice_c) with w"
                  + " rescaled to sum C")
          .trap(
              "A class that is absent from the batch gets the weight 1 / eps and dominates: leave"
                  + " such classes out, or take a large eps.")
          .trap("One value for the whole batch: it stands for one image, or one set of pixels.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.logits(DESCRIPTOR.name(), target), arguments.real("eps"));
  }

  private record Function(Fit fit, double eps) implements BatchFunction {
    @Override
    public int scratch(int rows) {
      return (rows + 3) * head().units();
    }

    @Override
    public double value(Batch batch, double[] gradient, double[] scratch) {
      int rows = batch.rows();
      int columns = batch.columns();
      int overlaps = rows * columns;
      int sizes = overlaps + columns;
      int truths = sizes + columns;
      Softened.probabilities(batch, scratch, 0);
      for (int i = overlaps; i < truths + columns; i++) {
        scratch[i] = 0;
      }
      for (int row = 0; row < rows; row++) {
        int label = ExampleFunction.label(batch, row);
        scratch[truths + label] += 1;
        scratch[overlaps + label] += scratch[row * columns + label];
        for (int c = 0; c < columns; c++) {
          scratch[sizes + c] += scratch[row * columns + c];
        }
      }
      double overlap = 0;
      double size = 0;
      for (int c = 0; c < columns; c++) {
        double truth = scratch[truths + c];
        double weight = 1 / (truth * truth + eps);
        overlap += weight * scratch[overlaps + c];
        size += weight * (scratch[sizes + c] + truth);
        scratch[sizes + c] = weight;
      }
      for (int row = 0; row < rows; row++) {
        int label = ExampleFunction.label(batch, row);
        for (int c = 0; c < columns; c++) {
          double hit = c == label ? 1 : 0;
          gradient[row * columns + c] = -2 * scratch[sizes + c] * (hit - overlap / size) / size;
        }
      }
      Softened.pullBack(batch, scratch, 0, gradient, 1);
      return 1 - 2 * overlap / size;
    }
  }
}

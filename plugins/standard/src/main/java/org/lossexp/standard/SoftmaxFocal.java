package org.lossexp.standard;

import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
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
import org.lossexp.spi.Value;

/**
 * Cross-entropy that turns away from examples that are right already (Lin et al. 2017, with softmax
 * in place of their sigmoid).
 *
 * <p>The loss is not proper: its minimizer is less sure than the data (Charoenphakdee et al. 2021).
 * Its softmax is read as probabilities all the same, as every library does, and a trap says so.
 */
final class SoftmaxFocal implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("softmax_focal", Family.CLASSIFICATION, "imbalance")
          .aliases("categorical_focal", "focal_loss_multiclass")
          .summary(
              "Cross-entropy scaled by (1 - p)^gamma, so that training turns to the hard examples;"
                  + " meant for imbalanced classes.")
          .formula("-alpha_y (1 - p_y)^gamma log p_y; p = softmax(x)")
          .parameter(
              new ParameterSpec.Real(
                  "gamma", 2, Range.atLeast(0), "how fast easy examples fade; 0: cross-entropy"))
          .parameter(
              new ParameterSpec.Numbers(
                  "alpha",
                  "a weight for all classes, or one for each",
                  Optional.of(new Value.Word("none")),
                  Range.atLeast(0),
                  true,
                  List.of("none")))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one logit for each class; softmax is inside")
          .reference("Lin et al. 2017, Focal loss for dense object detection, ICCV")
          .elsewhere("keras", "CategoricalFocalCrossentropy (alpha=0.25 scalar default)")
          .trap(
              "Keras multiplies all classes by alpha = 0.25 unless told otherwise: its default is a"
                  + " quarter of this one.")
          .trap(
              "Not proper: its softmax is read as probabilities, as everywhere, but they are less"
                  + " sure than the data (Charoenphakdee et al. 2021).")
          .trap("The mean divides by the number of examples, whatever alpha is.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.logits(DESCRIPTOR.name(), target);
    double[] alpha =
        ClassWeights.written(arguments, "alpha", target.classes(), "class")
            .orElse(ClassWeights.ones(target.classes()));
    return new Function(fit, arguments.real("gamma"), alpha);
  }

  @SuppressWarnings("ArrayRecordComponent") // bound once, read only, compared by nobody
  private record Function(Fit fit, double gamma, double[] alpha) implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] logits = batch.prediction();
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * columns;
        int label = ExampleFunction.label(batch, row);
        double logSumExp = StableMath.softmax(logits, first, columns, gradient, first);
        double p = gradient[first + label];
        // 1 - p as the sum of the others, which keeps its digits where p is nearly 1
        double others = 0;
        for (int c = 0; c < columns; c++) {
          others += c == label ? 0 : gradient[first + c];
        }
        double logP = others < 0.5 ? StableMath.log1p(-others) : logits[first + label] - logSumExp;
        double focus = alpha[label] * StrictMath.pow(others, gamma);
        // d loss / d log p = -focus (1 - gamma p log(p) / (1 - p)), where log(p) / (1 - p) → -1
        double ratio = others == 0 ? -1 : logP / others;
        double slope = focus * (1 - gamma * p * ratio);
        for (int c = 0; c < columns; c++) {
          gradient[first + c] *= slope;
        }
        gradient[first + label] = -slope * others;
        evaluation.values()[row] = -focus * logP;
        evaluation.counts()[row] = 1;
      }
    }
  }
}

package org.lossexp.standard;

import java.util.Arrays;
import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The Lovász extension of the Jaccard loss of every class (Berman, Triki and Blaschko 2018). */
final class LovaszSoftmax implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("lovasz_softmax", Family.CLASSIFICATION, "segmentation")
          .aliases("multiclass_lovasz")
          .summary(
              "A surrogate of the mean intersection over union of the classes, over all examples of"
                  + " a batch: segmentation into several kinds.")
          .formula(
              "for each class c: e_i = |1[y_i = c] - p_ic|, sorted falling; sum_i e_(i) g_i, g the"
                  + " steps of the Jaccard loss; the mean over the classes; p = softmax(x)")
          .parameter(
              new ParameterSpec.Choice(
                  "classes",
                  "present",
                  List.of("present", "all"),
                  "the mean is over classes of the batch's target, or over all"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one logit for each class; softmax is inside")
          .bounds("0 to 1")
          .invariant(Invariant.SHIFT, Invariant.EXAMPLE_ORDER, Invariant.CLASS_ORDER)
          .subgradient("ties of the errors: in the order of the examples")
          .reference("Berman, Triki & Blaschko 2018, The Lovász-Softmax loss")
          .trap("One value for the whole batch: it stands for one image, or one set of pixels.")
          .trap(
              "The authors' function takes probabilities; its first release averaged over all"
                  + " classes (`only_present=False`), later ones over those present.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit fit = Fit.logits(DESCRIPTOR.name(), target);
    return new Function(fit, arguments.isWord("classes", "all"));
  }

  private record Function(Fit fit, boolean all) implements BatchFunction {
    @Override
    public int scratch(int rows) {
      return 2 * rows + Lovasz.scratch(rows) + rows * head().units();
    }

    @Override
    public double value(Batch batch, double[] gradient, double[] scratch) {
      int rows = batch.rows();
      int columns = batch.columns();
      int first = 2 * rows + Lovasz.scratch(rows);
      Softened.probabilities(batch, scratch, first);
      double value = 0;
      int counted = 0;
      for (int c = 0; c < columns; c++) {
        boolean present = false;
        for (int row = 0; row < rows; row++) {
          boolean own = ExampleFunction.label(batch, row) == c;
          double p = scratch[first + row * columns + c];
          scratch[row] = own ? 1 - p : p;
          scratch[rows + row] = own ? 1 : 0;
          present |= own;
        }
        boolean counts = all || present;
        value += counts ? Lovasz.extension(scratch, rows) : 0;
        counted += counts ? 1 : 0;
        for (int row = 0; row < rows; row++) {
          double sign = scratch[rows + row] == 1 ? -1 : 1;
          gradient[row * columns + c] = counts ? sign * scratch[row] : 0;
        }
      }
      if (counted == 0) {
        Arrays.fill(gradient, 0, rows * columns, 0);
        return 0;
      }
      Softened.pullBack(batch, scratch, first, gradient, 1.0 / counted);
      return value / counted;
    }
  }
}

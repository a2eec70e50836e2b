package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The Lovász extension of the Jaccard loss on hinge errors (Berman, Triki and Blaschko 2018). */
final class LovaszHinge implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("lovasz_hinge", Family.CLASSIFICATION, "segmentation")
          .aliases("binary_lovasz")
          .summary(
              "The convex surrogate of intersection over union for one kind of object: trains what"
                  + " segmentation is judged by.")
          .formula(
              "e_i = 1 - x_i (2 t_i - 1), sorted falling; sum_i max(0, e_(i)) g_i, g the steps of"
                  + " the Jaccard loss")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.MULTILABEL)
          .target("0 or 1 for each pixel, or label")
          .head("one score for each pixel, or label; above 0 it belongs to the object")
          .convex("in the scores")
          .bounds("at least 0")
          .subgradient("e_i = 0: gradient 0; ties of e: in the order of the pixels")
          .reference("Berman, Triki & Blaschko 2018, The Lovász-Softmax loss; Yu & Blaschko 2015")
          .trap("A value for each image, then the mean: the authors' `per_image=True`.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.labels(DESCRIPTOR.name(), target));
  }

  private record Function(Fit fit) implements ExampleFunction {
    @Override
    public int scratch(int rows) {
      return 2 * head().units() + Lovasz.scratch(head().units());
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] scratch = evaluation.scratch();
      int pixels = batch.columns();
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * pixels;
        // Errors below 0 count as 0, and come last in any case: their order changes nothing.
        for (int i = 0; i < pixels; i++) {
          double sign = 2 * batch.target()[first + i] - 1;
          scratch[i] = Math.max(0, 1 - batch.prediction()[first + i] * sign);
          scratch[pixels + i] = batch.target()[first + i];
          evaluation.gradient()[first + i] = scratch[i] > 0 ? -sign : 0;
        }
        evaluation.values()[row] = Lovasz.extension(scratch, pixels);
        evaluation.counts()[row] = 1;
        for (int i = 0; i < pixels; i++) {
          evaluation.gradient()[first + i] *= scratch[i];
        }
      }
    }
  }
}

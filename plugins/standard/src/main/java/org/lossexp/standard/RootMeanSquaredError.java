package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** The root of the batch's mean squared error. */
final class RootMeanSquaredError implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("root_mean_squared_error", Family.REGRESSION, "pointwise")
          .aliases("rmse")
          .summary(
              "The root of the batch's mean squared error, in the target's own units: least squares"
                  + " whose steps do not grow with the size of the error.")
          .formula("sqrt(mean over all elements of (yhat - y)^2)")
          .reduction(ReductionClass.BATCH)
          .tasks(Task.REGRESSION)
          .target("a real number for each column")
          .head("one real number for each target column")
          .convex("in the prediction")
          .bounds("at least 0")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SYMMETRY)
          .subgradient("0 where every residual is 0, where automatic differentiation gives nan")
          .reference("standard")
          .elsewhere("allrank", "pointwise_rmse (per list)")
          .trap(
              "One value for the whole batch: the mean over batches is not the root of the mean"
                  + " over all examples.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.points(DESCRIPTOR.name(), target));
  }

  private record Function(Fit fit) implements BatchFunction {
    @Override
    public double value(Batch batch, double[] gradient, double[] scratch) {
      int elements = batch.rows() * batch.columns();
      double sum = 0;
      for (int i = 0; i < elements; i++) {
        double residual = batch.prediction()[i] - batch.target()[i];
        gradient[i] = residual;
        sum += residual * residual;
      }
      double root = Math.sqrt(sum / elements);
      double scale = root == 0 ? 0 : 1 / (elements * root);
      for (int i = 0; i < elements; i++) {
        gradient[i] *= scale;
      }
      return root;
    }
  }
}

package org.lossexp.standard.embedding;

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

/**
 * Views agree, every component varies, no two components repeat each other (Bardes, Ponce and LeCun
 * 2022).
 */
final class Vicreg implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("vicreg", Family.EMBEDDING, "self-supervised")
          .aliases("variance_invariance_covariance")
          .summary(
              "Views agree (invariance), every component varies (variance), no two components"
                  + " repeat each other (covariance); no negatives.")
          .formula(
              "invariance_lambda mean (x - y)^2 + variance_mu (v(x) + v(y)) / 2 + covariance_v"
                  + " (c(x) + c(y)); v = mean_j max(0, 1 - sqrt(Var_j + eps)), c = sum_{i != j}"
                  + " Cov_ij^2 / d")
          .parameter(
              new ParameterSpec.Real(
                  "invariance_lambda",
                  25,
                  Range.atLeast(0),
                  "weight of the agreement of the views"))
          .parameter(
              new ParameterSpec.Real(
                  "variance_mu",
                  25,
                  Range.atLeast(0),
                  "weight of the standard deviations, which should reach 1"))
          .parameter(
              new ParameterSpec.Real(
                  "covariance_v",
                  1,
                  Range.atLeast(0),
                  "weight of the covariances, which should be 0"))
          .parameter(
              new ParameterSpec.Real(
                  "eps", 0.0001, Range.above(0), "added to variances under the root"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("two views side by side in each row")
          .parts("view1", "view2")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .subgradient("0 where a standard deviation is 1")
          .reference(
              "Bardes et al. 2022, VICReg: variance-invariance-covariance regularization for"
                  + " self-supervised learning, ICLR")
          .elsewhere("pml", "VICRegLoss")
          .trap("Variances are unbiased and need two examples; a single one has variance 0 here.")
          .trap(
              "The variance term is half the sum of both views'; the paper's equation has the whole"
                  + " sum, its code and pytorch-metric-learning the half.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 2, target),
        arguments.real("invariance_lambda"),
        arguments.real("variance_mu"),
        arguments.real("covariance_v"),
        arguments.real("eps"));
  }

  private record Function(
      Layout layout, double invarianceLambda, double varianceMu, double covarianceV, double eps)
      implements Joined {
    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public int units(int rows) {
      return 1;
    }

    @Override
    public int extra(int rows) {
      return 2 * (rows + layout().width()) * layout().width();
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      double count = (double) batch.rows() * layout.width();
      double squares = 0;
      for (int i = 0; i < batch.rows(); i++) {
        squares += Measure.SQUARED_DISTANCE.of(parts[0].used(), i, parts[1].used(), i);
        Measure.SQUARED_DISTANCE.pullBack(invarianceLambda / count, 0, parts[0], i, parts[1], i);
      }
      double value = invarianceLambda * squares / count;
      for (Rows view : parts) {
        Matrix centered = Columns.centered(view.used(), memory);
        value += 0.5 * varianceMu * variance(centered, view);
        value += covarianceV * covariance(centered, view, memory);
      }
      terms.add(value);
    }

    /** {@return how far the standard deviations lie below 1 on average} */
    private double variance(Matrix centered, Rows view) {
      int width = layout.width();
      double divisor = Columns.degreesOfFreedom(centered);
      double sum = 0;
      for (int c = 0; c < width; c++) {
        double deviation = Math.sqrt(Columns.dot(centered, c, centered, c) / divisor + eps);
        sum += Math.max(0, 1 - deviation);
        if (deviation < 1) {
          double slope = -0.5 * varianceMu / width / deviation / divisor;
          for (int i = 0; i < centered.rows(); i++) {
            view.slope().add(i, c, slope * centered.at(i, c));
          }
        }
      }
      return sum / width;
    }

    /** {@return the sum of the squared covariances of different components, by their number} */
    private double covariance(Matrix centered, Rows view, Memory memory) {
      int width = layout.width();
      double divisor = Columns.degreesOfFreedom(centered);
      Matrix covariances = memory.zeros(width, width);
      double squares = 0;
      for (int c = 0; c < width; c++) {
        for (int k = 0; k < width; k++) {
          if (c != k) {
            double covariance = Columns.dot(centered, c, centered, k) / divisor;
            covariances.set(c, k, covariance);
            squares += covariance * covariance;
          }
        }
      }
      // Each covariance stands twice, and depends on two columns.
      for (int i = 0; i < centered.rows(); i++) {
        for (int c = 0; c < width; c++) {
          double sum = covariances.dot(c, centered, i);
          view.slope().add(i, c, 4 * covarianceV / width / divisor * sum);
        }
      }
      return squares / width;
    }
  }
}

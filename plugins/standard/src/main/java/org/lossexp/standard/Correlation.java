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

/**
 * One minus a correlation over the batch: Pearson's, or Lin's of concordance.
 *
 * @param concordant whether predictions must agree with the target, not only vary with it
 */
record Correlation(LossDescriptor descriptor, boolean concordant) implements Loss {
  static Correlation pearson() {
    return new Correlation(
        LossDescriptor.of("pearson_correlation", Family.REGRESSION, "correlation")
            .aliases("correlation_loss", "ncc")
            .summary(
                "One minus Pearson's correlation over the batch: asks that predictions vary with"
                    + " the target, on whatever scale.")
            .formula("1 - corr(yhat, y) over the batch")
            .reduction(ReductionClass.BATCH)
            .tasks(Task.REGRESSION)
            .target("a real number for each column")
            .head("one real number for each target column")
            .bounds("0 to 2")
            .invariant(Invariant.EXAMPLE_ORDER)
            .subgradient("constant predictions or targets: value 1, gradient 0")
            .reference(
                "Pearson 1895, Notes on regression and inheritance in the case of two parents")
            .trap(
                "Shift and scale of the predictions are not trained: errors in the target's units"
                    + " mean nothing.")
            .trap("Each column has a correlation of its own; the value is one minus their mean.")
            .build(),
        false);
  }

  static Correlation concordance() {
    return new Correlation(
        LossDescriptor.of("concordance_correlation", Family.REGRESSION, "correlation")
            .aliases("ccc", "lin_ccc")
            .summary(
                "One minus Lin's concordance over the batch: correlation that also counts shift"
                    + " and scale, common for ratings of emotion.")
            .formula("1 - 2 cov / (var_yhat + var_y + (mean_yhat - mean_y)^2), moments over n")
            .reduction(ReductionClass.BATCH)
            .tasks(Task.REGRESSION)
            .target("a real number for each column")
            .head("one real number for each target column")
            .bounds("0 to 2")
            .invariant(Invariant.EXAMPLE_ORDER)
            .subgradient("predictions and targets constant and equal: value 0, gradient 0")
            .reference(
                "Lin 1989, A concordance correlation coefficient to evaluate reproducibility")
            .trap("Each column has a concordance of its own; the value is one minus their mean.")
            .build(),
        true);
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Fit.points(descriptor.name(), target), concordant);
  }

  private record Function(Fit fit, boolean concordant) implements BatchFunction {
    @Override
    public double value(Batch batch, double[] gradient, double[] scratch) {
      double sum = 0;
      for (int column = 0; column < batch.columns(); column++) {
        sum += column(batch, column, gradient);
      }
      return sum / batch.columns();
    }

    private double column(Batch batch, int column, double[] gradient) {
      int step = batch.columns();
      int end = batch.rows() * step;
      double[] x = batch.prediction();
      double[] y = batch.target();
      double meanX = mean(x, column, step, end);
      double meanY = mean(y, column, step, end);
      double xx = 0;
      double yy = 0;
      double xy = 0;
      for (int i = column; i < end; i += step) {
        double dx = x[i] - meanX;
        double dy = y[i] - meanY;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
      }
      double shift = batch.rows() * (meanX - meanY) * (meanX - meanY);
      double divisor = concordant ? 0.5 * (xx + yy + shift) : Math.sqrt(xx) * Math.sqrt(yy);
      double correlation = divisor == 0 ? (concordant ? 1 : 0) : xy / divisor;
      double scale = divisor == 0 ? 0 : -1 / (divisor * step);
      for (int i = column; i < end; i += step) {
        double dx = x[i] - meanX;
        // d divisor / dx, over the divisor: dx / xx for the product of the two lengths
        double divisorSlope = concordant ? dx + (meanX - meanY) : xx == 0 ? 0 : divisor * dx / xx;
        gradient[i] = scale * (y[i] - meanY - correlation * divisorSlope);
      }
      return 1 - correlation;
    }

    /** {@return the mean; of equal numbers that number itself, so that they have no variance} */
    private static double mean(double[] numbers, int first, int step, int end) {
      double origin = numbers[first];
      double sum = 0;
      int count = 0;
      for (int i = first; i < end; i += step) {
        sum += numbers[i] - origin;
        count++;
      }
      return origin + sum / count;
    }
  }
}

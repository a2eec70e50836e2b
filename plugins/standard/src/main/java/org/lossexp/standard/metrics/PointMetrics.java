package org.lossexp.standard.metrics;

import java.util.Arrays;
import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/**
 * Metrics of point predictions, as scikit-learn 1.2 defines them. Several target columns are judged
 * one by one and averaged.
 */
final class PointMetrics {
  private static final String TAU = "tau";

  private PointMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            ofErrors("mae")
                .aliases("mean_absolute_error")
                .summary("The average size of the error.")
                .formula("mean of |prediction - target|")
                .reference("scikit-learn, mean_absolute_error"),
            predictions -> overColumns(predictions, PointMetrics::meanAbsoluteError)),
        PlainMetric.of(
            ofErrors("rmse")
                .aliases("root_mean_squared_error")
                .summary("The root of the average squared error: large errors weigh more.")
                .formula("sqrt(mean of (prediction - target)^2)")
                .reference("scikit-learn, mean_squared_error(squared=False)"),
            predictions -> overColumns(predictions, PointMetrics::rootMeanSquaredError)),
        PlainMetric.of(
            ofErrors("mse")
                .aliases("mean_squared_error")
                .summary("The average squared error, in the square of the target's units.")
                .formula("mean of (prediction - target)^2")
                .reference("scikit-learn, mean_squared_error"),
            predictions -> overColumns(predictions, PointMetrics::meanSquaredError)),
        PlainMetric.of(
            ofErrors("median_error")
                .aliases("median_absolute_error")
                .summary(
                    "The size of error that half of the examples stay below: outliers do not show.")
                .formula("median of |prediction - target|")
                .reference("scikit-learn, median_absolute_error"),
            predictions -> overColumns(predictions, PointMetrics::medianError)),
        PlainMetric.of(
            ofErrors("max_error")
                .summary("The largest error.")
                .formula("max of |prediction - target|")
                .reference("scikit-learn, max_error"),
            predictions -> overColumns(predictions, PointMetrics::largestError)),
        PlainMetric.of(
            ofErrors("mape")
                .aliases("mean_absolute_percentage_error")
                .summary("The average error as a share of the target: 0.1 is ten percent.")
                .formula("mean of |prediction - target| / |target|")
                .undefined("where a target is 0")
                .reference(
                    "scikit-learn, mean_absolute_percentage_error (which divides by 2^-52 where a"
                        + " target is 0)"),
            predictions -> overColumns(predictions, PointMetrics::meanRelativeError)),
        PlainMetric.of(
            ofPoints("r2", Direction.HIGHER_IS_BETTER)
                .aliases("r2_score")
                .range(new Range(Double.NEGATIVE_INFINITY, false, 1, true))
                .summary(
                    "The share of the target's variance that is explained: 1 is perfect, 0 no"
                        + " better than the target's mean.")
                .formula("1 - sum of (prediction - target)^2 / sum of (target - mean of target)^2")
                .undefined("where a target column is constant, one row included")
                .reference(
                    "scikit-learn, r2_score (which gives 0 or 1 for constant targets unless"
                        + " force_finite=False)"),
            predictions -> overColumns(predictions, PointMetrics::explained)),
        PlainMetric.of(
            ofErrors("pinball")
                .aliases("mean_pinball_loss")
                .parameter(
                    new ParameterSpec.Real(
                        TAU, 0.5, Range.open(0, 1), "the level of the quantile that is predicted"))
                .summary(
                    "Judges a predicted quantile: errors above and below weigh so that the true"
                        + " quantile is best.")
                .formula("mean of max(tau r, (tau - 1) r), r = target - prediction")
                .reference("scikit-learn, mean_pinball_loss(alpha=tau)"),
            PointMetrics::pinball),
        PlainMetric.of(
            ofErrors("poisson_deviance")
                .aliases("mean_poisson_deviance")
                .summary(
                    "Judges the predicted mean of counts: an error weighs less where the mean is"
                        + " large.")
                .formula("mean of 2 (y ln(y / mu) - y + mu), 0 ln 0 = 0")
                .undefined("where a prediction is not above 0, or a target is below 0")
                .reference("scikit-learn, mean_poisson_deviance (which refuses these)"),
            predictions -> overColumns(predictions, PointMetrics::poissonDeviance)));
  }

  private static MetricDescriptor.Builder ofErrors(String name) {
    return ofPoints(name, Direction.LOWER_IS_BETTER);
  }

  private static MetricDescriptor.Builder ofPoints(String name, Direction direction) {
    return MetricDescriptor.of(name, Reading.POINT, direction)
        .tasks(Task.REGRESSION, Task.RANKING, Task.RECOMMENDATION);
  }

  /** A metric of one target column. */
  private interface OfColumn {
    double of(double[] prediction, double[] target);
  }

  private static double overColumns(Predictions predictions, OfColumn metric) {
    double sum = 0;
    for (int c = 0; c < predictions.columns(); c++) {
      sum +=
          metric.of(
              column(predictions, predictions.prediction(), c),
              column(predictions, predictions.target(), c));
    }
    return sum / predictions.columns();
  }

  private static double[] column(Predictions predictions, double[] numbers, int c) {
    double[] column = new double[predictions.rows()];
    for (int row = 0; row < column.length; row++) {
      column[row] = numbers[row * predictions.columns() + c];
    }
    return column;
  }

  private static double meanAbsoluteError(double[] prediction, double[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      sum += Math.abs(prediction[i] - target[i]);
    }
    return sum / target.length;
  }

  private static double rootMeanSquaredError(double[] prediction, double[] target) {
    return Math.sqrt(meanSquaredError(prediction, target));
  }

  private static double meanSquaredError(double[] prediction, double[] target) {
    return squaredError(prediction, target) / target.length;
  }

  private static double medianError(double[] prediction, double[] target) {
    double[] errors = new double[target.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(prediction[i] - target[i]);
    }
    Arrays.sort(errors);
    int middle = errors.length / 2;
    return errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
  }

  private static double largestError(double[] prediction, double[] target) {
    double largest = 0;
    for (int i = 0; i < target.length; i++) {
      largest = Math.max(largest, Math.abs(prediction[i] - target[i]));
    }
    return largest;
  }

  private static double meanRelativeError(double[] prediction, double[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == 0) {
        return Double.NaN;
      }
      sum += Math.abs(prediction[i] - target[i]) / Math.abs(target[i]);
    }
    return sum / target.length;
  }

  private static double explained(double[] prediction, double[] target) {
    double sum = 0;
    for (double t : target) {
      sum += t;
    }
    double mean = sum / target.length;
    double spread = 0;
    boolean constant = true;
    for (double t : target) {
      spread += (t - mean) * (t - mean);
      // Not spread == 0: the mean of equal numbers may be off by a rounding.
      constant &= t == target[0];
    }
    return constant ? Double.NaN : 1 - squaredError(prediction, target) / spread;
  }

  private static double squaredError(double[] prediction, double[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      sum += (prediction[i] - target[i]) * (prediction[i] - target[i]);
    }
    return sum;
  }

  private static double pinball(Predictions predictions, Arguments arguments) {
    double tau = arguments.real(TAU);
    double sum = 0;
    int elements = predictions.rows() * predictions.columns();
    for (int i = 0; i < elements; i++) {
      double above = predictions.target()[i] - predictions.prediction()[i];
      sum += Math.max(tau * above, (tau - 1) * above);
    }
    return sum / elements;
  }

  private static double poissonDeviance(double[] prediction, double[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      double y = target[i];
      double mean = prediction[i];
      if (!(mean > 0 && y >= 0)) {
        return Double.NaN;
      }
      // ln(y / mu) ends at -745 where the quotient underflows; the difference does not
      double weighed = y == 0 ? 0 : y * (StrictMath.log(y) - StrictMath.log(mean));
      // Each term is at least 0; a rounding may leave it below.
      sum += Math.max(0, weighed - y + mean);
    }
    return 2 * sum / target.length;
  }
}

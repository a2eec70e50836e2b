package org.lossexp.standard;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/**
 * Metrics of point predictions, as scikit-learn 1.2 defines them. Several target columns are judged
 * one by one and averaged.
 */
final class PointMetrics {
  private PointMetrics() {}

  static List<Metric> all() {
    return List.of(
        new PlainMetric(
            ofErrors(
                "mae",
                List.of("mean_absolute_error"),
                "The average size of the error.",
                "mean of |prediction - target|",
                "scikit-learn, mean_absolute_error"),
            predictions -> overColumns(predictions, PointMetrics::meanAbsoluteError)),
        new PlainMetric(
            ofErrors(
                "rmse",
                List.of("root_mean_squared_error"),
                "The root of the average squared error: large errors weigh more.",
                "sqrt(mean of (prediction - target)^2)",
                "scikit-learn, mean_squared_error(squared=False)"),
            predictions -> overColumns(predictions, PointMetrics::rootMeanSquaredError)),
        new PlainMetric(
            ofErrors(
                "median_error",
                List.of("median_absolute_error"),
                "The size of error that half of the examples stay below: outliers do not show.",
                "median of |prediction - target|",
                "scikit-learn, median_absolute_error"),
            predictions -> overColumns(predictions, PointMetrics::medianError)),
        new PlainMetric(
            new MetricDescriptor(
                "r2",
                List.of("r2_score"),
                Set.of(Task.REGRESSION),
                Reading.POINT,
                Direction.HIGHER_IS_BETTER,
                new Range(Double.NEGATIVE_INFINITY, false, 1, true),
                List.of(),
                "The share of the target's variance that is explained: 1 is perfect, 0 no better"
                    + " than the target's mean.",
                "1 - sum of (prediction - target)^2 / sum of (target - mean of target)^2",
                "where a target column is constant, one row included",
                "scikit-learn, r2_score (which gives 0 or 1 for constant targets unless"
                    + " force_finite=False)"),
            predictions -> overColumns(predictions, PointMetrics::explained)));
  }

  private static MetricDescriptor ofErrors(
      String name, List<String> aliases, String summary, String formula, String reference) {
    return new MetricDescriptor(
        name,
        aliases,
        Set.of(Task.REGRESSION),
        Reading.POINT,
        Direction.LOWER_IS_BETTER,
        Range.atLeast(0),
        List.of(),
        summary,
        formula,
        "",
        reference);
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
    return Math.sqrt(squaredError(prediction, target) / target.length);
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
}

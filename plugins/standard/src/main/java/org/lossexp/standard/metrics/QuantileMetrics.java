package org.lossexp.standard.metrics;

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

/** Metrics of predicted distributions, of which the quantiles at 1 %, 2 %, … 99 % are known. */
final class QuantileMetrics {
  private static final String LEVEL = "level";
  private static final double USUAL_LEVEL = 0.9;

  /** The interval between the outermost quantiles. */
  private static final double WIDEST = 0.98;

  private QuantileMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            ofQuantiles("crps", Direction.LOWER_IS_BETTER)
                .aliases("continuous_ranked_probability_score")
                .summary(
                    "How far the predicted distribution is from what happened, in the target's"
                        + " units: the absolute error of a point prediction, made fit for"
                        + " distributions.")
                .formula(
                    "mean of 2 (target - q_u) (u - [target < q_u]) over the levels u = 1 % .. 99 %")
                .reference(
                    "Gneiting & Ranjan 2011, Comparing density forecasts using threshold- and"
                        + " quantile-weighted scoring rules; scikit-learn, mean_pinball_loss,"
                        + " twice"),
            QuantileMetrics::crps),
        PlainMetric.of(
            ofQuantiles("coverage", Direction.HIGHER_IS_BETTER)
                .range(Range.closed(0, 1))
                .parameter(level())
                .summary(
                    "The share of targets inside the central interval, which should be near the"
                        + " level: more than that is no merit, only a wide interval.")
                .formula("mean of [q_((1 - level) / 2) <= target <= q_((1 + level) / 2)]")
                .reference("Gneiting, Balabdaoui & Raftery 2007"),
            QuantileMetrics::coverage),
        PlainMetric.of(
            ofQuantiles("sharpness", Direction.LOWER_IS_BETTER)
                .aliases("interval_width")
                .parameter(level())
                .summary(
                    "The mean width of the central interval, in the target's units: of"
                        + " distributions that cover as they should, the sharper is better.")
                .formula("mean of q_((1 + level) / 2) - q_((1 - level) / 2)")
                .reference(
                    "Gneiting, Balabdaoui & Raftery 2007, Probabilistic forecasts, calibration and"
                        + " sharpness"),
            QuantileMetrics::sharpness));
  }

  private static MetricDescriptor.Builder ofQuantiles(String name, Direction direction) {
    return MetricDescriptor.of(name, Reading.QUANTILES, direction).tasks(Task.REGRESSION);
  }

  private static ParameterSpec level() {
    return new ParameterSpec.Real(
        LEVEL,
        USUAL_LEVEL,
        new Range(0, false, WIDEST, true),
        "the probability of the interval between its two quantiles");
  }

  private static double crps(Predictions predictions) {
    int elements = elements(predictions);
    double sum = 0;
    for (int i = 0; i < elements; i++) {
      double target = predictions.target()[i];
      double ofElement = 0;
      for (int q = 0; q < Reading.LEVELS; q++) {
        double u = (q + 1) / (Reading.LEVELS + 1.0);
        double above = target - predictions.prediction()[i * Reading.LEVELS + q];
        ofElement += Math.max(u * above, (u - 1) * above);
      }
      sum += 2 * ofElement / Reading.LEVELS;
    }
    return sum / elements;
  }

  private static double coverage(Predictions predictions, Arguments arguments) {
    double level = arguments.real(LEVEL);
    int elements = elements(predictions);
    int inside = 0;
    for (int i = 0; i < elements; i++) {
      double target = predictions.target()[i];
      double low = quantile(predictions, i, (1 - level) / 2);
      double high = quantile(predictions, i, (1 + level) / 2);
      inside += low <= target && target <= high ? 1 : 0;
    }
    return (double) inside / elements;
  }

  private static double sharpness(Predictions predictions, Arguments arguments) {
    double level = arguments.real(LEVEL);
    int elements = elements(predictions);
    double sum = 0;
    for (int i = 0; i < elements; i++) {
      double high = quantile(predictions, i, (1 + level) / 2);
      sum += Math.max(0, high - quantile(predictions, i, (1 - level) / 2));
    }
    return sum / elements;
  }

  private static int elements(Predictions predictions) {
    return predictions.rows() * (predictions.columns() / Reading.LEVELS);
  }

  /** {@return the quantile of an element, on the line between the two levels beside it} */
  private static double quantile(Predictions predictions, int element, double level) {
    double place = level * (Reading.LEVELS + 1) - 1;
    // (1 - 90 %) / 2 is a rounding below 5 %, and means 5 %
    double whole = Math.rint(place);
    place = Math.abs(place - whole) < 1e-9 ? whole : place;
    int below = Math.clamp((long) Math.floor(place), 0, Reading.LEVELS - 1);
    int above = Math.min(below + 1, Reading.LEVELS - 1);
    double low = predictions.prediction()[element * Reading.LEVELS + below];
    double high = predictions.prediction()[element * Reading.LEVELS + above];
    return place == below ? low : low + (place - below) * (high - low);
  }
}

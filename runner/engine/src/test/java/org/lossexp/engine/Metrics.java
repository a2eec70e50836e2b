package org.lossexp.engine;

import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** Metrics written out, so that these tests depend on no plugin. */
final class Metrics {
  private Metrics() {}

  /** The share of right classes. */
  static Measurement accuracy() {
    return measurement(
        "accuracy",
        Reading.CLASS,
        Direction.HIGHER_IS_BETTER,
        p -> {
          int right = 0;
          for (int row = 0; row < p.rows(); row++) {
            right += p.prediction()[row] == p.target()[row] ? 1 : 0;
          }
          return (double) right / p.rows();
        });
  }

  /** The root of the mean squared error. */
  static Measurement rmse() {
    return measurement(
        "rmse",
        Reading.POINT,
        Direction.LOWER_IS_BETTER,
        p -> {
          double sum = 0;
          for (int i = 0; i < p.rows() * p.columns(); i++) {
            double error = p.prediction()[i] - p.target()[i];
            sum += error * error;
          }
          return Math.sqrt(sum / (p.rows() * p.columns()));
        });
  }

  static Measurement measurement(
      String name, Reading reading, Direction direction, ToDoubleFunction<Predictions> body) {
    MetricDescriptor descriptor =
        new MetricDescriptor(
            name,
            List.of(),
            Set.of(Task.values()),
            reading,
            direction,
            Range.FINITE,
            List.of(),
            "",
            "",
            "",
            "");
    Metric metric =
        new Metric() {
          @Override
          public MetricDescriptor descriptor() {
            return descriptor;
          }

          @Override
          public double evaluate(Predictions predictions, Arguments arguments) {
            return body.applyAsDouble(predictions);
          }
        };
    return new Measurement(name, metric, Arguments.NONE);
  }
}

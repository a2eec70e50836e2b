package org.lossexp.standard.metrics;

import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Predictions;

/** A metric in two parts: what it is, and how it is computed. */
record PlainMetric(
    MetricDescriptor descriptor, ToDoubleBiFunction<Predictions, Arguments> definition)
    implements Metric {
  /** A metric without parameters. */
  static Metric of(MetricDescriptor.Builder descriptor, ToDoubleFunction<Predictions> definition) {
    return new PlainMetric(
        descriptor.build(), (predictions, _) -> definition.applyAsDouble(predictions));
  }

  /** A metric with parameters. */
  static Metric of(
      MetricDescriptor.Builder descriptor, ToDoubleBiFunction<Predictions, Arguments> definition) {
    return new PlainMetric(descriptor.build(), definition);
  }

  @Override
  public double evaluate(Predictions predictions, Arguments arguments) {
    return definition.applyAsDouble(predictions, arguments);
  }
}

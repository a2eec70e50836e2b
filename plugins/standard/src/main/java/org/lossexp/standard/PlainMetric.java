package org.lossexp.standard;

import java.util.function.ToDoubleFunction;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Predictions;

/** A metric without parameters: what it is, and how it is computed. */
record PlainMetric(MetricDescriptor descriptor, ToDoubleFunction<Predictions> definition)
    implements Metric {
  @Override
  public double evaluate(Predictions predictions, Arguments arguments) {
    return definition.applyAsDouble(predictions);
  }
}

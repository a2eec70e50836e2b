package com.acme.losses;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** The share of predictions that are close enough. */
final class Within implements Metric {
  private static final MetricDescriptor DESCRIPTOR =
      MetricDescriptor.of("acme_within", Reading.POINT, Direction.HIGHER_IS_BETTER)
          .tasks(Task.REGRESSION)
          .range(Range.closed(0, 1))
          .parameter(
              new ParameterSpec.Real(
                  "tolerance", 0.5, Range.atLeast(0), "the largest error that is close enough"))
          .summary("The share of predictions that are within a tolerance of the target.")
          .formula("mean of [|prediction - target| <= tolerance]")
          .reference("Acme's acceptance test")
          .build();

  @Override
  public MetricDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public double evaluate(Predictions predictions, Arguments arguments) {
    double tolerance = arguments.real("tolerance");
    int elements = predictions.rows() * predictions.columns();
    int within = 0;
    for (int i = 0; i < elements; i++) {
      double error = Math.abs(predictions.prediction()[i] - predictions.target()[i]);
      within += error <= tolerance ? 1 : 0;
    }
    return (double) within / elements;
  }
}

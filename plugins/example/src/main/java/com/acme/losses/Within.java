package com.acme.losses;

import java.util.List;
import java.util.Set;
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
      new MetricDescriptor(
          "acme_within",
          List.of(),
          Set.of(Task.REGRESSION),
          Reading.POINT,
          Direction.HIGHER_IS_BETTER,
          Range.closed(0, 1),
          List.of(
              new ParameterSpec.Real(
                  "tolerance", 0.5, Range.atLeast(0), "the largest error that is close enough")),
          "The share of predictions that are within a tolerance of the target.",
          "mean of [|prediction - target| <= tolerance]",
          "",
          "Acme's acceptance test");

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

package org.lossexp.spi;

/** A number that says how good predictions are; reported, never minimized. */
public interface Metric {
  /** {@return what the metric is, reads and means} */
  MetricDescriptor descriptor();

  /**
   * Judges the predictions of one part of the data.
   *
   * @param arguments a value for every declared parameter, defaults filled in
   * @return the value, in the descriptor's range; NaN where it is undefined (the descriptor says
   *     when)
   */
  double evaluate(Predictions predictions, Arguments arguments);
}

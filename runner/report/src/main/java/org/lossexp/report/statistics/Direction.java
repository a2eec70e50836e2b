package org.lossexp.report.statistics;

import java.util.Arrays;

/** Which way a metric improves. */
public enum Direction {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER;

  /**
   * Paired differences, oriented so that positive means that the contender is better; equal values
   * give exactly 0.
   *
   * @param contender its value on each unit
   * @param baseline the baseline's value on the same units, in the same order
   */
  public double[] differences(double[] contender, double[] baseline) {
    if (contender.length != baseline.length) {
      throw new IllegalArgumentException(
          "not paired: " + contender.length + " and " + baseline.length + " units");
    }
    double[] differences = new double[contender.length];
    Arrays.setAll(
        differences,
        i ->
            switch (this) {
              case HIGHER_IS_BETTER -> contender[i] - baseline[i];
              case LOWER_IS_BETTER -> baseline[i] - contender[i];
            });
    Values.requireFinite(differences);
    return differences;
  }
}

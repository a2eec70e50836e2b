package org.lossexp.spi;

/** How the values of a batch's units become its objective. */
public enum Reduction {
  /** Their sum over the sum of their counts; 0 where nothing counts. */
  MEAN,
  /** Their sum. */
  SUM;

  /** {@return what the sum of the values, and of the gradient, is divided by} */
  public double divisor(double[] counts, int units) {
    if (this == SUM) {
      return 1;
    }
    double sum = 0;
    for (int unit = 0; unit < units; unit++) {
      sum += counts[unit];
    }
    // Where nothing counts every value and gradient is 0, and any divisor gives 0.
    return sum == 0 ? 1 : sum;
  }

  /** {@return the reduced value of the first {@code units} values} */
  public double of(double[] values, double[] counts, int units) {
    double sum = 0;
    for (int unit = 0; unit < units; unit++) {
      sum += values[unit];
    }
    return sum / divisor(counts, units);
  }
}

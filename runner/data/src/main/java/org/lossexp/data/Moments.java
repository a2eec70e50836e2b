package org.lossexp.data;

/**
 * Mean and standard deviation, summed in the order of rows: the same bits everywhere. Two passes,
 * for a mean that is large beside the spread takes no digits from it.
 */
final class Moments {
  private Moments() {}

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** {@return the standard deviation with divisor n, as scikit-learn's StandardScaler has it} */
  static double populationSd(double[] values) {
    return Math.sqrt(squares(values) / values.length);
  }

  /** {@return the standard deviation with divisor n − 1; 0 for one value} */
  static double sampleSd(double[] values) {
    return values.length < 2 ? 0 : Math.sqrt(squares(values) / (values.length - 1));
  }

  private static double squares(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }

  /** {@return the quantile of {@code sorted}, interpolated linearly, as NumPy has it by default} */
  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    double rest = at - below;
    return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
  }
}

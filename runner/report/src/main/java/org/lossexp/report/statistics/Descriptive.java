package org.lossexp.report.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Describes one sample, for instance the scores of a contender over the units of replication. */
public final class Descriptive {

  private Descriptive() {}

  /** {@return the arithmetic mean} */
  public static double mean(double[] values) {
    Values.requireFinite(values);
    return Values.mean(values);
  }

  /**
   * {@return the standard deviation with n - 1; empty for a single value, whose spread is unknown}
   */
  public static OptionalDouble standardDeviation(double[] values) {
    Values.requireFinite(values);
    return values.length == 1
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(Values.variance(values)));
  }

  /** {@return the middle value, or the mean of the two in the middle} */
  public static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /**
   * A quantile by linear interpolation between order statistics: type 7 of Hyndman & Fan (The
   * American Statistician 50, 1996), the default of R, NumPy and Julia.
   *
   * @param probability from 0 (minimum) to 1 (maximum)
   */
  public static double quantile(double[] values, double probability) {
    Values.requireFinite(values);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
    return quantileOfSorted(Values.sorted(values), probability);
  }

  static double quantileOfSorted(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    double share = position - below;
    return sorted[below] + share * (sorted[above] - sorted[below]);
  }

  /**
   * The interquartile mean: the mean of what is left when a quarter of the values, rounded down, is
   * cut off at either end. Less noisy than the median, less moved by outliers than the mean
   * (Agarwal et al., NeurIPS 2021, section 4.3, which uses SciPy's {@code trim_mean(x, 0.25)}; so
   * do we).
   */
  public static double interquartileMean(double[] values) {
    Values.requireFinite(values);
    double[] sorted = Values.sorted(values);
    int cut = sorted.length / 4;
    return Values.mean(Arrays.copyOfRange(sorted, cut, sorted.length - cut));
  }

  /**
   * The t interval of a mean, widened for units that share training rows as in {@link
   * TTest#correctedResampled}. With one value it is the whole line.
   *
   * @param testToTrainRatio n_test / n_train of resampled test parts; 0 for independent values
   * @param level for instance 0.95
   */
  public static Interval meanInterval(double[] values, double testToTrainRatio, double level) {
    Values.requireFinite(values);
    Values.requireNotNegative("testToTrainRatio", testToTrainRatio);
    Values.requireFraction("level", level);
    int k = values.length;
    if (k == 1) {
      return Interval.wholeLine(level);
    }
    double standardError = Math.sqrt((1.0 / k + testToTrainRatio) * Values.variance(values));
    double reach = StudentT.criticalValue(1 - level, k - 1) * standardError;
    double mean = Values.mean(values);
    return new Interval(mean - reach, mean + reach, level);
  }
}

package org.lossexp.report.statistics;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap intervals, stratified: units are drawn anew within each setting (Agarwal et
 * al., NeurIPS 2021, section 4.1; Efron & Tibshirani, An Introduction to the Bootstrap, chapter
 * 13).
 */
public final class Bootstrap {

  private Bootstrap() {}

  /**
   * The interval of a statistic of all strata's values together, for instance {@link
   * Descriptive#interquartileMean}. With one value per stratum it has no width and means nothing.
   *
   * @param strata the values of each setting; one stratum for the plain bootstrap
   * @param statistic of the pooled values, stratum after stratum
   * @param resamples how many times to draw; some thousands
   * @param level for instance 0.95
   * @param random seeded from the experiment's file
   */
  public static Interval interval(
      List<double[]> strata,
      ToDoubleFunction<double[]> statistic,
      int resamples,
      double level,
      SplitMix64 random) {
    strata.forEach(Values::requireFinite);
    double[] drawn = new double[strata.stream().mapToInt(stratum -> stratum.length).sum()];
    double[] statistics = new double[resamples];
    for (int resample = 0; resample < resamples; resample++) {
      int next = 0;
      for (double[] stratum : strata) {
        for (int i = 0; i < stratum.length; i++) {
          drawn[next++] = stratum[random.nextInt(stratum.length)];
        }
      }
      statistics[resample] = statistic.applyAsDouble(drawn);
    }
    return percentiles(statistics, level);
  }

  /**
   * The interval of a statistic of two samples, drawn independently, for instance {@link
   * EffectSize#improvement}.
   *
   * @param a one sample's values of each setting
   * @param b the other's, of the same settings
   */
  public static Interval interval(
      List<double[]> a,
      List<double[]> b,
      ToDoubleBiFunction<List<double[]>, List<double[]>> statistic,
      int resamples,
      double level,
      SplitMix64 random) {
    a.forEach(Values::requireFinite);
    b.forEach(Values::requireFinite);
    double[] statistics = new double[resamples];
    for (int resample = 0; resample < resamples; resample++) {
      statistics[resample] = statistic.applyAsDouble(drawn(a, random), drawn(b, random));
    }
    return percentiles(statistics, level);
  }

  private static List<double[]> drawn(List<double[]> strata, SplitMix64 random) {
    return strata.stream()
        .map(stratum -> {
          double[] drawn = new double[stratum.length];
          for (int i = 0; i < drawn.length; i++) {
            drawn[i] = stratum[random.nextInt(stratum.length)];
          }
          return drawn;
        })
        .toList();
  }

  static Interval percentiles(double[] statistics, double level) {
    double[] sorted = Values.sorted(statistics);
    return new Interval(
        Descriptive.quantileOfSorted(sorted, (1 - level) / 2),
        Descriptive.quantileOfSorted(sorted, (1 + level) / 2),
        level);
  }
}

package org.lossexp.report.statistics;

/**
 * Student's t on paired differences, in the form that the design of the experiment asks for.
 *
 * <p><b>No spread.</b> When all differences are equal (up to the rounding of decimals) and not 0,
 * there is no noise to hold the mean against: t is infinite, and p = 0 from three equal differences
 * of a coarse metric would be a boast. The sign test steps in: one side wins all k units by chance
 * once in 2^(k-1), which is the p, and the interval is the common difference where that p is at
 * most alpha, else the whole line (the order statistics' interval of the median, from minimum to
 * maximum, has exactly that level). When all are exactly 0, p is 1 and the interval is [0, 0].
 *
 * <p><b>One unit</b> has no spread to estimate from: standard error infinite, p = 1, the whole
 * line.
 *
 * @param units k, at least 1
 * @param estimate the mean difference
 * @param testToTrainRatio n_test / n_train, or 0 for independent units
 * @param standardError sqrt((1/k + n_test/n_train) s²); infinite for one unit
 * @param degreesOfFreedom k - 1
 * @param statistic t; infinite when all differences are equal and not 0
 * @param pValue two-sided
 * @param constant whether all differences are equal, so that the sign test decides
 */
public record TTest(
    int units,
    double estimate,
    double testToTrainRatio,
    double standardError,
    int degreesOfFreedom,
    double statistic,
    double pValue,
    boolean constant)
    implements PairedTest {

  /**
   * The corrected resampled t-test: t = mean / sqrt((1/k + n_test/n_train) s²) with k - 1 degrees
   * of freedom (Nadeau & Bengio, Machine Learning 52, 2003, section 3; for repeated
   * cross-validation Bouckaert & Frank, PAKDD 2004).
   *
   * <p>Resampled test parts share training rows, so their differences are correlated, and s²/k is
   * far too small a variance of their mean. The ratio stands for rho / (1 - rho).
   *
   * @param differences one per distinct test part, seeds averaged before
   * @param testToTrainRatio n_test / n_train; for one k-fold cross-validation 1 / (k - 1)
   */
  public static TTest correctedResampled(double[] differences, double testToTrainRatio) {
    Values.requireNotNegative("testToTrainRatio", testToTrainRatio);
    return of(differences, testToTrainRatio);
  }

  /** The paired t-test over independent units: seeds on one fixed test part. */
  public static TTest paired(double[] differences) {
    return of(differences, 0);
  }

  private static TTest of(double[] differences, double ratio) {
    Values.requireFinite(differences);
    int k = differences.length;
    double mean = Values.mean(differences);
    if (k == 1) {
      return new TTest(1, mean, ratio, Double.POSITIVE_INFINITY, 0, 0, 1, false);
    }
    double variance = Values.variance(differences);
    if (isConstant(mean, variance)) {
      double t = mean == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, mean);
      double p = mean == 0 ? 1 : SignTest.chanceOfSweep(k);
      return new TTest(k, mean, ratio, 0, k - 1, t, p, true);
    }
    double standardError = Math.sqrt((1.0 / k + ratio) * variance);
    double t = mean / standardError;
    return new TTest(k, mean, ratio, standardError, k - 1, t, StudentT.twoSidedP(t, k - 1), false);
  }

  /**
   * Whether a spread is none: 0, or so small beside the mean that it is the rounding of decimals.
   */
  static boolean isConstant(double mean, double variance) {
    return Math.sqrt(variance) <= Values.ROUNDING * Math.abs(mean);
  }

  @Override
  public Interval notRejectedAt(double alpha) {
    Values.requireFraction("alpha", alpha);
    double level = 1 - alpha;
    boolean unbounded = units == 1 || (constant && estimate != 0 && pValue > alpha);
    if (unbounded) {
      return Interval.wholeLine(level);
    }
    double reach = constant ? 0 : StudentT.criticalValue(alpha, degreesOfFreedom) * standardError;
    return new Interval(estimate - reach, estimate + reach, level);
  }
}

package org.lossexp.report.statistics;

import org.apache.commons.math3.special.Erf;

/**
 * Nemenyi's comparison of all pairs by average ranks (Demšar, JMLR 7, 2006, section 3.2.2), for the
 * critical-difference diagram. A picture, not a verdict: what it says about two contenders depends
 * on which others are in the pool (Benavoli, Corani & Mangili, JMLR 17(5), 2016).
 */
public final class Nemenyi {

  private static final double STEP = 1.0 / 16;
  private static final double REACH = 9;

  private Nemenyi() {}

  /** {@return the difference of average ranks from which on two contenders differ at alpha} */
  public static double criticalDifference(int contenders, int dataSets, double alpha) {
    Values.requireFraction("alpha", alpha);
    return quantile(contenders, alpha) * standardError(contenders, dataSets);
  }

  /** {@return the p of a difference of average ranks, adjusted for all pairs} */
  public static double pValue(double rankDifference, int contenders, int dataSets) {
    return studentizedRangeP(
        Math.abs(rankDifference) / standardError(contenders, dataSets) * Math.sqrt(2), contenders);
  }

  /** {@return q_alpha of Demšar's table 5: the studentized range's quantile over the root of 2} */
  static double quantile(int contenders, double alpha) {
    double low = 0;
    double high = 100;
    for (int halving = 0; halving < 60; halving++) {
      double middle = (low + high) / 2;
      if (studentizedRangeP(middle, contenders) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high / Math.sqrt(2);
  }

  private static double standardError(int contenders, int dataSets) {
    return Math.sqrt(contenders * (contenders + 1) / (6.0 * dataSets));
  }

  /**
   * P(range of k standard normals &gt; q) = 1 - k ∫ φ(z) (Φ(z) - Φ(z - q))^(k-1) dz, where z is the
   * largest. The trapezoidal rule converges exponentially on such bells: this step is good to
   * 1e-12.
   */
  private static double studentizedRangeP(double q, int k) {
    double sum = 0;
    for (double z = -REACH; z <= REACH; z += STEP) {
      double within = normal(z) - normal(z - q);
      double density = Math.sqrt(0.5 / Math.PI) * StrictMath.exp(-z * z / 2);
      double power = 1;
      for (int i = 1; i < k; i++) {
        power *= within;
      }
      sum += density * power;
    }
    return Math.max(0, 1 - k * STEP * sum);
  }

  private static double normal(double z) {
    return Erf.erfc(-z / Math.sqrt(2)) / 2;
  }
}

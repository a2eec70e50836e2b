package org.lossexp.report.statistics;

import org.apache.commons.math3.special.Beta;

/**
 * Student's t distribution through the incomplete beta function (Abramowitz & Stegun 26.7.1), tails
 * first: small p keep all their digits.
 */
final class StudentT {

  private StudentT() {}

  /** {@return P(|T| &gt;= |t|)} */
  static double twoSidedP(double t, double degreesOfFreedom) {
    if (t == 0) {
      return 1;
    }
    double x = degreesOfFreedom / (degreesOfFreedom + t * t);
    return Beta.regularizedBeta(x, degreesOfFreedom / 2, 0.5);
  }

  /** {@return P(T &lt;= t)} */
  static double cumulative(double t, double degreesOfFreedom) {
    double tail = twoSidedP(t, degreesOfFreedom) / 2;
    return t < 0 ? tail : 1 - tail;
  }

  /**
   * {@return the smallest t with a two-sided p of at most {@code alpha}}
   *
   * <p>Found by bisection, down to neighbouring doubles, on the very function that gives the p: an
   * interval and its p are two views of one computation and cannot drift apart. Commons Math's own
   * quantile stops at 1e-9.
   */
  static double criticalValue(double alpha, double degreesOfFreedom) {
    double low = 0;
    double high = 1;
    while (twoSidedP(high, degreesOfFreedom) > alpha) {
      low = high;
      high *= 2;
    }
    while (true) {
      double middle = low + (high - low) / 2;
      if (middle == low || middle == high) {
        return high;
      }
      if (twoSidedP(middle, degreesOfFreedom) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }
}

package org.lossexp.report.statistics;

import org.apache.commons.math3.special.Beta;

/**
 * The sign test: wins against losses, exact by the binomial distribution; ties are left out
 * (Conover, Practical Nonparametric Statistics, section 3.4).
 *
 * @param wins units on which the contender is better
 * @param losses units on which it is worse
 * @param ties units without a difference
 * @param pValue two-sided; 1 when all units are ties
 */
public record SignTest(int wins, int losses, int ties, double pValue) {

  /** Counts paired differences, positive = better. */
  public static SignTest of(double[] differences) {
    Values.requireFinite(differences);
    int wins = 0;
    int losses = 0;
    for (double difference : differences) {
      if (difference > 0) {
        wins++;
      } else if (difference < 0) {
        losses++;
      }
    }
    return of(wins, losses, differences.length - wins - losses);
  }

  static SignTest of(int wins, int losses, int ties) {
    double tail = atMost(Math.min(wins, losses), wins + losses);
    return new SignTest(wins, losses, ties, Math.min(1, 2 * tail));
  }

  /** {@return the chance that one side, either of the two, wins all units: 2^(1-units)} */
  public static double chanceOfSweep(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1, but is " + units);
    }
    return Math.scalb(1.0, 1 - units);
  }

  /** {@return P(X &lt;= successes) for n tosses of a fair coin} */
  private static double atMost(int successes, int n) {
    if (n > 1000) { // 2^-n leaves the range of doubles
      return Beta.regularizedBeta(0.5, n - successes, successes + 1);
    }
    // Summed term by term, so that 1/16 is 1/16 to the bit and compares with alpha as it should.
    double term = Math.scalb(1.0, -n);
    double sum = term;
    for (int i = 1; i <= successes; i++) {
      term = term * (n - i + 1) / i;
      sum += term;
    }
    return sum;
  }
}

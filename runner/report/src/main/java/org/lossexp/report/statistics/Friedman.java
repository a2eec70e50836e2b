package org.lossexp.report.statistics;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/**
 * Friedman's test whether contenders differ at all over several data sets, and the sharper F of
 * Iman and Davenport (Demšar, JMLR 7, 2006, section 3.2.2; Iman & Davenport, Communications in
 * Statistics A9, 1980).
 *
 * <p>Corrected for ties, as in Conover, R and SciPy. Demšar's example is not; {@code chiSquare *
 * tieCorrection} is his number.
 *
 * @param averageRanks the mean rank of each contender, 1 = best
 * @param chiSquare Friedman's statistic
 * @param chiSquareP its p, with one degree of freedom less than contenders
 * @param f Iman and Davenport's statistic; infinite when all data sets rank alike, and then its p
 *     is the chance of just that (Conover, section 5.8)
 * @param fNumeratorDegrees contenders - 1
 * @param fDenominatorDegrees (contenders - 1) (data sets - 1)
 * @param fP the p of {@code f}, which decides
 * @param tieCorrection 1 without ties, less with; 0 when every data set is one tie
 */
public record Friedman(
    List<Double> averageRanks,
    double chiSquare,
    double chiSquareP,
    double f,
    int fNumeratorDegrees,
    int fDenominatorDegrees,
    double fP,
    double tieCorrection) {

  public Friedman {
    averageRanks = List.copyOf(averageRanks);
  }

  /**
   * Ranks and tests.
   *
   * @param values one row per data set (at least 2), one column per contender (at least 2), each
   *     the mean of its units
   * @param direction which values are the better ones
   */
  public static Friedman of(double[][] values, Direction direction) {
    int n = values.length;
    int k = n == 0 ? 0 : values[0].length;
    if (n < 2 || k < 2) {
      throw new IllegalArgumentException("too few: " + n + " data sets, " + k + " contenders");
    }
    double[] rankSums = new double[k];
    double tieTerm = 0;
    for (double[] row : values) {
      Values.requireFinite(row);
      if (row.length != k) {
        throw new IllegalArgumentException("rows of " + k + " and " + row.length + " contenders");
      }
      Ranks ranks = Ranks.ascending(bestLowest(row, direction));
      tieTerm += ranks.tieTerm();
      for (int j = 0; j < k; j++) {
        rankSums[j] += ranks.of().get(j);
      }
    }
    double scatter = 0;
    List<Double> averageRanks = new ArrayList<>();
    for (double rankSum : rankSums) {
      averageRanks.add(rankSum / n);
      scatter += (rankSum - n * (k + 1) / 2.0) * (rankSum - n * (k + 1) / 2.0);
    }
    double tieCorrection = 1 - tieTerm / ((double) n * k * (k * k - 1.0));
    double chiSquare =
        tieCorrection == 0 ? 0 : 12 * scatter / ((double) n * k * (k + 1)) / tieCorrection;
    int numerator = k - 1;
    int denominator = (k - 1) * (n - 1);
    double chiSquareP = Gamma.regularizedGammaQ(numerator / 2.0, chiSquare / 2);
    double largest = n * (k - 1.0);
    if (Values.nearlyEqual(chiSquare, largest)) {
      return new Friedman(
          averageRanks,
          chiSquare,
          chiSquareP,
          Double.POSITIVE_INFINITY,
          numerator,
          denominator,
          chanceOfAgreement(averageRanks, n),
          tieCorrection);
    }
    double f = (n - 1) * chiSquare / (largest - chiSquare);
    double fP = upperTailOfF(f, numerator, denominator);
    return new Friedman(
        averageRanks, chiSquare, chiSquareP, f, numerator, denominator, fP, tieCorrection);
  }

  /**
   * {@return P(F &gt; f)} Abramowitz & Stegun 26.6.2, the tail directly: small p keep their digits.
   */
  static double upperTailOfF(double f, double numerator, double denominator) {
    double x = denominator / (denominator + numerator * f);
    return Beta.regularizedBeta(x, denominator / 2, numerator / 2);
  }

  /** {@return the chance that n data sets, each in random order, rank alike} */
  private static double chanceOfAgreement(List<Double> ranks, int n) {
    double orders = 1; // k! over t! for each group of t ties
    for (int i = 0; i < ranks.size(); i++) {
      double rank = ranks.get(i);
      long tiedBefore = ranks.subList(0, i).stream().filter(other -> other == rank).count();
      orders *= (i + 1.0) / (tiedBefore + 1);
    }
    double chance = 1;
    for (int i = 1; i < n; i++) {
      chance /= orders;
    }
    return chance;
  }

  /** Ascending ranks of these give 1 to the best. */
  private static double[] bestLowest(double[] row, Direction direction) {
    return direction.differences(new double[row.length], row);
  }
}

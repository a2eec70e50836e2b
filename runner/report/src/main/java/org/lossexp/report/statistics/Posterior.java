package org.lossexp.report.statistics;

import java.util.Optional;

/**
 * How probable it is, after the data, that a contender is worse, practically equal or better. Shown
 * beside the verdict, never changing it.
 *
 * @param worse the probability of a difference below -rope
 * @param equal the probability of a difference inside the rope; 0 for a rope of 0
 * @param better the probability of a difference above the rope
 */
public record Posterior(double worse, double equal, double better) {

  /**
   * The Bayesian correlated t-test (Corani & Benavoli, Machine Learning 100, 2015; Benavoli,
   * Corani, Demšar & Zaffalon, JMLR 18(77), 2017, section 4.1): with a flat prior the difference
   * has, after the data, a Student distribution with k - 1 degrees of freedom about the mean, of
   * squared scale (1/k + rho / (1 - rho)) s², where rho / (1 - rho) = n_test / n_train.
   *
   * <p>When all differences are equal, all probability lies where they are; on 0 with a rope of 0
   * it is split between the sides (as baycomp does).
   *
   * @param differences positive = better, one per distinct test part
   * @param testToTrainRatio n_test / n_train; 0 for independent units (rho = 0)
   * @param rope the largest difference that does not matter, in the metric's unit
   * @return empty for a single unit, from which no spread can be learned
   */
  public static Optional<Posterior> correlatedT(
      double[] differences, double testToTrainRatio, double rope) {
    Values.requireFinite(differences);
    Values.requireNotNegative("testToTrainRatio", testToTrainRatio);
    Values.requireNotNegative("rope", rope);
    int k = differences.length;
    if (k == 1) {
      return Optional.empty();
    }
    double mean = Values.mean(differences);
    double variance = Values.variance(differences);
    if (TTest.isConstant(mean, variance)) {
      return Optional.of(allAt(mean, rope));
    }
    double scale = Math.sqrt((1.0 / k + testToTrainRatio) * variance);
    double worse = StudentT.cumulative((-rope - mean) / scale, k - 1);
    double better = StudentT.cumulative((mean - rope) / scale, k - 1);
    double equal = rope == 0 ? 0 : Math.max(0, 1 - worse - better);
    return Optional.of(new Posterior(worse, equal, better));
  }

  private static Posterior allAt(double mean, double rope) {
    if (mean == 0 && rope == 0) {
      return new Posterior(0.5, 0, 0.5);
    }
    if (Math.abs(mean) <= rope) {
      return new Posterior(0, 1, 0);
    }
    return mean > 0 ? new Posterior(0, 0, 1) : new Posterior(1, 0, 0);
  }
}

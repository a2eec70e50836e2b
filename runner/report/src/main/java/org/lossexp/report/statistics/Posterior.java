package org.lossexp.report.statistics;

import java.util.Arrays;
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
  private static final int DRAWS = 10_000;

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

  /**
   * The Bayesian signed-rank test over data sets (Benavoli, Corani, Mangili, Zaffalon & Ruggeri,
   * ICML 2014; Benavoli, Corani, Demšar & Zaffalon, JMLR 18(77), 2017, section 4.2), with a prior
   * of the weight of half a data set without a difference, as baycomp's documentation.
   *
   * <p>Each draw gives the data sets Dirichlet weights; a region's share is the weight of all pairs
   * of data sets whose mean difference lies in it, and a region's probability is how often its
   * share is the largest. Monte Carlo: with {@value #DRAWS} draws good to about 0.01.
   *
   * @param differences positive = better, one per data set
   * @param rope the largest difference that does not matter, in the differences' unit
   * @param random seeded from the experiment's file
   */
  public static Posterior signedRank(double[] differences, double rope, SplitMix64 random) {
    Values.requireFinite(differences);
    Values.requireNotNegative("rope", rope);
    if (Arrays.stream(differences).allMatch(difference -> difference == 0)) {
      return allAt(0, rope);
    }
    double[] sorted = Values.sorted(differences);
    int prior = 0;
    while (prior < sorted.length && sorted[prior] < 0) {
      prior++;
    }
    double[] all = new double[sorted.length + 1];
    System.arraycopy(sorted, 0, all, 0, prior);
    System.arraycopy(sorted, prior, all, prior + 1, sorted.length - prior);
    double[] weights = new double[all.length];
    double[] before = new double[all.length + 1];
    int worse = 0;
    int equal = 0;
    double ties = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = i == prior ? halfWeight(random) : wholeWeight(random);
        before[i + 1] = before[i] + weights[i];
      }
      double whole = before[all.length] * before[all.length];
      double below = pairs(all, weights, before, -2 * rope, true);
      double above = pairs(all, weights, before, 2 * rope, false);
      double within = rope == 0 ? 0 : whole - below - above;
      if (within > below && within > above) {
        equal++;
      } else if (below > above) {
        worse++;
      } else if (below == above) {
        ties++;
      }
    }
    return new Posterior(
        (worse + ties / 2) / DRAWS,
        (double) equal / DRAWS,
        (DRAWS - worse - equal - ties / 2) / DRAWS);
  }

  /** Dirichlet weights are gamma numbers over their sum; Gamma(1/2) is half a squared normal. */
  private static double halfWeight(SplitMix64 random) {
    double normal = random.nextNormal();
    return normal * normal / 2;
  }

  /** Gamma(1) is exponential. */
  private static double wholeWeight(SplitMix64 random) {
    return -StrictMath.log(1 - random.nextDouble());
  }

  /**
   * {@return the weight of the pairs whose sum lies below (or above) a threshold, half of those on
   * it}
   *
   * @param sorted ascending
   * @param before the weights summed up, 0 first
   */
  private static double pairs(
      double[] sorted, double[] weights, double[] before, double threshold, boolean below) {
    int n = sorted.length;
    int reached = n; // from here on sums reach the threshold
    int passed = n; // and from here on they pass it
    double sum = 0;
    for (int i = 0; i < n; i++) {
      while (reached > 0 && sorted[i] + sorted[reached - 1] >= threshold) {
        reached--;
      }
      while (passed > 0 && sorted[i] + sorted[passed - 1] > threshold) {
        passed--;
      }
      double on = (before[passed] - before[reached]) / 2;
      sum += weights[i] * ((below ? before[reached] : before[n] - before[passed]) + on);
    }
    return sum;
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

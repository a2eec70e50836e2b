package org.lossexp.report.statistics;

import java.util.OptionalInt;

/**
 * How many units would probably be enough, where those that there are leave it undecided.
 *
 * <p>By bootstrap: experiments of n units are drawn from the differences at hand, with replacement,
 * and judged by the same test; n is enough where {@value #WANTED} of them end with a verdict. The
 * differences' spread about their mean is widened by sqrt(k / (k - 1)), for that of a drawn
 * experiment is too small by just that. A guess, not a promise: it takes the differences seen at
 * their word, and after so few units they may be far off.
 */
public final class Power {
  /** The share of experiments that should end with a verdict. */
  public static final double WANTED = 0.8;

  /** Fewer differences say too little about their own spread. */
  public static final int LEAST_UNITS = 3;

  /** What nobody runs need not be told apart. */
  public static final int MOST_UNITS = 500;

  private static final int DRAWS = 800;

  private Power() {}

  /**
   * {@return how many units are probably enough, all of them, more than there are; empty where
   * {@value #MOST_UNITS} are not, or the differences say nothing about it: fewer than {@value
   * #LEAST_UNITS}, or all the same}
   *
   * <p>With resampled test parts there may be no such number, however small the ratio: units that
   * share training rows share their errors, and the variance of their mean does not fall below
   * ratio times s².
   *
   * @param differences the paired differences of the units there are
   * @param testToTrainRatio as in {@link TTest#correctedResampled}; 0 for independent units
   * @param rope the largest difference that does not matter
   * @param alpha the level at which this comparison is held, adjusted for others
   */
  public static OptionalInt unitsNeeded(
      double[] differences, double testToTrainRatio, double rope, double alpha, SplitMix64 random) {
    Values.requireFinite(differences);
    Values.requireFraction("alpha", alpha);
    int k = differences.length;
    double mean = Values.mean(differences);
    if (k < LEAST_UNITS || TTest.isConstant(mean, Values.variance(differences))) {
      return OptionalInt.empty();
    }
    double widening = Math.sqrt(k / (k - 1.0));
    double[] drawnFrom = new double[k];
    for (int i = 0; i < k; i++) {
      drawnFrom[i] = mean + widening * (differences[i] - mean);
    }
    var experiments = new Experiments(drawnFrom, testToTrainRatio, rope, alpha, random.nextLong());
    int few = k;
    int enough = Math.min(2 * k, MOST_UNITS);
    while (enough > few && !experiments.enough(enough)) {
      few = enough;
      enough = Math.min(2 * enough, MOST_UNITS);
    }
    if (enough <= few) {
      return OptionalInt.empty();
    }
    while (few + 1 < enough) {
      int middle = (few + enough) / 2;
      if (experiments.enough(middle)) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  /**
   * Drawn experiments, the same for every number of units but for their length: what is enough for
   * one number is enough for the next, nearly always.
   */
  private static final class Experiments {
    private final double[] differences;
    private final double ratio;
    private final double rope;
    private final double alpha;
    private final long seed;

    Experiments(double[] differences, double ratio, double rope, double alpha, long seed) {
      this.differences = differences;
      this.ratio = ratio;
      this.rope = rope;
      this.alpha = alpha;
      this.seed = seed;
    }

    boolean enough(int units) {
      var random = new SplitMix64(seed);
      double critical = StudentT.criticalValue(alpha, units - 1);
      int verdicts = 0;
      for (int draw = 0; draw < DRAWS; draw++) {
        verdicts += isDecided(new SplitMix64(random.nextLong()), units, critical) ? 1 : 0;
      }
      return verdicts >= WANTED * DRAWS;
    }

    private boolean isDecided(SplitMix64 random, int units, double critical) {
      double origin = differences[0];
      double sum = 0;
      double squares = 0;
      for (int unit = 0; unit < units; unit++) {
        double drawn = differences[random.nextInt(differences.length)] - origin;
        sum += drawn;
        squares += drawn * drawn;
      }
      double mean = sum / units;
      double variance = Math.max(0, squares - sum * mean) / (units - 1);
      double reach = critical * Math.sqrt((1.0 / units + ratio) * variance);
      double low = origin + mean - reach;
      double high = origin + mean + reach;
      return low > 0 || high < 0 || (rope > 0 && -rope <= low && high <= rope);
    }
  }
}

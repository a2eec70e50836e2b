package org.lossexp.report.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * A performance profile: which share of a contender's units reaches a score, for every score, each
 * data set counting the same (Agarwal et al., NeurIPS 2021, section 4.2; with scores relative to
 * the best, Dolan & Moré, Mathematical Programming 91, 2002). One curve above another everywhere is
 * the better one, whatever score one asks for.
 */
public final class Profile {

  private Profile() {}

  /**
   * {@return for each threshold the share of units whose score is at least that}
   *
   * @param strata the scores on each data set, higher = better
   */
  public static double[] shares(List<double[]> strata, double[] thresholds) {
    strata.forEach(Values::requireFinite);
    double[] shares = new double[thresholds.length];
    for (int i = 0; i < thresholds.length; i++) {
      double threshold = thresholds[i];
      for (double[] stratum : strata) {
        double reached = Arrays.stream(stratum).filter(score -> score >= threshold).count();
        shares[i] += reached / stratum.length;
      }
      shares[i] /= strata.size();
    }
    return shares;
  }

  /**
   * {@return for each threshold a percentile bootstrap interval of the share, the units of each
   * data set drawn anew}
   *
   * @param thresholds ascending
   */
  public static List<Interval> bands(
      List<double[]> strata, double[] thresholds, int resamples, double level, SplitMix64 random) {
    strata.forEach(Values::requireFinite);
    int n = thresholds.length;
    // Of each unit, how many thresholds it reaches: what a draw needs to know of it.
    int[][] reached = new int[strata.size()][];
    for (int stratum = 0; stratum < reached.length; stratum++) {
      reached[stratum] =
          Arrays.stream(strata.get(stratum))
              .mapToInt(score -> (int) Arrays.stream(thresholds).filter(t -> score >= t).count())
              .toArray();
    }
    double[][] shares = new double[n][resamples];
    double[] counts = new double[n + 1];
    for (int resample = 0; resample < resamples; resample++) {
      Arrays.fill(counts, 0);
      for (int[] stratum : reached) {
        for (int i = 0; i < stratum.length; i++) {
          counts[stratum[random.nextInt(stratum.length)]] += 1.0 / stratum.length / strata.size();
        }
      }
      double share = 0;
      for (int i = n; i > 0; i--) {
        share += counts[i];
        shares[i - 1][resample] = Math.min(1, share);
      }
    }
    return Arrays.stream(shares).map(each -> Bootstrap.percentiles(each, level)).toList();
  }
}

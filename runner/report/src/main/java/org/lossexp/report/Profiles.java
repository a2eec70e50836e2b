package org.lossexp.report;

import java.util.List;
import java.util.Optional;
import org.lossexp.report.statistics.Interval;

/**
 * How contenders do over the units of all data sets together, each data set counting the same:
 * interquartile means and performance profiles (Agarwal et al., NeurIPS 2021, section 4). They
 * describe; no test is made of them.
 *
 * @param relative whether scores are relative to the best mean on their data set, the best being 1
 *     and higher better, as for metrics without bounds; else they are the metric's values
 * @param thresholds scores that are asked for, ascending
 * @param contenders in the order of their ranks
 */
record Profiles(boolean relative, List<Double> thresholds, List<OfContender> contenders) {
  Profiles {
    thresholds = List.copyOf(thresholds);
    contenders = List.copyOf(contenders);
  }

  /**
   * One contender's.
   *
   * @param contender index into the design's contenders
   * @param iqm interquartile mean of its scores
   * @param interval of that, by a bootstrap that draws the units of each data set anew; empty where
   *     every data set has but one unit
   * @param shares for each threshold, which share of the units is at least as good
   * @param bands for each threshold an interval of the share, by the same bootstrap; empty like
   *     {@code interval}
   */
  record OfContender(
      int contender,
      double iqm,
      Optional<Interval> interval,
      List<Double> shares,
      List<Interval> bands) {
    OfContender {
      shares = List.copyOf(shares);
      bands = List.copyOf(bands);
    }
  }
}

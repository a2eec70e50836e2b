package org.lossexp.report;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Friedman;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.SignedRankTest;

/**
 * Contenders over several data sets, one mean a contender and data set (Demšar, JMLR 7, 2006). All
 * other factors are the same throughout: each of their assignments makes a panel of its own.
 *
 * @param panel the other factors, such as {@code noise = 20%}; empty where there are none
 * @param dataSets their names, at least two
 * @param contenders those with a mean on every data set, best average rank first; indices into
 *     {@link Design#contenders}, at least two
 * @param leftOut contenders that lack a mean on some data set, and so have no part in this
 * @param friedman whether any contender differs from the others at all; empty for two contenders
 * @param criticalDifference Nemenyi's, of average ranks, for the picture; NaN for two contenders
 * @param relative whether differences are shares, of the baseline's mean or without one of the mean
 *     of all contenders on the data set, as for metrics without bounds, whose sizes do not compare
 *     from one data set to the next
 * @param rope the largest difference that does not matter, in the unit of the differences
 * @param profiles of the units of all data sets together; empty where there are none to draw
 * @param pairs each contender against the baseline; all pairs where there is no baseline, the one
 *     with the better average rank first
 */
public record OverDataSets(
    String panel,
    List<String> dataSets,
    List<Ranked> contenders,
    List<Integer> leftOut,
    Optional<Friedman> friedman,
    double criticalDifference,
    boolean relative,
    double rope,
    Optional<Profiles> profiles,
    List<Pair> pairs) {
  public OverDataSets {
    dataSets = List.copyOf(dataSets);
    contenders = List.copyOf(contenders);
    leftOut = List.copyOf(leftOut);
    pairs = List.copyOf(pairs);
  }

  /** A contender with its mean rank over the data sets, 1 = best. */
  public record Ranked(int contender, double averageRank) {}

  /**
   * Two contenders, data set by data set.
   *
   * @param differences of their means, positive = {@code contender} is better
   * @param judgement among the pairs of all panels together
   * @param posterior the Bayesian signed-rank test's; stands beside
   * @param improvement how probably a unit of {@code contender} is better than one of {@code
   *     reference}, mean over the data sets; stands beside
   * @param improvementInterval by a bootstrap that draws the units of each data set anew; empty
   *     where every data set has but one
   */
  public record Pair(
      int contender,
      int reference,
      List<UnitValue> differences,
      SignedRankTest test,
      Judgement judgement,
      Posterior posterior,
      double improvement,
      Optional<Interval> improvementInterval) {
    public Pair {
      differences = List.copyOf(differences);
    }

    /** {@return on how many data sets {@code contender} is the better one} */
    public int wins() {
      return (int) differences.stream().filter(difference -> difference.value() > 0).count();
    }

    /** {@return on how many data sets {@code reference} is the better one} */
    public int losses() {
      return (int) differences.stream().filter(difference -> difference.value() < 0).count();
    }
  }

  /** {@return the pair of a contender with another, if there is one} */
  public Optional<Pair> pair(int contender) {
    return pairs.stream().filter(pair -> pair.contender() == contender).findFirst();
  }
}

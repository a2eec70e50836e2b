package org.lossexp.report.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a test says once the other comparisons of its family are counted: Holm's adjusted p and an
 * interval that agrees with it, so that one of them can be shown beside the other.
 *
 * <p>Sort the m comparisons by p. Holm holds the one of rank i against alpha / (m - i + 1) and
 * stops at the first that fails. The interval of a rejected comparison therefore has level 1 -
 * alpha / (m - i + 1), and 0 is outside. All others get the level at which the first of them
 * failed, and as their p is no smaller, 0 is inside. Equal p share the widest level among them. So
 * <em>the interval excludes 0 if and only if the adjusted p is at most alpha</em>.
 *
 * <p>What the intervals promise: calling differences by them is wrong anywhere in the family with
 * probability at most alpha (that is Holm's promise), and each interval alone covers its difference
 * with probability at least 1 - alpha, although its level depends on the data, because it always
 * contains the plain interval of level 1 - alpha. What they do not promise: that all of them cover
 * at once with probability 1 - alpha. Intervals that do, and still agree with Holm, stop at 0 on
 * the side where a difference was found (Guilbaud, Biometrical Journal 50, 2008; Strassburger &
 * Bretz, Statistics in Medicine 27, 2008), and could not say by how much a contender is better. The
 * decision record 0003 has the alternatives.
 *
 * @param adjustedP Holm's adjusted p
 * @param rejected whether {@code adjustedP} is at most alpha
 * @param interval the interval to show and to judge by; its level is its pointwise one
 */
public record Decision(double adjustedP, boolean rejected, Interval interval) {

  /**
   * Decides a whole family.
   *
   * @param family all comparisons that are looked at together, in any order
   * @param alpha the family's chance of a false call, for instance 0.05
   * @return one decision per comparison, in the order of {@code family}
   */
  public static List<Decision> holm(List<? extends PairedTest> family, double alpha) {
    Values.requireFraction("alpha", alpha);
    double[] p = family.stream().mapToDouble(PairedTest::pValue).toArray();
    double[] adjusted = MultipleTesting.holm(p);
    int[] order = MultipleTesting.ascending(p);
    List<Decision> decisions = new ArrayList<>(Collections.nCopies(p.length, null));
    double pointwise = alpha;
    boolean stopped = false;
    for (int i = 0; i < p.length; i++) {
      int index = order[i];
      boolean tied = i > 0 && p[index] == p[order[i - 1]];
      if (!stopped && !tied) {
        pointwise = alpha / (p.length - i);
      }
      boolean rejected = adjusted[index] <= alpha;
      stopped |= !rejected;
      PairedTest test = family.get(index);
      Interval interval = agreeing(test.notRejectedAt(pointwise), rejected, test.estimate());
      decisions.set(index, new Decision(adjusted[index], rejected, interval));
    }
    return List.copyOf(decisions);
  }

  /**
   * Settles the boundary: where p equals its threshold to rounding, or signed ranks are tied about
   * 0, p and interval may fall on different sides of the line. Holm's call stands; an interval that
   * must not contain 0 then ends at the double next to it, which is an open end at 0.
   */
  private static Interval agreeing(Interval interval, boolean rejected, double estimate) {
    double low = interval.low();
    double high = interval.high();
    if (!rejected) {
      return new Interval(Math.min(low, 0), Math.max(high, 0), interval.level());
    }
    return estimate > 0
        ? new Interval(Math.max(low, Double.MIN_VALUE), high, interval.level())
        : new Interval(low, Math.min(high, -Double.MIN_VALUE), interval.level());
  }
}

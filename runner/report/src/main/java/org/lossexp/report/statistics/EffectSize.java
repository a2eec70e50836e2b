package org.lossexp.report.statistics;

import java.util.List;

/** How often one side is better, whatever the metric's scale; 0.5 when neither is. */
public final class EffectSize {

  private EffectSize() {}

  /**
   * The probability of improvement over paired units: the share of units on which the contender is
   * better, ties counting half.
   *
   * @param differences positive = better
   */
  public static double pairedImprovement(double[] differences) {
    SignTest signs = SignTest.of(differences);
    return (signs.wins() + 0.5 * signs.ties()) / differences.length;
  }

  /**
   * A12 of Vargha & Delaney (Journal of Educational and Behavioral Statistics 25, 2000): P(a &gt;
   * b) + ½ P(a = b) for a value of either sample drawn at random, not paired. Mann and Whitney's U
   * over the number of pairs.
   *
   * @param a the contender's values, higher = better; for other metrics exchange the arguments
   */
  public static double a12(double[] a, double[] b) {
    Values.requireFinite(a);
    Values.requireFinite(b);
    double[] others = Values.sorted(b);
    long halves = 0;
    int below = 0;
    int reached = 0;
    for (double x : Values.sorted(a)) {
      while (below < others.length && others[below] < x) {
        below++;
      }
      while (reached < others.length && others[reached] <= x) {
        reached++;
      }
      halves += below + reached;
    }
    return halves / 2.0 / a.length / b.length;
  }

  /**
   * The probability of improvement of Agarwal et al. (NeurIPS 2021, section 4.3): {@link #a12}
   * within each setting, averaged over settings.
   *
   * @param a the contender's values, one array per setting, higher = better
   * @param b the baseline's, in the same order of settings
   */
  public static double improvement(List<double[]> a, List<double[]> b) {
    if (a.size() != b.size() || a.isEmpty()) {
      throw new IllegalArgumentException("settings: " + a.size() + " and " + b.size());
    }
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a12(a.get(i), b.get(i));
    }
    return sum / a.size();
  }
}

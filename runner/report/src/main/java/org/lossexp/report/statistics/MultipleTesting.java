package org.lossexp.report.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusted p-values of a family of comparisons, each in the order of its input; a comparison is
 * called different when its adjusted p is at most alpha.
 *
 * <p>{@link #holm} decides in reports, because it holds the chance of any false call in the family
 * under alpha whatever the dependence of the tests. The others are there to compare with.
 */
public final class MultipleTesting {

  private MultipleTesting() {}

  /** Bonferroni: m p. Family-wise, single step. */
  public static double[] bonferroni(double[] p) {
    requireProbabilities(p);
    return Arrays.stream(p).map(each -> Math.min(1, p.length * each)).toArray();
  }

  /** Holm, step-down (Scandinavian Journal of Statistics 6, 1979). Family-wise. */
  public static double[] holm(double[] p) {
    requireProbabilities(p);
    int[] order = ascending(p);
    double[] adjusted = new double[p.length];
    double highest = 0;
    for (int i = 0; i < p.length; i++) {
      highest = Math.max(highest, Math.min(1, (p.length - i) * p[order[i]]));
      adjusted[order[i]] = highest;
    }
    return adjusted;
  }

  /**
   * Hochberg, step-up (Biometrika 75, 1988). Family-wise for independent or positively dependent
   * tests only.
   */
  public static double[] hochberg(double[] p) {
    requireProbabilities(p);
    int[] order = ascending(p);
    double[] adjusted = new double[p.length];
    double lowest = 1;
    for (int i = p.length - 1; i >= 0; i--) {
      lowest = Math.min(lowest, (p.length - i) * p[order[i]]);
      adjusted[order[i]] = lowest;
    }
    return adjusted;
  }

  /**
   * Benjamini & Hochberg (Journal of the Royal Statistical Society B 57, 1995): the expected share
   * of false calls among the calls, which is less than a family-wise promise.
   */
  public static double[] benjaminiHochberg(double[] p) {
    requireProbabilities(p);
    int[] order = ascending(p);
    double[] adjusted = new double[p.length];
    double lowest = 1;
    for (int i = p.length - 1; i >= 0; i--) {
      lowest = Math.min(lowest, p.length * p[order[i]] / (i + 1));
      adjusted[order[i]] = lowest;
    }
    return adjusted;
  }

  /**
   * {@return the indices of {@code p} from the smallest to the largest, equal ones as they come}
   */
  static int[] ascending(double[] p) {
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private static void requireProbabilities(double[] p) {
    for (int i = 0; i < p.length; i++) {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException("p " + i + " is " + p[i] + ", not a probability");
      }
    }
  }
}

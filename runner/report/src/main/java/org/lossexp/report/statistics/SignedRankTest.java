package org.lossexp.report.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Erf;

/**
 * Wilcoxon's signed-rank test on paired differences, for instance one mean per data set (Demšar,
 * JMLR 7, 2006, section 3.1.3).
 *
 * <p>Differences of exactly 0 are left out (Wilcoxon's rule, as R and SciPy by default). Up to
 * {@value #EXACT_UP_TO} others, p is exact: the distribution over all signs, given the ranks with
 * their ties. Above, it is the normal approximation with correction for ties and continuity.
 *
 * <p>The estimate is Hodges and Lehmann's: the median of all pairwise averages of the differences.
 * The interval is the test turned round: all shifts that it would not reject, found between those
 * averages (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, section 3.3). With few
 * units no shift can be rejected, and the interval is the whole line.
 *
 * @param nonZero the differences that are not 0, ascending; the others are left out
 * @param zeros how many were left out
 * @param estimate the Hodges-Lehmann estimate from {@code nonZero}; 0 when there are none
 * @param positiveRankSum the sum of the ranks of positive differences
 * @param negativeRankSum the sum of the ranks of negative differences
 * @param exact whether p is exact rather than approximate
 * @param pValue two-sided; 1 when all differences are 0
 */
public record SignedRankTest(
    List<Double> nonZero,
    int zeros,
    double estimate,
    double positiveRankSum,
    double negativeRankSum,
    boolean exact,
    double pValue)
    implements PairedTest {

  /** The largest number of differences, zeros not counted, for which p is exact. */
  public static final int EXACT_UP_TO = 25;

  public static SignedRankTest of(double[] differences) {
    Values.requireFinite(differences);
    double[] nonZero = Arrays.stream(differences).filter(d -> d != 0).sorted().toArray();
    int zeros = differences.length - nonZero.length;
    if (nonZero.length == 0) {
      return new SignedRankTest(List.of(), zeros, 0, 0, 0, true, 1);
    }
    RankSums sums = RankSums.of(nonZero);
    return new SignedRankTest(
        Arrays.stream(nonZero).boxed().toList(),
        zeros,
        Descriptive.quantileOfSorted(pairwiseAverages(nonZero), 0.5),
        sums.positive(),
        sums.negative(),
        nonZero.length <= EXACT_UP_TO,
        sums.p());
  }

  @Override
  public int units() {
    return nonZero.size() + zeros;
  }

  @Override
  public Interval notRejectedAt(double alpha) {
    Values.requireFraction("alpha", alpha);
    if (nonZero.isEmpty()) {
      return new Interval(0, 0, 1 - alpha);
    }
    double[] differences = nonZero.stream().mapToDouble(d -> d).toArray();
    double[] negated = Arrays.stream(differences).map(d -> -d).toArray();
    return new Interval(lowEnd(differences, alpha), -lowEnd(negated, alpha), 1 - alpha);
  }

  /** {@return where shifts stop being rejected, coming from below} */
  private static double lowEnd(double[] differences, double alpha) {
    double[] averages = pairwiseAverages(differences);
    double estimate = Descriptive.quantileOfSorted(averages, 0.5);
    // Between neighbouring averages nothing changes for the test: one shift per gap is enough, and
    // p rises from gap to gap until the estimate.
    double[] ends = distinct(averages);
    double range = ends[ends.length - 1] - ends[0];
    double belowAll = ends[0] - (range > 0 ? range : Math.abs(ends[0]));
    if (RankSums.of(shifted(differences, belowAll)).p() > alpha) {
      return Double.NEGATIVE_INFINITY;
    }
    int rejected = 0; // the gap below ends[rejected] is rejected
    int last = 0; // no gap above ends[last] can be
    while (last < ends.length - 1 && ends[last] < estimate) {
      last++;
    }
    while (rejected < last) {
      int middle = (rejected + last + 1) / 2;
      double shift = ends[middle - 1] / 2 + ends[middle] / 2;
      if (RankSums.of(shifted(differences, shift)).p() > alpha) {
        last = middle - 1;
      } else {
        rejected = middle;
      }
    }
    return ends[rejected];
  }

  private static double[] shifted(double[] differences, double shift) {
    return Arrays.stream(differences).map(d -> d - shift).toArray();
  }

  /** The sums of the ranks of magnitude on either side of 0, and their p. */
  private record RankSums(double positive, double negative, Ranks ranks) {

    static RankSums of(double[] differences) {
      Ranks ranks = Ranks.ascending(Arrays.stream(differences).map(Math::abs).toArray());
      double positive = 0;
      double negative = 0;
      for (int i = 0; i < differences.length; i++) {
        if (differences[i] > 0) {
          positive += ranks.of().get(i);
        } else {
          negative += ranks.of().get(i);
        }
      }
      return new RankSums(positive, negative, ranks);
    }

    double p() {
      return ranks.of().size() <= EXACT_UP_TO ? exactP() : approximateP();
    }

    /**
     * Counts the signs that give each rank sum, all equally likely. Ranks are doubled, because ties
     * make halves; there are at most 2^25 signs, so that the count is exact.
     */
    private double exactP() {
      int n = ranks.of().size();
      long[] ways = new long[n * (n + 1) + 1];
      ways[0] = 1;
      for (double rank : ranks.of()) {
        int doubled = (int) (2 * rank);
        for (int sum = ways.length - 1; sum >= doubled; sum--) {
          ways[sum] += ways[sum - doubled];
        }
      }
      long asExtreme = 0;
      for (int sum = 0; sum <= (int) (2 * Math.min(positive, negative)); sum++) {
        asExtreme += ways[sum];
      }
      return Math.min(1, 2 * Math.scalb((double) asExtreme, -n));
    }

    private double approximateP() {
      double n = ranks.of().size();
      double mean = n * (n + 1) / 4;
      double variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieTerm() / 48;
      double distance = Math.max(0, mean - Math.min(positive, negative) - 0.5);
      return Erf.erfc(distance / Math.sqrt(2 * variance));
    }
  }

  /** The averages of all pairs, each value with itself included, ascending. */
  private static double[] pairwiseAverages(double[] values) {
    int n = values.length;
    double[] averages = new double[n * (n + 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        averages[next++] = values[i] / 2 + values[j] / 2;
      }
    }
    Arrays.sort(averages);
    return averages;
  }

  private static double[] distinct(double[] sorted) {
    int kept = 1;
    for (int i = 1; i < sorted.length; i++) {
      if (!Values.nearlyEqual(sorted[kept - 1], sorted[i])) {
        sorted[kept++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, kept);
  }
}

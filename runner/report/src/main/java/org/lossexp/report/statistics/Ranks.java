package org.lossexp.report.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks with ties averaged. Values that differ by the rounding of decimals alone are ties: 0.9 -
 * 0.8 and 0.8 - 0.7 are one difference (R has {@code digits.rank} for this).
 *
 * @param of the rank of each value, 1 for the smallest
 * @param tieTerm the sum of t³ - t over groups of t tied values, which tie corrections need
 */
record Ranks(List<Double> of, double tieTerm) {

  static Ranks ascending(double[] values) {
    int n = values.length;
    Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    Double[] ranks = new Double[n];
    double tieTerm = 0;
    int first = 0;
    while (first < n) {
      int end = first + 1;
      while (end < n && Values.nearlyEqual(values[order[end - 1]], values[order[end]])) {
        end++;
      }
      double rank = (first + 1 + end) / 2.0;
      for (int i = first; i < end; i++) {
        ranks[order[i]] = rank;
      }
      double tied = end - first;
      tieTerm += tied * tied * tied - tied;
      first = end;
    }
    return new Ranks(List.of(ranks), tieTerm);
  }
}

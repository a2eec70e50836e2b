package org.lossexp.standard.metrics;

import java.util.Arrays;

/**
 * Items in the order of their scores, as far as their relevant ones are concerned: groups of items
 * that have a score in common with a relevant one, the highest first. Items of a group have no
 * order: what depends on one is the mean over all orders (McSherry and Najork 2008).
 *
 * <p>Relevant items are few as a rule, so that not all items are sorted: with n items, r of them
 * relevant, reading takes n log r steps. Memory is taken once for all lists.
 */
final class Ranked {
  /** The scores of the groups, rising. */
  private final double[] scores;

  private final int[] size;
  private final int[] relevantOf;
  private final double[] gainOf;

  /** Items between a group and the next higher one; at [groups] those above all. */
  private final int[] between;

  private final double[] gains;
  private int groups;
  private int items;
  private int relevant;

  /** Memory for lists of at most {@code items}. */
  Ranked(int items) {
    scores = new double[items];
    size = new int[items];
    relevantOf = new int[items];
    gainOf = new double[items];
    between = new int[items + 1];
    gains = new double[items];
  }

  /** Reads a list: items are relevant from above 0, and their gain is their relevance. */
  void read(double[] score, double[] relevance, int first, int end) {
    items = end - first;
    relevant = 0;
    for (int i = first; i < end; i++) {
      if (relevance[i] > 0) {
        // + 0 makes 0 of -0, which sorting and searching would tell apart
        scores[relevant] = score[i] + 0.0;
        gains[relevant++] = relevance[i];
      }
    }
    Arrays.sort(scores, 0, relevant);
    groups = 0;
    for (int i = 0; i < relevant; i++) {
      if (i == 0 || scores[i] != scores[i - 1]) {
        scores[groups++] = scores[i];
      }
    }
    Arrays.fill(size, 0, groups, 0);
    Arrays.fill(relevantOf, 0, groups, 0);
    Arrays.fill(gainOf, 0, groups, 0);
    Arrays.fill(between, 0, groups + 1, 0);
    for (int i = first; i < end; i++) {
      int group = Arrays.binarySearch(scores, 0, groups, score[i] + 0.0);
      if (group < 0) {
        between[-group - 1]++;
      } else {
        size[group]++;
        if (relevance[i] > 0) {
          relevantOf[group]++;
          gainOf[group] += relevance[i];
        }
      }
    }
  }

  int items() {
    return items;
  }

  int relevant() {
    return relevant;
  }

  /** {@return how many of the first {@code k} items are relevant} */
  double relevantWithin(int k) {
    double sum = 0;
    int before = 0;
    for (int g = groups - 1; g >= 0; g--) {
      before += between[g + 1];
      sum += relevantOf[g] * Math.clamp((double) (k - before) / size[g], 0, 1);
      before += size[g];
    }
    return sum;
  }

  /** {@return the chance that one of the first {@code k} items is relevant} */
  double hit(int k) {
    if (groups == 0) {
      return 0;
    }
    int drawn = k - between[groups];
    int others = size[groups - 1] - relevantOf[groups - 1];
    double missed = 1;
    for (int i = 0; i < drawn && missed > 0; i++) {
      missed *= Math.max(0, others - i) / (double) (size[groups - 1] - i);
    }
    return 1 - missed;
  }

  /** {@return 1 / rank of the first relevant item; 0 where none is relevant} */
  double reciprocalRank() {
    if (groups == 0) {
      return 0;
    }
    int top = groups - 1;
    int others = size[top] - relevantOf[top];
    double sum = 0;
    double missed = 1;
    for (int i = 0; i <= others; i++) {
      double rest = size[top] - i;
      sum += missed * (relevantOf[top] / rest) / (between[groups] + i + 1);
      missed *= (others - i) / rest;
    }
    return sum;
  }

  /** {@return the sum of the precisions at the ranks of relevant items among the first k} */
  double precisions(int k) {
    double sum = 0;
    int before = 0;
    int relevantBefore = 0;
    for (int g = groups - 1; g >= 0 && before < k; g--) {
      before += between[g + 1];
      double share = (double) relevantOf[g] / size[g];
      double others = size[g] > 1 ? (relevantOf[g] - 1.0) / (size[g] - 1.0) : 0;
      for (int i = 0; i < size[g] && before + i < k; i++) {
        sum += share * (relevantBefore + i * others + 1) / (before + i + 1);
      }
      before += size[g];
      relevantBefore += relevantOf[g];
    }
    return sum;
  }

  /** {@return the sum over thresholds of the gain in recall times the precision} */
  double precisionByThreshold() {
    double sum = 0;
    int before = 0;
    int found = 0;
    for (int g = groups - 1; g >= 0; g--) {
      before += between[g + 1] + size[g];
      found += relevantOf[g];
      sum += (double) relevantOf[g] / relevant * found / before;
    }
    return Math.min(1, sum);
  }

  /**
   * {@return the chance that a relevant item stands before another one, ties counted half; NaN
   * where there are no two such items}
   */
  double area() {
    double pairs = 0;
    double othersBelow = items - relevant;
    for (int g = groups - 1; g >= 0; g--) {
      double tied = size[g] - relevantOf[g];
      othersBelow -= between[g + 1] + tied;
      pairs += relevantOf[g] * (othersBelow + tied / 2);
    }
    return pairs / ((double) relevant * (items - relevant));
  }

  /**
   * {@return the sum of the first {@code k} items' gains, each times the discount of its rank}
   *
   * @param discounts at r the sum of the discounts of the first r ranks
   */
  double discounted(int k, double[] discounts) {
    double sum = 0;
    int before = 0;
    for (int g = groups - 1; g >= 0; g--) {
      before += between[g + 1];
      int end = before + size[g];
      double share = discounts[Math.min(end, k)] - discounts[Math.min(before, k)];
      sum += gainOf[g] / size[g] * share;
      before = end;
    }
    return sum;
  }

  /** {@return the largest sum of discounted gains that any order has} */
  double ideal(int k, double[] discounts) {
    Arrays.sort(gains, 0, relevant);
    double sum = 0;
    for (int rank = 0; rank < Math.min(k, relevant); rank++) {
      sum += gains[relevant - 1 - rank] * (discounts[rank + 1] - discounts[rank]);
    }
    return sum;
  }
}

package org.lossexp.data;

import java.util.Arrays;

/**
 * Which rows of a source are trained on, validated on and tested on: source row numbers, ascending.
 *
 * @param test empty where all rows are trained on
 * @param classOrder the index that each class gets, those of the training part first; empty where
 *     classes keep the order of the source
 * @param trainingClasses how many classes the training part may hold; 0 where that is all
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
record Split(int[] training, int[] validation, int[] test, int[] classOrder, int trainingClasses) {
  Split(int[] training, int[] validation, int[] test) {
    this(training, validation, test, new int[0], 0);
  }

  /**
   * Every {@code folds}-th item of the shuffled strata: sizes differ by one at most, in each too.
   */
  static int[] fold(int[] items, Strata strata, int fold, int folds, RandomStream stream) {
    int[] shuffled = strata.shuffled(items, stream);
    int[] chosen = new int[(shuffled.length - fold + folds - 1) / folds];
    Arrays.setAll(chosen, i -> shuffled[i * folds + fold]);
    Arrays.sort(chosen);
    return chosen;
  }

  /**
   * Draws {@code count} of {@code items}, each stratum in proportion. What rounding down leaves
   * goes to the strata with the largest remainders, at equal remainders to the first.
   */
  static int[] take(int[] items, Strata strata, int count, RandomStream stream) {
    int[] sizes = strata.sizes(items);
    int[] shares = new int[sizes.length];
    long[] remainders = new long[sizes.length];
    int left = count;
    for (int stratum = 0; stratum < sizes.length; stratum++) {
      long product = (long) count * sizes[stratum];
      shares[stratum] = (int) (product / items.length);
      remainders[stratum] = product % items.length;
      left -= shares[stratum];
    }
    for (; left > 0; left--) {
      int largest = 0;
      for (int stratum = 1; stratum < sizes.length; stratum++) {
        largest = remainders[stratum] > remainders[largest] ? stratum : largest;
      }
      shares[largest]++;
      remainders[largest] = -1;
    }
    return take(items, strata, shares, stream);
  }

  /** Draws {@code shares[s]} of the items of each stratum s. */
  static int[] take(int[] items, Strata strata, int[] shares, RandomStream stream) {
    int[] sizes = strata.sizes(items);
    int[] shuffled = strata.shuffled(items, stream);
    int[] chosen = new int[Arrays.stream(shares).sum()];
    int from = 0;
    int to = 0;
    for (int stratum = 0; stratum < sizes.length; stratum++) {
      System.arraycopy(shuffled, from, chosen, to, shares[stratum]);
      from += sizes[stratum];
      to += shares[stratum];
    }
    Arrays.sort(chosen);
    return chosen;
  }

  /** {@return {@code items}, ascending, without those of {@code taken}} */
  static int[] without(int[] items, int[] taken) {
    boolean[] gone = new boolean[items.length == 0 ? 0 : items[items.length - 1] + 1];
    for (int item : taken) {
      gone[item] = true;
    }
    return Arrays.stream(items).filter(item -> !gone[item]).toArray();
  }
}

package org.lossexp.standard.ranking;

import org.lossexp.spi.Sorting;
import org.lossexp.spi.StableMath;

/** Discounted cumulative gain: Σ (2^relevance − 1) / log2(1 + rank) (Burges et al. 2005). */
final class Dcg {
  private static final double LN2 = StrictMath.log(2);

  private Dcg() {}

  /** {@return 2^relevance − 1} */
  static double gain(double relevance) {
    return StrictMath.pow(2, relevance) - 1;
  }

  /** {@return 1 / log2(1 + rank), for ranks from 1} */
  static double discount(double rank) {
    return LN2 / StableMath.log(1 + rank);
  }

  /** {@return the derivative of {@link #discount}} */
  static double discountSlope(double rank) {
    double log = StableMath.log(1 + rank);
    return -LN2 / (log * log * (1 + rank));
  }

  /**
   * {@return the highest gain that any order of the items has in its first {@code cut} places}
   *
   * @param powered whether an item's gain is 2^relevance − 1, or the relevance itself
   * @param scratch overwritten from {@code at}, 2 {@code length} numbers
   */
  static double best(
      double[] relevance,
      int first,
      int length,
      int cut,
      boolean powered,
      double[] scratch,
      int at) {
    Sorting.falling(relevance, first, length, scratch, at);
    double sum = 0;
    for (int i = 0; i < Math.min(cut, length); i++) {
      double y = relevance[first + (int) scratch[at + i]];
      sum += (powered ? gain(y) : y) * discount(i + 1);
    }
    return sum;
  }
}

package org.lossexp.formula;

import java.util.Optional;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.Sorting;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.Value;

/** Ranks and gains of the items of a list, without memory of their own. */
final class Ranks {
  private static final double LN2 = StrictMath.log(2);
  private static final double FLOOR = 1e-10;

  private Ranks() {}

  /** {@return how many places of a list count for NDCG: a loss's parameter {@code k}, or all} */
  static int cut(UnitFormula formula) throws Refusal {
    Optional<Value> k = formula.arguments().value("k");
    boolean read = formula.uses("max_dcg") || formula.uses("delta_ndcg");
    if (k.isEmpty() || !read) {
      return Integer.MAX_VALUE;
    }
    if (k.get() instanceof Value.Numeral(double places)
        && places >= 1
        && places == Math.rint(places)) {
      return (int) places;
    }
    throw new Refusal(
        "`k` of `%s` says how many places of a list count for NDCG: a whole number, at least 1"
            .formatted(formula.loss()));
  }

  /**
   * Writes the rank of each item, 1 for the highest score; of equal scores the first item has the
   * lower rank.
   *
   * @param scores of {@code length} items from {@code first}; {@code ranks} alike
   * @param scratch overwritten from {@code at}, {@code 2 length} numbers
   */
  static void of(
      double[] scores,
      int first,
      int length,
      double[] ranks,
      int ranksAt,
      double[] scratch,
      int at) {
    Sorting.falling(scores, first, length, scratch, at);
    for (int i = 0; i < length; i++) {
      ranks[ranksAt + (int) scratch[at + i]] = i + 1;
    }
  }

  /**
   * {@return the highest Σ gain · discount that any order of the items has in its first {@code cut}
   * places} At least {@value #FLOOR}, for it divides.
   */
  static double bestDcg(
      double[] relevance, int first, int length, int cut, double[] scratch, int at) {
    Sorting.falling(relevance, first, length, scratch, at);
    double sum = 0;
    for (int i = 0; i < Math.min(cut, length); i++) {
      sum += gain(relevance[first + (int) scratch[at + i]]) * discount(i + 1);
    }
    return Math.max(sum, FLOOR);
  }

  /** {@return 2^relevance − 1} */
  static double gain(double relevance) {
    return StrictMath.pow(2, relevance) - 1;
  }

  /** {@return 1 / log2(1 + rank)} */
  static double discount(double rank) {
    return LN2 / StableMath.log(1 + rank);
  }
}

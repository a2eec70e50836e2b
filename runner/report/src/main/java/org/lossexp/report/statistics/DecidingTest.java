package org.lossexp.report.statistics;

/**
 * What a test can say at best with a given number of units, before any data are seen.
 *
 * <p>A rank or sign test of k units cannot give a p below 2^(1-k), the chance that one side wins
 * them all; in a family of m comparisons under Holm the smallest adjusted p is m 2^(1-k), also when
 * all m are clear-cut. If that exceeds alpha, the test cannot decide. Student's t has no such floor
 * from two units on, as it takes the size of the differences at its word; for three or four units
 * the report should still say how often one side wins all by chance ({@link
 * SignTest#chanceOfSweep}). One unit decides nothing under either. (Only when all differences are
 * equal does the t-test fall back on the sign test and its floor, see {@link TTest}; that cannot be
 * known before.)
 */
public enum DecidingTest {
  /** {@link TTest}, corrected or not. */
  T,
  /** {@link SignedRankTest}; zeros among the differences raise its floor further. */
  SIGNED_RANK;

  /** {@return the smallest adjusted p that is possible, at most 1; 0 where there is no floor} */
  public double smallestAdjustedP(int units, int comparisons) {
    requirePositive("units", units);
    requirePositive("comparisons", comparisons);
    return switch (this) {
      case T -> units == 1 ? 1 : 0;
      case SIGNED_RANK -> Math.min(1, comparisons * SignTest.chanceOfSweep(units));
    };
  }

  /** {@return whether any data at all could be called different at {@code alpha}} */
  public boolean canDecide(int units, int comparisons, double alpha) {
    Values.requireFraction("alpha", alpha);
    return smallestAdjustedP(units, comparisons) <= alpha;
  }

  /** {@return the smallest number of units that can decide} */
  public int unitsNeeded(int comparisons, double alpha) {
    int units = 1;
    while (!canDecide(units, comparisons, alpha)) {
      units++;
    }
    return units;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}

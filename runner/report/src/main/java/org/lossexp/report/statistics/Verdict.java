package org.lossexp.report.statistics;

import java.util.Arrays;

/**
 * The word for a comparison, read off the interval that is shown, and off nothing else: so the
 * words cannot contradict the numbers.
 *
 * <p>The rope (region of practical equivalence, Kruschke, Journal of Experimental Psychology:
 * General 142, 2013) is the closed interval from -rope to +rope: a difference of exactly the rope
 * does not matter, as in baycomp.
 */
public enum Verdict {
  /** Every paired difference is exactly 0. */
  IDENTICAL("identical"),
  /** The interval lies wholly above the rope. */
  BETTER("better"),
  /** The interval lies above 0 and begins inside the rope. */
  BETTER_MAY_NOT_MATTER("better, may not matter"),
  /** The interval lies wholly inside the rope, on either side of 0 or across it. */
  PRACTICALLY_EQUAL("practically equal"),
  /** The interval lies below 0 and ends inside the rope. */
  WORSE_MAY_NOT_MATTER("worse, may not matter"),
  /** The interval lies wholly below the rope. */
  WORSE("worse"),
  /** None of these: the data do not say. */
  UNDECIDED("undecided");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** {@return the verdict as pages write it} */
  public String words() {
    return words;
  }

  /** {@return the verdict with contender and baseline exchanged} */
  public Verdict mirrored() {
    return switch (this) {
      case BETTER -> WORSE;
      case BETTER_MAY_NOT_MATTER -> WORSE_MAY_NOT_MATTER;
      case WORSE_MAY_NOT_MATTER -> BETTER_MAY_NOT_MATTER;
      case WORSE -> BETTER;
      case IDENTICAL, PRACTICALLY_EQUAL, UNDECIDED -> this;
    };
  }

  /**
   * Judges one comparison.
   *
   * @param differences the paired differences, positive = better ({@link Direction#differences})
   * @param interval their multiplicity-adjusted interval ({@link Decision#interval})
   * @param rope the largest difference that does not matter, in the metric's unit; with 0
   *     "practically equal" is never claimed
   */
  public static Verdict of(double[] differences, Interval interval, double rope) {
    Values.requireFinite(differences);
    Values.requireNotNegative("rope", rope);
    if (Arrays.stream(differences).allMatch(difference -> difference == 0)) {
      return IDENTICAL;
    }
    double low = interval.low();
    double high = interval.high();
    if (rope > 0 && -rope <= low && high <= rope) {
      // Before "may not matter": what lies wholly inside the rope does not matter.
      return PRACTICALLY_EQUAL;
    }
    if (low > 0) {
      return low > rope ? BETTER : BETTER_MAY_NOT_MATTER;
    }
    if (high < 0) {
      return high < -rope ? WORSE : WORSE_MAY_NOT_MATTER;
    }
    return UNDECIDED;
  }
}

package org.lossexp.report.statistics;

/**
 * A two-sided test that paired differences have location 0, and the interval that belongs to it.
 *
 * <p>Differences are oriented so that positive means better (see {@link Direction}).
 */
public sealed interface PairedTest permits TTest, SignedRankTest {

  /** {@return the number of paired units} */
  int units();

  /** {@return the estimated difference} */
  double estimate();

  /** {@return the two-sided p, not adjusted for other comparisons} */
  double pValue();

  /**
   * {@return the differences that the test does not reject at {@code alpha}: the interval of level
   * 1 - alpha}
   *
   * <p>0 is outside when {@link #pValue} is below {@code alpha}, and inside when it is above.
   */
  Interval notRejectedAt(double alpha);

  /** {@return the interval of the given level, for instance 0.95; not adjusted} */
  default Interval interval(double level) {
    return notRejectedAt(1 - level);
  }
}

package org.lossexp.report.statistics;

/**
 * A closed interval with its level; the ends may be infinite where the data set no bound.
 *
 * @param low the lower end, at most {@code high}
 * @param high the upper end
 * @param level the pointwise level, between 0 and 1; 0.95 without adjustment for 95 %
 */
public record Interval(double low, double high, double level) {

  /** Refuses NaN and ends in the wrong order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("not an interval: from " + low + " to " + high);
    }
    Values.requireFraction("level", level);
  }

  static Interval wholeLine(double level) {
    return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
  }

  /** Whether {@code value} is in the interval, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Half the width: the "plus or minus"; infinite where an end is. */
  public double halfWidth() {
    return high / 2 - low / 2;
  }
}

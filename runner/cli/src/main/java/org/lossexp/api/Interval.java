package org.lossexp.api;

/**
 * A closed interval.
 *
 * @param low the lower end, possibly −∞
 * @param high the upper end, possibly +∞
 * @param level the pointwise level, such as 0.95; higher where other comparisons are counted
 */
public record Interval(double low, double high, double level) {
  Interval mirrored() {
    // Not -x: that would turn 0 into -0.
    return new Interval(0 - high, 0 - low, level);
  }
}

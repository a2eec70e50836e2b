package org.lossexp.results;

import java.util.List;

/**
 * The objective of one trained model on a plane through its weights.
 *
 * @param setting its label
 * @param contender its label
 * @param trial whose weights stand in the middle
 * @param points row by row, {@code b} varying first
 */
public record LandscapeSlice(String setting, String contender, String trial, List<Point> points) {
  public LandscapeSlice {
    points = List.copyOf(points);
  }

  /**
   * One place in the plane.
   *
   * @param a how far along the first direction
   * @param b how far along the second
   * @param objective on the training part; infinite or NaN where it left the finite numbers
   */
  public record Point(double a, double b, double objective) {}
}

package org.lossexp.results;

import java.util.List;

/**
 * A loss along a line of predictions.
 *
 * @param loss as resolved text
 * @param against what varies along the line: {@code residual}, {@code margin}
 * @param points in rising order
 */
public record LossCurve(String loss, String against, List<Point> points) {
  public LossCurve {
    points = List.copyOf(points);
  }

  /**
   * One place on the line.
   *
   * @param value of the loss; NaN where it has none
   * @param gradient of the loss with respect to {@code x}
   */
  public record Point(double x, double value, double gradient) {}
}

package org.lossexp.report;

import java.util.List;

/** Dots over two axes. */
final class ScatterPlot {
  private static final int TOP = 8;
  private static final int AXIS = 20;

  /**
   * A dot.
   *
   * @param look its classes, from {@link Palette}
   * @param x 0 to 1
   * @param words what it says
   */
  record Dot(String look, double x, double y, String words) {}

  private ScatterPlot() {}

  /**
   * Draws dots.
   *
   * @param across where the axis has ticks, 0 to 1
   */
  static Plot draw(
      int height,
      String title,
      String description,
      List<Dot> dots,
      List<Scale.Tick> across,
      Scale up) {
    int bottom = height - AXIS;
    var svg = new Svg(height, title, description, "plot gutter");
    svg.axisUp(up, TOP, bottom, height / 36);
    svg.scaleNote(up, 10);
    for (Scale.Tick tick : across) {
      svg.tickLabel(tick.at(), bottom + 15, tick.label());
    }
    double radius = dots.size() <= 100 ? 3.5 : 2.5;
    for (Dot dot : dots) {
      svg.circle(
          dot.x(),
          bottom - up.at(dot.y()) * (bottom - TOP),
          radius,
          "dot " + dot.look(),
          dot.words());
    }
    return svg.finished();
  }
}

package org.lossexp.report;

import java.util.List;

/** Lines with bands over a common axis. */
final class LinePlot {
  private static final int TOP = 8;
  private static final int AXIS = 20;

  /**
   * A line.
   *
   * @param look its classes, from {@link Palette}
   */
  record Line(String look, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  /**
   * A point of a line with its band.
   *
   * @param x 0 to 1
   */
  record Point(double x, double low, double middle, double high) {}

  private LinePlot() {}

  /**
   * Draws lines.
   *
   * @param across where the axis has ticks, 0 to 1
   * @param least least possible value
   * @param most greatest possible value
   * @param marks whether every point has a dot
   */
  static Plot draw(
      int plotHeight,
      String title,
      String description,
      List<Line> lines,
      List<Scale.Tick> across,
      double least,
      double most,
      boolean marks) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Line line : lines) {
      for (Point point : line.points()) {
        low = Math.min(low, point.low());
        high = Math.max(high, point.high());
      }
    }
    Scale scale = Scale.fitting(low, high, least, most);
    int bottom = plotHeight - AXIS;
    var svg = new Svg(plotHeight, title, description, "plot gutter");
    svg.axisUp(scale, TOP, bottom, plotHeight / 36);
    svg.scaleNote(scale, 10);
    for (Scale.Tick tick : across) {
      svg.tickLabel(tick.at(), bottom + 15, tick.label());
    }
    svg.openStretched();
    for (Line line : lines) {
      svg.path(band(line, scale, bottom), "band " + line.look());
    }
    for (Line line : lines) {
      svg.path(middle(line, scale, bottom), "curve " + line.look());
    }
    svg.closeStretched();
    if (marks) {
      for (Line line : lines) {
        for (Point point : line.points()) {
          svg.circle(
              point.x(), y(point.middle(), scale, bottom), 3.5, "dot solid " + line.look(), "");
        }
      }
    }
    return svg.finished();
  }

  private static String middle(Line line, Scale scale, int bottom) {
    var path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : "L")
          .append(Svg.point(point.x(), y(point.middle(), scale, bottom)));
    }
    return path.toString();
  }

  private static String band(Line line, Scale scale, int bottom) {
    var path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : "L")
          .append(Svg.point(point.x(), y(point.high(), scale, bottom)));
    }
    for (Point point : line.points().reversed()) {
      path.append("L").append(Svg.point(point.x(), y(point.low(), scale, bottom)));
    }
    return path.append("Z").toString();
  }

  private static double y(double value, Scale scale, int bottom) {
    return bottom - scale.at(value) * (bottom - TOP);
  }
}

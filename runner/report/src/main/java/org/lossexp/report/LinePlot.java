package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines with bands over a common axis. The page's script reads their values off under the pointer
 * and enlarges a part of them; so the plot says what its axes are.
 */
final class LinePlot {
  private static final int TOP = 8;
  private static final int AXIS = 20;

  private static final double RADIUS = 3.5;

  /** Between bars side by side, and at most between the outer ones, as shares of the width. */
  private static final double ASIDE = 0.006;

  private static final double MOST_ASIDE = 0.04;

  /** How far a line may reach beyond the median one and still set the axis, where it may be cut. */
  private static final double FAR = 3;

  private final int height;
  private final String title;
  private final String description;
  private Scale across = new Scale(0, 1, false);
  private List<Scale.Tick> ticks = List.of();
  private double least = Double.NEGATIVE_INFINITY;
  private double most = Double.POSITIVE_INFINITY;
  private boolean marks;
  private boolean cut;
  private boolean bars;
  private Optional<Scale> up = Optional.empty();
  private final List<double[]> guides = new ArrayList<>();

  /**
   * A line.
   *
   * @param look its classes, from {@link Palette}
   * @param name whose it is
   * @param inner a second band inside the first; empty for none
   */
  record Line(String look, String name, List<Point> points, List<Point> inner) {
    Line {
      points = List.copyOf(points);
      inner = List.copyOf(inner);
    }

    Line(String look, String name, List<Point> points) {
      this(look, name, points, List.of());
    }
  }

  /**
   * A point of a line with its band.
   *
   * @param x 0 to 1
   * @param words what its mark says
   * @param radius of its mark, in pixels
   */
  record Point(double x, double low, double middle, double high, String words, double radius) {
    Point(double x, double low, double middle, double high, String words) {
      this(x, low, middle, high, words, RADIUS);
    }

    Point(double x, double low, double middle, double high) {
      this(x, low, middle, high, "");
    }
  }

  /** A plot without lines so far. */
  LinePlot(int height, String title, String description) {
    this.height = height;
    this.title = title;
    this.description = description;
  }

  /** What lies along it, and where that is written. */
  LinePlot over(Scale scale, List<Scale.Tick> places) {
    across = scale;
    ticks = List.copyOf(places);
    return this;
  }

  /** The least and the greatest possible value. */
  LinePlot within(double low, double high) {
    least = low;
    most = high;
    return this;
  }

  /** Every point has a dot. */
  LinePlot marked() {
    marks = true;
    return this;
  }

  /** What is a band else is a bar at each point: bars of several lines stand side by side. */
  LinePlot barred() {
    bars = true;
    return this;
  }

  /** A line that goes off far beyond the others is cut. */
  LinePlot cutting() {
    cut = true;
    return this;
  }

  /** On this axis, whatever the lines reach. */
  LinePlot on(Scale scale) {
    up = Optional.of(scale);
    return this;
  }

  /** A dotted line between two places; {@code x} from 0 to 1, {@code y} a value. */
  LinePlot guide(double x1, double y1, double x2, double y2) {
    guides.add(new double[] {x1, y1, x2, y2});
    return this;
  }

  /** {@return the plot of some lines, of which at least one has a point} */
  Plot draw(List<Line> lines) {
    Scale scale = scale(lines);
    int bottom = height - AXIS;
    var svg =
        new Svg(
            height,
            title,
            description,
            "plot gutter lines",
            "data-x",
            words(across),
            "data-y",
            words(scale),
            "data-span",
            TOP + " " + bottom);
    svg.axisUp(scale, TOP, bottom, Math.max(2, height / 36));
    svg.scaleNote(scale, 10);
    for (Scale.Tick tick : ticks) {
      svg.tickLabel(tick.at(), bottom + 15, tick.label());
    }
    svg.openStretched();
    for (double[] guide : guides) {
      svg.path(
          new Svg.Trace()
              .move(guide[0], y(guide[1], scale, bottom))
              .line(guide[2], y(guide[3], scale, bottom))
              .data(),
          "guide");
    }
    for (Line line : lines) {
      for (List<Point> band : List.of(line.points(), line.inner())) {
        if (!bars && band.stream().anyMatch(point -> point.low() < point.high())) {
          svg.path(band(band, scale, bottom), "band " + line.look());
        }
      }
    }
    for (Line line : lines) {
      String middle = middle(line, scale, bottom);
      if (!middle.isEmpty()) {
        svg.path(middle, "curve " + line.look(), line.name());
      }
    }
    svg.closeStretched();
    if (bars) {
      bars(svg, lines, scale, bottom);
    }
    if (marks) {
      for (Line line : lines) {
        for (Point point : line.points()) {
          svg.circle(
              point.x(),
              y(point.middle(), scale, bottom),
              point.radius(),
              "dot solid " + line.look(),
              line.name() + (point.words().isEmpty() ? "" : ", " + point.words()));
        }
      }
    }
    return svg.finished();
  }

  private void bars(Svg svg, List<Line> lines, Scale scale, int bottom) {
    double aside = Math.min(ASIDE, MOST_ASIDE / lines.size());
    for (int i = 0; i < lines.size(); i++) {
      double by = aside * (i - (lines.size() - 1) / 2.0);
      for (Point point : lines.get(i).points()) {
        if (point.low() < point.high()) {
          svg.line(
              point.x() + by,
              y(point.high(), scale, bottom),
              point.x() + by,
              y(point.low(), scale, bottom),
              "reach " + lines.get(i).look());
        }
      }
    }
  }

  private Scale scale(List<Line> lines) {
    if (up.isPresent()) {
      return up.get();
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    List<Double> greatest = new ArrayList<>();
    List<Double> smallest = new ArrayList<>();
    for (Line line : lines) {
      double lowest = line.points().stream().mapToDouble(Point::low).min().orElse(0);
      double highest = line.points().stream().mapToDouble(Point::high).max().orElse(0);
      low = Math.min(low, lowest);
      high = Math.max(high, highest);
      smallest.add(lowest);
      greatest.add(highest);
    }
    if (!cut) {
      return Scale.fitting(low, high, least, most);
    }
    double up = middle(greatest);
    double down = middle(smallest);
    double reach = FAR * Math.max(up - down, 1e-12);
    return Scale.linear(Math.max(low, down - reach), Math.min(high, up + reach), least, most);
  }

  private static double middle(List<Double> numbers) {
    return numbers.stream().sorted().skip((numbers.size() - 1) / 2).findFirst().orElse(0.0);
  }

  /** {@return an axis as the script reads it} */
  private static String words(Scale scale) {
    return scale.low() + " " + scale.high() + (scale.logarithmic() ? " log" : "");
  }

  private String middle(Line line, Scale scale, int bottom) {
    var path = new Svg.Trace();
    if (!cut) {
      line.points().forEach(point -> path.line(point.x(), y(point.middle(), scale, bottom)));
      return path.data();
    }
    // Piece by piece: it ends where it leaves the axis, and begins anew where it comes back.
    List<Point> points = line.points();
    boolean joined = false;
    for (int i = 0; i < points.size(); i++) {
      Point to = points.get(i);
      boolean inside = isOn(scale, to.middle());
      if (i > 0 && inside != isOn(scale, points.get(i - 1).middle())) {
        Point from = points.get(i - 1);
        double outside = inside ? from.middle() : to.middle();
        double edge = outside > scale.high() ? scale.high() : scale.low();
        double share = (edge - from.middle()) / (to.middle() - from.middle());
        double x = from.x() + share * (to.x() - from.x());
        if (inside) {
          path.move(x, y(edge, scale, bottom));
          joined = true;
        } else {
          path.line(x, y(edge, scale, bottom));
        }
      }
      if (inside) {
        if (joined) {
          path.line(to.x(), y(to.middle(), scale, bottom));
        } else {
          path.move(to.x(), y(to.middle(), scale, bottom));
        }
      }
      joined = inside;
    }
    return path.data();
  }

  private static boolean isOn(Scale scale, double value) {
    return value >= scale.low() && value <= scale.high();
  }

  private String band(List<Point> points, Scale scale, int bottom) {
    var path = new Svg.Trace();
    points.forEach(point -> path.line(point.x(), y(point.high(), scale, bottom)));
    points.reversed().forEach(point -> path.line(point.x(), y(point.low(), scale, bottom)));
    return path.close().data();
  }

  /** A place from the top. */
  private static double y(double value, Scale scale, int bottom) {
    return bottom - Math.clamp(scale.at(value), 0, 1) * (bottom - TOP);
  }
}

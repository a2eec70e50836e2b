package org.lossexp.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A plot of fixed height that is as wide as its place: across in shares of the width, down in
 * pixels. So text keeps its size on a phone, and nothing has to be measured. Lines of many points
 * live in a nested view that is stretched across (1000 units wide) while strokes keep their width.
 */
final class Svg {
  /** Room at either side, so that marks at the ends are whole. */
  private static final double MARGIN = 0.015;

  /** Height of a line with a name. */
  static final int NAME_LINE = 19;

  private static final int LABEL_LENGTH = 46;

  /** The characters of a name that a remark at the right takes. */
  private static final int REMARK_LENGTH = 16;

  private final Markup markup = new Markup();
  private final int height;

  /**
   * Begins a plot.
   *
   * @param title what it shows, for those who do not see it
   * @param description where its numbers are
   */
  Svg(int height, String title, String description) {
    this(height, title, description, "plot");
  }

  /**
   * Begins a plot of a kind of its own in the style sheet.
   *
   * @param more attributes, names and values in turn, for the page's script
   */
  Svg(int height, String title, String description, String kind, String... more) {
    this.height = height;
    List<String> attributes =
        new ArrayList<>(
            List.of(
                "class", kind, "width", "100%", "height", Integer.toString(height), "role", "img"));
    attributes.addAll(List.of(more));
    markup.open("svg", attributes.toArray(String[]::new));
    markup.leaf("title", title).leaf("desc", description);
  }

  /** {@return the finished plot} */
  Plot finished() {
    return new Plot(markup.close(), height);
  }

  /** A contender's mark: a circle, or a square of about its area where its look has that. */
  void circle(double x, double y, double radius, String kind, String title) {
    if (kind.contains(" third")) {
      String side = number(1.8 * radius);
      String half = number(-0.9 * radius);
      markup.open(
          "rect",
          "class",
          kind,
          "x",
          across(x),
          "y",
          number(y),
          "width",
          side,
          "height",
          side,
          "transform",
          "translate(" + half + " " + half + ")");
    } else {
      markup.open("circle", "class", kind, "cx", across(x), "cy", number(y), "r", number(radius));
    }
    if (!title.isEmpty()) {
      markup.leaf("title", title);
    }
    markup.close();
  }

  void line(double x1, double y1, double x2, double y2, String kind) {
    line(x1, y1, x2, y2, kind, "");
  }

  /** A line that says what it is where there is a {@code title}. */
  void line(double x1, double y1, double x2, double y2, String kind, String title) {
    markup.open(
        "line",
        "class",
        kind,
        "x1",
        across(x1),
        "y1",
        number(y1),
        "x2",
        across(x2),
        "y2",
        number(y2));
    if (!title.isEmpty()) {
      markup.leaf("title", title);
    }
    markup.close();
  }

  /** A horizontal bar from one value to another. */
  void bar(double x1, double x2, double y, double thickness, String kind) {
    bar(x1, x2, y, thickness, kind, "");
  }

  /** A bar that says what it is where there is a {@code title}. */
  void bar(double x1, double x2, double y, double thickness, String kind, String title) {
    markup.open(
        "rect",
        "class",
        kind,
        "x",
        across(x1),
        "y",
        number(y),
        "width",
        number(100 * (1 - 2 * MARGIN) * (x2 - x1)) + "%",
        "height",
        number(thickness));
    if (!title.isEmpty()) {
      markup.leaf("title", title);
    }
    markup.close();
  }

  /** Text that begins, is centred, or ends at a place, by {@code anchor}. */
  void text(double x, double y, String anchor, String text, String kind) {
    markup.leaf("text", text, "class", kind, "x", across(x), "y", number(y), "text-anchor", anchor);
  }

  /** A label at the left edge. */
  void label(double y, String text, String kind) {
    label(y, text, kind, LABEL_LENGTH);
  }

  /** A row's name on a line of its own, over whatever passes there. */
  void nameLine(double top, String name) {
    label(top + 14, name, "label halo", LABEL_LENGTH);
  }

  /** The same, with a remark at the right. */
  void nameLine(double top, String name, String remark) {
    label(top + 14, name, "label halo", LABEL_LENGTH - REMARK_LENGTH);
    rightLabel(top + 14, remark, "tick halo");
  }

  /** Shortened where it is too long for a phone; then a title has it whole. */
  private void label(double y, String text, String kind, int most) {
    boolean fits = text.codePointCount(0, text.length()) <= most;
    markup.open("text", "class", kind, "x", "0", "y", number(y));
    markup.text(fits ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…");
    if (!fits) {
      markup.leaf("title", text);
    }
    markup.close();
  }

  /** Text that ends at the right edge. */
  void rightLabel(double y, String text, String kind) {
    markup.leaf("text", text, "class", kind, "x", "100%", "y", number(y), "text-anchor", "end");
  }

  /** A horizontal axis below the plot, with lines up through it. */
  void axisAcross(Scale scale, int top, int bottom, int about) {
    for (Scale.Tick tick : scale.ticks(about)) {
      line(tick.at(), top, tick.at(), bottom, "grid");
      tickLabel(tick.at(), bottom + 14, tick.label());
    }
  }

  /** Says what kind of axis it is where that is not the usual one. */
  void scaleNote(Scale scale, double y) {
    if (scale.logarithmic()) {
      rightLabel(y, "logarithmic", "tick halo");
    }
  }

  /** A label below a place; at the edges a long one stays inside. */
  void tickLabel(double x, double y, String text) {
    boolean isShort = text.length() <= 2;
    String anchor = isShort ? "middle" : x < 0.04 ? "start" : x > 0.96 ? "end" : "middle";
    double place = isShort ? x : x < 0.04 ? -MARGIN : x > 0.96 ? 1 + MARGIN : x;
    text(place, y, anchor, text, "tick");
  }

  /** A vertical axis: lines across, each with its number in the gutter left of the plot. */
  void axisUp(Scale scale, int top, int bottom, int about) {
    for (Scale.Tick tick : scale.ticks(about)) {
      double y = bottom - tick.at() * (bottom - top);
      markup.empty(
          "line", "class", "grid", "x1", "0", "y1", number(y), "x2", "100%", "y2", number(y));
      sideLabel(y, tick.label());
    }
  }

  /** A number in the gutter left of the plot. */
  void sideLabel(double y, String text) {
    markup.leaf("text", text, "class", "tick", "x", "-6", "y", number(y + 4), "text-anchor", "end");
  }

  /** Opens the view in which {@link #path} counts 1000 units across and pixels down. */
  void openStretched() {
    markup.open(
        "svg",
        "x",
        number(100 * MARGIN) + "%",
        "width",
        number(100 * (1 - 2 * MARGIN)) + "%",
        "height",
        Integer.toString(height),
        "viewBox",
        "0 0 1000 " + height,
        "preserveAspectRatio",
        "none",
        "overflow",
        "visible");
  }

  void closeStretched() {
    markup.close();
  }

  void path(String data, String kind) {
    markup.empty("path", "class", kind, "d", data);
  }

  /** A path that says what it is. */
  void path(String data, String kind, String title) {
    markup.open("path", "class", kind, "d", data).leaf("title", title).close();
  }

  /** A line of many points for {@link #path}, each written as its distance from the last one. */
  static final class Trace {
    private final StringBuilder data = new StringBuilder();
    private long lastX;
    private long lastY;

    /** Begins anew at a place: {@code x} as a share, {@code y} in pixels. */
    Trace move(double x, double y) {
      return add('M', 0, 0, x, y);
    }

    /** Goes on to a place; the first one begins. */
    Trace line(double x, double y) {
      return data.isEmpty() ? move(x, y) : add('l', lastX, lastY, x, y);
    }

    private Trace add(char command, long fromX, long fromY, double x, double y) {
      long thousandths = Math.round(1000 * x);
      long tenths = Math.round(10 * y);
      data.append(command)
          .append(thousandths - fromX)
          .append(' ')
          .append(number((tenths - fromY) / 10.0, 1));
      lastX = thousandths;
      lastY = tenths;
      return this;
    }

    /** Goes back to where it began. */
    Trace close() {
      data.append('Z');
      return this;
    }

    boolean isEmpty() {
      return data.isEmpty();
    }

    /** {@return the finished data} */
    String data() {
      return data.toString();
    }
  }

  private static String across(double share) {
    return number(100 * (MARGIN + share * (1 - 2 * MARGIN))) + "%";
  }

  private static String number(double value) {
    return number(value, 2);
  }

  private static String number(double value, int decimals) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}

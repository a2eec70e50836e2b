package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Descriptive;

/** Every unit's value as a dot, a row for each contender, with the middle half and the mean. */
final class StripPlot {
  /** A contender's row: its name on a line of its own, its dots below. */
  private static final int ROW = 52;

  private static final int MIDDLE = Svg.NAME_LINE + 16;
  private static final int AXIS = 22;
  private static final int NOTE = 14;

  /** Lines that join the same unit in neighbouring rows help while they can be told apart. */
  private static final int MOST_JOINED = 30;

  /** Dots nearer than this share of the width would cover one another. */
  private static final double APART = 0.016;

  private static final double[] LANES = {0, -5, 5, -9, 9};

  private final Design design;
  private final Figures figures;
  private final Palette palette;

  StripPlot(Design design, Figures figures) {
    this.design = design;
    this.figures = figures;
    this.palette = new Palette(design);
  }

  Plot draw(Measured measured) {
    List<Score> scores =
        measured.scores().stream().filter(score -> !score.units().isEmpty()).toList();
    Metric metric = figures.metric(measured);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Score score : scores) {
      for (UnitValue unit : score.units()) {
        low = Math.min(low, unit.value());
        high = Math.max(high, unit.value());
      }
    }
    Scale scale = Scale.fitting(low, high, metric.low(), metric.high());
    int bottom = scores.size() * ROW;
    var svg =
        new Svg(
            bottom + AXIS + (scale.logarithmic() ? NOTE : 0),
            metric.words() + " of every " + figures.unitNoun(),
            "One dot for each "
                + figures.unitNoun()
                + ", best mean on top; the numbers are in the table below.");
    svg.axisAcross(scale, 0, bottom, 5);
    svg.scaleNote(scale, bottom + AXIS + 10);
    List<Map<String, double[]>> places = new ArrayList<>();
    for (int row = 0; row < scores.size(); row++) {
      places.add(places(scores.get(row), scale, row * ROW + MIDDLE));
    }
    var joins = new Svg.Trace();
    for (int row = 0; row + 1 < scores.size(); row++) {
      join(joins, scores.get(row), places.get(row), places.get(row + 1));
    }
    svg.openStretched();
    svg.path(joins.data(), "pair");
    svg.closeStretched();
    for (int row = 0; row < scores.size(); row++) {
      row(svg, measured, scores.get(row), places.get(row), scale, row * ROW);
    }
    return svg.finished();
  }

  private void row(
      Svg svg, Measured measured, Score score, Map<String, double[]> places, Scale scale, int top) {
    String look = palette.of(score.contender());
    double[] values = score.units().stream().mapToDouble(UnitValue::value).toArray();
    svg.nameLine(top, design.contenders().get(score.contender()).label());
    double quarter = scale.at(Descriptive.quantile(values, 0.25));
    double threeQuarters = scale.at(Descriptive.quantile(values, 0.75));
    svg.bar(quarter, threeQuarters, top + MIDDLE - 9, 18, "box " + look);
    double radius = values.length <= 20 ? 4 : values.length <= 60 ? 3 : 2;
    for (UnitValue unit : score.units()) {
      double[] place = places.get(unit.unit());
      svg.circle(
          place[0],
          place[1],
          radius,
          "dot " + look,
          unit.unit() + ": " + figures.value(measured, score, unit.value()));
    }
    double mean = scale.at(score.mean().orElseThrow());
    svg.line(
        mean,
        top + MIDDLE - 11,
        mean,
        top + MIDDLE + 11,
        "mean " + look,
        "mean: " + figures.value(measured, score, score.mean().getAsDouble()));
  }

  private static void join(
      Svg.Trace joins, Score score, Map<String, double[]> from, Map<String, double[]> to) {
    if (score.units().size() > MOST_JOINED) {
      return;
    }
    for (UnitValue unit : score.units()) {
      double[] start = from.get(unit.unit());
      double[] end = to.get(unit.unit());
      if (end != null) {
        joins.move(start[0], start[1]).line(end[0], end[1]);
      }
    }
  }

  /** Dots side by side on the line; near ones move to lanes above and below it. */
  private static Map<String, double[]> places(Score score, Scale scale, double y) {
    List<UnitValue> sorted = new ArrayList<>(score.units());
    sorted.sort(Comparator.comparingDouble(UnitValue::value));
    double[] last = new double[LANES.length];
    java.util.Arrays.fill(last, Double.NEGATIVE_INFINITY);
    Map<String, double[]> places = new HashMap<>();
    for (UnitValue unit : sorted) {
      double x = scale.at(unit.value());
      int lane = 0;
      while (lane < LANES.length - 1 && x - last[lane] < APART) {
        lane++;
      }
      last[lane] = x;
      places.put(unit.unit(), new double[] {x, y + LANES[lane]});
    }
    return places;
  }
}

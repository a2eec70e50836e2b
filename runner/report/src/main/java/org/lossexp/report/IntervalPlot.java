package org.lossexp.report;

import java.util.List;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Descriptive;
import org.lossexp.report.statistics.Interval;

/**
 * The paired differences of a setting: estimate and adjusted interval of each, every unit's
 * difference as a tick below, 0 as a line and the rope as a band.
 */
final class IntervalPlot {
  /** A difference's row: its name on a line of its own, its marks below. */
  private static final int ROW = 44;

  private static final int MIDDLE = Svg.NAME_LINE + 9;
  private static final int AXIS = 38;

  /** How many times farther than the median an interval may reach and still set the axis. */
  private static final double FAR = 12;

  /** Of more pairs, only those of the best contender are drawn. */
  static final int MOST_PAIRS = 15;

  private final Design design;
  private final Figures figures;
  private final Cells cells;
  private final Palette palette;

  IntervalPlot(Design design, Figures figures) {
    this.design = design;
    this.figures = figures;
    this.cells = new Cells(figures);
    this.palette = new Palette(design);
  }

  Plot draw(InSetting setting) {
    List<Contrast> contrasts = drawn(setting);
    Scale scale = scale(setting, contrasts);
    int bottom = contrasts.size() * ROW;
    var svg =
        new Svg(
            bottom + AXIS,
            "paired differences in " + figures.metric(setting.deciding()).words(),
            "Estimate and adjusted interval of each difference, and a tick for each "
                + figures.unitNoun()
                + "; the numbers are in the table below.");
    // Rope and zero leave the lines with the names free: they may lie at the left, as these do.
    for (int row = 0; row < contrasts.size() && setting.rope() > 0; row++) {
      double from = scale.at(-setting.rope());
      double top = row * ROW + Svg.NAME_LINE;
      svg.bar(from, scale.at(setting.rope()), top, ROW - Svg.NAME_LINE, "rope");
    }
    svg.axisAcross(scale, 0, bottom, 5);
    for (int row = 0; row < contrasts.size(); row++) {
      svg.line(scale.at(0), row * ROW + Svg.NAME_LINE, scale.at(0), (row + 1) * ROW, "zero");
    }
    for (int row = 0; row < contrasts.size(); row++) {
      row(svg, setting, contrasts.get(row), scale, row * ROW);
    }
    svg.label(bottom + 32, "← worse", "tick");
    svg.rightLabel(bottom + 32, "better →", "tick");
    return svg.finished();
  }

  /** {@return the differences that are drawn: all, or of many pairs those of the best mean} */
  static List<Contrast> drawn(InSetting setting) {
    List<Contrast> compared =
        setting.deciding().contrasts().stream()
            .filter(contrast -> contrast.evidence().isPresent())
            .toList();
    int best = setting.deciding().scores().getFirst().contender();
    return compared.size() <= MOST_PAIRS
        ? compared
        : compared.stream()
            .filter(contrast -> contrast.contender() == best || contrast.reference() == best)
            .toList();
  }

  /** All of them, but those that reach far farther than the others: they would hide the rest. */
  private static Scale scale(InSetting setting, List<Contrast> contrasts) {
    double usual =
        Descriptive.median(contrasts.stream().mapToDouble(IntervalPlot::reach).toArray());
    double low = -setting.rope();
    double high = setting.rope();
    for (Contrast contrast : contrasts) {
      if (reach(contrast) <= FAR * usual) {
        Interval interval = shown(contrast);
        if (isBounded(interval)) {
          low = Math.min(low, interval.low());
          high = Math.max(high, interval.high());
        }
        for (UnitValue unit : contrast.differences()) {
          low = Math.min(low, unit.value());
          high = Math.max(high, unit.value());
        }
      }
    }
    return Scale.linear(low, high, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private static double reach(Contrast contrast) {
    Interval interval = shown(contrast);
    double reach =
        isBounded(interval) ? Math.max(Math.abs(interval.low()), Math.abs(interval.high())) : 0;
    for (UnitValue unit : contrast.differences()) {
      reach = Math.max(reach, Math.abs(unit.value()));
    }
    return reach;
  }

  private static boolean isBounded(Interval interval) {
    return Double.isFinite(interval.low()) && Double.isFinite(interval.high());
  }

  private static Interval shown(Contrast contrast) {
    return contrast.evidence().orElseThrow().inSetting().decision().interval();
  }

  private void row(Svg svg, InSetting setting, Contrast contrast, Scale scale, int top) {
    String look = palette.of(contrast.contender());
    Judgement judgement = contrast.evidence().orElseThrow().inSetting();
    String label = design.contenders().get(contrast.contender()).label();
    String name =
        design.baseline().isPresent()
            ? label
            : label + " − " + design.contenders().get(contrast.reference()).label();
    if (reach(contrast) > Math.max(-scale.low(), scale.high())) {
      svg.nameLine(top, name, "beyond the axis");
    } else {
      svg.nameLine(top, name);
    }
    Interval interval = shown(contrast);
    if (isBounded(interval)) {
      svg.line(
          scale.at(interval.low()),
          top + MIDDLE,
          scale.at(interval.high()),
          top + MIDDLE,
          "span " + look);
    }
    double estimate = scale.at(contrast.evidence().get().test().estimate());
    svg.circle(
        estimate,
        top + MIDDLE,
        5,
        "dot solid " + look,
        name
            + ": "
            + cells.difference(setting, contrast)
            + (judgement.cannotDecide()
                ? ""
                : " (" + cells.differenceInterval(setting, contrast, judgement) + ")")
            + ", "
            + judgement.words());
    int decimals = figures.decimals(setting, contrast);
    for (UnitValue unit : contrast.differences()) {
      double x = scale.at(unit.value());
      svg.line(
          x,
          top + MIDDLE + 9,
          x,
          top + MIDDLE + 14,
          "rug " + look,
          unit.unit() + ": " + Cells.signed(unit.value(), decimals));
    }
  }
}

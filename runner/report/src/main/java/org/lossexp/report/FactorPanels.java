package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.Interval;

/** The deciding metric over each numeric factor of the settings, a line for each contender. */
final class FactorPanels {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?%?");

  /** From here on, values of a factor are spaced by their ratio. */
  private static final double LOGARITHMIC_FROM = 50;

  private static final int MOST_TICKS = 8;

  private final Design design;
  private final Comparison comparison;
  private final Palette palette;
  private final Cells cells;

  FactorPanels(Design design, Comparison comparison) {
    this.cells = new Cells(new Figures(design, comparison));
    this.design = design;
    this.comparison = comparison;
    this.palette = new Palette(design);
  }

  /**
   * A panel.
   *
   * @param factor what changes along it
   * @param others the other factors' values, such as {@code data = iris}; empty without others
   * @param settings that it shows, by the factor's value
   */
  record Panel(String factor, String others, List<InSetting> settings, Plot plot) {}

  List<Panel> panels() {
    Set<String> factors = new LinkedHashSet<>();
    design.settings().forEach(setting -> factors.addAll(setting.factors().keySet()));
    List<Panel> panels = new ArrayList<>();
    for (String factor : factors) {
      groups(factor)
          .forEach((others, settings) -> {
            if (settings.size() > 1) {
              panels.add(panel(factor, others, settings));
            }
          });
    }
    return panels;
  }

  /** Settings that differ in the factor alone, by its value; none if a value is not a number. */
  private Map<String, SortedMap<Double, InSetting>> groups(String factor) {
    Map<String, SortedMap<Double, InSetting>> groups = new LinkedHashMap<>();
    for (InSetting setting : comparison.settings()) {
      Map<String, String> factors =
          new LinkedHashMap<>(design.settings().get(setting.setting()).factors());
      String written = factors.remove(factor);
      OptionalDouble value = written == null ? OptionalDouble.empty() : number(written);
      if (value.isEmpty()) {
        return Map.of();
      }
      List<String> others = new ArrayList<>();
      factors.forEach((name, each) -> others.add(name + " = " + each));
      groups
          .computeIfAbsent(String.join(", ", others), _ -> new TreeMap<>())
          .put(value.getAsDouble(), setting);
    }
    return groups;
  }

  static OptionalDouble number(String written) {
    if (!NUMBER.matcher(written).matches()) {
      return OptionalDouble.empty();
    }
    boolean percent = written.endsWith("%");
    double number =
        Double.parseDouble(percent ? written.substring(0, written.length() - 1) : written);
    return OptionalDouble.of(percent ? number / 100 : number);
  }

  private Panel panel(String factor, String others, SortedMap<Double, InSetting> settings) {
    double first = settings.firstKey();
    double last = settings.lastKey();
    Scale scale = new Scale(first, last, first > 0 && last / first >= LOGARITHMIC_FROM);
    List<LinePlot.Line> lines = new ArrayList<>();
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      List<LinePlot.Point> points = new ArrayList<>();
      for (Map.Entry<Double, InSetting> setting : settings.entrySet()) {
        Optional<Score> score = setting.getValue().deciding().score(contender);
        if (score.isPresent() && score.get().mean().isPresent()) {
          double mean = score.get().mean().getAsDouble();
          Optional<Interval> interval = score.get().interval();
          points.add(
              new LinePlot.Point(
                  scale.at(setting.getKey()),
                  interval.map(Interval::low).orElse(mean),
                  mean,
                  interval.map(Interval::high).orElse(mean),
                  words(factor, setting.getValue(), score.get())));
        }
      }
      if (!points.isEmpty()) {
        lines.add(
            new LinePlot.Line(
                palette.of(contender), design.contenders().get(contender).label(), points));
      }
    }
    Metric metric = comparison.metrics().getFirst();
    return new Panel(
        factor,
        others,
        List.copyOf(settings.values()),
        new LinePlot(
                260,
                metric.words() + " over " + factor,
                "Mean with its interval, a line for each contender; the numbers are in the table"
                    + " below.")
            .over(scale, ticks(factor, settings, scale))
            .within(metric.low(), metric.high())
            .marked()
            .barred()
            .draw(lines));
  }

  private String words(String factor, InSetting setting, Score score) {
    return value(factor, setting)
        + ": "
        + cells.mean(setting.deciding(), score)
        + " ("
        + cells.interval(setting.deciding(), score)
        + ")";
  }

  /** {@return a factor's value in a setting, as written} */
  String value(String factor, InSetting setting) {
    return design.settings().get(setting.setting()).factors().get(factor);
  }

  /** The factor's own values, as the file writes them. */
  private List<Scale.Tick> ticks(
      String factor, SortedMap<Double, InSetting> settings, Scale scale) {
    int every = (settings.size() + MOST_TICKS - 1) / MOST_TICKS;
    List<Scale.Tick> ticks = new ArrayList<>();
    int index = 0;
    for (Map.Entry<Double, InSetting> setting : settings.entrySet()) {
      if (index++ % every == 0) {
        ticks.add(new Scale.Tick(scale.at(setting.getKey()), value(factor, setting.getValue())));
      }
    }
    return ticks;
  }
}

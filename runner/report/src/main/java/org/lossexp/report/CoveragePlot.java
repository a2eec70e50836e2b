package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.report.statistics.Descriptive;

/**
 * How many targets lie at or below each predicted quantile: of a quantile that is right, as many as
 * its level says. Means over trials.
 */
final class CoveragePlot {
  private static final int HEIGHT = 260;
  private static final int MOST_TARGETS = 3;

  private final Design design;
  private final Palette palette;
  private final Left left;

  CoveragePlot(Design design, Left left) {
    this.design = design;
    this.palette = new Palette(design);
    this.left = left;
  }

  /** {@return a picture for each of the first few target columns} */
  List<Picture> draw(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("quantiles", setting);
    List<Picture> pictures = new ArrayList<>();
    List<String> targets = Left.keys(tables, 0).stream().limit(MOST_TARGETS).toList();
    for (String target : targets) {
      pictures.add(
          picture(pictures.size() + 1, target, targets.size() > 1 ? " of " + target : "", tables));
    }
    return pictures;
  }

  private Picture picture(
      int number, String target, String of, Map<Integer, List<Evidence>> tables) {
    List<LinePlot.Line> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    tables.forEach((contender, trials) -> {
      String label = design.contenders().get(contender).label();
      List<LinePlot.Point> points = new ArrayList<>();
      Map<Double, List<Double>> coverages = column(trials, target, "coverage");
      Map<Double, List<Double>> widths = column(trials, target, "width");
      coverages.forEach((level, values) -> {
        double coverage = mean(values);
        String width =
            widths.containsKey(level) ? Figures.plain(mean(widths.get(level))) : Cells.NONE;
        points.add(
            new LinePlot.Point(
                level,
                coverage,
                coverage,
                coverage,
                "level " + Figures.plain(level) + ": " + Figures.fixed(coverage, 3)));
        rows.add(List.of(label, Figures.plain(level), Figures.fixed(coverage, 3), width));
      });
      lines.add(new LinePlot.Line(palette.of(contender), label, points));
    });
    var unit = new Scale(0, 1, false);
    return new Picture(
        "coverage-" + number,
        "Coverage",
        ": share of targets" + of + " at or below the predicted quantile, over its level",
        new LinePlot(
                HEIGHT,
                "share of targets" + of + " at or below each predicted quantile",
                "A line for each contender, a dot for each level; the numbers are in the table"
                    + " below.")
            .over(unit, unit.ticks(5))
            .on(unit)
            .guide(0, 0, 1, 1)
            .marked()
            .draw(lines),
        "",
        List.copyOf(tables.keySet()),
        List.of("Contender", "Level", "Coverage", "Width of the central interval"),
        rows,
        1);
  }

  /** {@return level → a column's values, one a trial; without levels that have none} */
  private static Map<Double, List<Double>> column(
      List<Evidence> trials, String target, String name) {
    Map<Double, List<Double>> byLevel = new TreeMap<>();
    for (Evidence table : trials) {
      for (Evidence.Row row : table.rows()) {
        double value = row.values().get(table.column(name));
        if (row.keys().getFirst().equals(target) && Double.isFinite(value)) {
          byLevel
              .computeIfAbsent(Double.valueOf(row.keys().get(1)), _ -> new ArrayList<>())
              .add(value);
        }
      }
    }
    return byLevel;
  }

  private static double mean(List<Double> values) {
    return Descriptive.mean(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}

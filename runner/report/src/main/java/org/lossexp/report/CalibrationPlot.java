package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.report.statistics.Descriptive;

/**
 * A reliability diagram: how often predictions of some confidence are right (Guo and others, On
 * calibration of modern neural networks, ICML 2017, figure 1). Bins of all trials are pooled; the
 * expected calibration error is that of each trial, averaged, as the metric of that name is.
 */
final class CalibrationPlot {
  private static final int HEIGHT = 260;
  private static final int MOST_MARKED = 40;

  /** Of the dot of the fullest bin, in pixels, and of one that is nearly empty. */
  private static final double MOST_RADIUS = 6;

  private static final double LEAST_RADIUS = 1.25;

  private final Design design;
  private final Palette palette;
  private final Left left;

  CalibrationPlot(Design design, Left left) {
    this.design = design;
    this.palette = new Palette(design);
    this.left = left;
  }

  /** Examples of a bin, over trials. */
  private record Bin(double examples, double confidence, double accuracy) {
    Bin plus(Bin other) {
      double sum = examples + other.examples;
      return new Bin(
          sum,
          (examples * confidence + other.examples * other.confidence) / sum,
          (examples * accuracy + other.examples * other.accuracy) / sum);
    }
  }

  /** {@return the expected calibration error of one trial's table} */
  static double expectedError(Evidence table) {
    double sum = 0;
    double examples = 0;
    for (Evidence.Row row : table.rows()) {
      Bin bin = bin(table, row);
      sum += bin.examples() * Math.abs(bin.accuracy() - bin.confidence());
      examples += bin.examples();
    }
    return sum / examples;
  }

  private static Bin bin(Evidence table, Evidence.Row row) {
    return new Bin(
        row.values().get(table.column("examples")),
        row.values().get(table.column("confidence")),
        row.values().get(table.column("accuracy")));
  }

  Optional<Picture> draw(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("calibration", setting);
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    List<LinePlot.Line> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    tables.forEach((contender, each) -> {
      String label = design.contenders().get(contender).label();
      Map<Integer, Bin> bins = new TreeMap<>();
      for (Evidence table : each) {
        for (Evidence.Row row : table.rows()) {
          bins.merge(Integer.valueOf(row.keys().getFirst()), bin(table, row), Bin::plus);
        }
      }
      double most = bins.values().stream().mapToDouble(Bin::examples).max().orElse(1);
      List<LinePlot.Point> points = new ArrayList<>();
      bins.forEach((number, bin) -> {
        String confidence = Figures.fixed(bin.confidence(), 3);
        String accuracy = Figures.fixed(bin.accuracy(), 3);
        String examples = Long.toString(Math.round(bin.examples()));
        points.add(
            new LinePlot.Point(
                bin.confidence(),
                bin.accuracy(),
                bin.accuracy(),
                bin.accuracy(),
                "confidence " + confidence + ", right " + accuracy + ", " + examples + " examples",
                Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt(bin.examples() / most))));
        rows.add(List.of(label, number.toString(), examples, confidence, accuracy));
      });
      lines.add(new LinePlot.Line(palette.of(contender), label, points));
      double[] ofTrials = each.stream().mapToDouble(CalibrationPlot::expectedError).toArray();
      errors.add(Words.quoted(label) + " " + Figures.fixed(Descriptive.mean(ofTrials), 3));
    });
    var unit = new Scale(0, 1, false);
    var plot =
        new LinePlot(
                HEIGHT,
                "share of right predictions over their confidence",
                "A line for each contender, a bend for each bin; the numbers are in the table"
                    + " below.")
            .over(unit, unit.ticks(5))
            .on(unit)
            .guide(0, 0, 1, 1);
    // On a page with many of them the lines have to do.
    boolean marked = design.settings().size() * design.contenders().size() <= MOST_MARKED;
    return Optional.of(
        new Picture(
            "calibration",
            "Calibration",
            ": share of right predictions over their confidence; dotted: as sure as right"
                + (marked ? "; area of a dot: its examples" : ""),
            (marked ? plot.marked() : plot).draw(lines),
            "Expected calibration error, mean over trials: " + String.join(", ", errors) + ".",
            List.copyOf(tables.keySet()),
            List.of("Contender", "Bin", "Examples", "Confidence", "Right"),
            rows,
            1));
  }
}

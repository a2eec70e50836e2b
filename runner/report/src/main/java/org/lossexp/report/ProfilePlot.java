package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.report.statistics.Interval;

/**
 * Performance profiles over several data sets: which share of all units is at least as good as a
 * score (Agarwal et al., NeurIPS 2021, section 4.3).
 */
final class ProfilePlot {
  private static final int HEIGHT = 240;
  private static final int TABLE_ROWS = 11;

  private final Design design;
  private final Figures figures;
  private final Palette palette;

  ProfilePlot(Design design, Figures figures) {
    this.design = design;
    this.figures = figures;
    this.palette = new Palette(design);
  }

  /** {@return the picture of a panel, where it has profiles over at least two scores} */
  Optional<Picture> draw(int number, OverDataSets panel) {
    return panel
        .profiles()
        .filter(profiles -> profiles.thresholds().size() > 1)
        .map(profiles -> draw(number, profiles));
  }

  private Picture draw(int number, Profiles profiles) {
    List<Double> thresholds = profiles.thresholds();
    Scale across = new Scale(thresholds.getFirst(), thresholds.getLast(), false);
    List<LinePlot.Line> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("Contender"));
    List<List<String>> rows = new ArrayList<>();
    int every = Math.max(1, (thresholds.size() - 1) / (TABLE_ROWS - 1));
    for (int i = 0; i < thresholds.size(); i += every) {
      header.add(Cells.minus(Figures.plain(thresholds.get(i))));
    }
    for (Profiles.OfContender each : profiles.contenders()) {
      String label = design.contenders().get(each.contender()).label();
      List<LinePlot.Point> points = new ArrayList<>();
      List<String> row = new ArrayList<>(List.of(label));
      for (int i = 0; i < thresholds.size(); i++) {
        double share = each.shares().get(i);
        Interval band =
            each.bands().isEmpty() ? new Interval(share, share, 0.95) : each.bands().get(i);
        points.add(
            new LinePlot.Point(across.at(thresholds.get(i)), band.low(), share, band.high()));
        if (i % every == 0) {
          row.add(Cells.share(share));
        }
      }
      lines.add(new LinePlot.Line(palette.of(each.contender()), label, points));
      rows.add(row);
    }
    String score = profiles.relative() ? "a score relative to the best mean" : "a score";
    return new Picture(
        "profile-" + number,
        "Performance profile",
        ": share of all "
            + figures.unitNoun()
            + "s that are at least as good as "
            + score
            + ", each data set counting the same; higher is better",
        new LinePlot(
                HEIGHT,
                "share of " + figures.unitNoun() + "s at least as good as " + score,
                "A line with its band for each contender; the numbers are in the table below.")
            .over(across, across.ticks(5))
            .on(new Scale(0, 1, false))
            .draw(lines),
        "",
        profiles.contenders().stream().map(Profiles.OfContender::contender).toList(),
        header,
        rows,
        1);
  }
}

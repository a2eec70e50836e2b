package org.lossexp.report;

import org.lossexp.experiment.Design;
import org.lossexp.report.OverDataSets.Ranked;

/**
 * Average ranks over data sets, a row a contender, each with a bar of half of Nemenyi's critical
 * difference to either side: two whose bars do not overlap differ (Demšar, JMLR 7, 2006, figure 1,
 * turned so that names keep their size on a phone).
 */
final class RankPlot {
  private static final int ROW = 38;
  private static final int MIDDLE = Svg.NAME_LINE + 9;
  private static final int AXIS = 38;
  private static final int MOST_TICKS = 10;

  private final Design design;
  private final Palette palette;

  RankPlot(Design design) {
    this.design = design;
    this.palette = new Palette(design);
  }

  Plot draw(OverDataSets panel) {
    int contenders = panel.contenders().size();
    double half = panel.criticalDifference() / 2;
    double low = 1;
    double high = contenders;
    for (Ranked ranked : panel.contenders()) {
      low = Math.min(low, ranked.averageRank() - half);
      high = Math.max(high, ranked.averageRank() + half);
    }
    // The bars may reach beyond the ranks that there are.
    Scale scale = new Scale(low, high, false);
    int bottom = contenders * ROW;
    var svg =
        new Svg(
            bottom + AXIS,
            "average ranks over " + panel.dataSets().size() + " data sets",
            "Each rank with half of the critical difference to either side; the numbers are in the"
                + " table beside.");
    int every = (contenders + MOST_TICKS - 1) / MOST_TICKS;
    for (int rank = 1; rank <= contenders; rank += every) {
      svg.line(scale.at(rank), 0, scale.at(rank), bottom, "grid");
      svg.tickLabel(scale.at(rank), bottom + 14, Integer.toString(rank));
    }
    for (int row = 0; row < contenders; row++) {
      Ranked ranked = panel.contenders().get(row);
      int top = row * ROW;
      String look = palette.of(ranked.contender());
      svg.nameLine(top, design.contenders().get(ranked.contender()).label());
      double rank = ranked.averageRank();
      svg.line(
          scale.at(rank - half), top + MIDDLE, scale.at(rank + half), top + MIDDLE, "span " + look);
      svg.circle(
          scale.at(rank),
          top + MIDDLE,
          5,
          "dot solid " + look,
          design.contenders().get(ranked.contender()).label() + ": " + Figures.fixed(rank, 2));
    }
    svg.label(bottom + 32, "← better", "tick");
    svg.rightLabel(bottom + 32, "worse →", "tick");
    return svg.finished();
  }
}

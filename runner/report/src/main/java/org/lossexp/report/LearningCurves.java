package org.lossexp.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;

/** How training went in a setting: what {@code report.html} shows of {@link Curves}. */
final class LearningCurves {
  private static final int SMALL_HEIGHT = 150;
  private static final int TABLE_ROWS = 8;

  private final Design design;
  private final Palette palette;
  private final Curves curves;
  private final CurvePlots plots;
  private final ContenderMarkup names;
  private final Markup html;

  LearningCurves(
      Design design, Map<String, TrialResult> results, ContenderMarkup names, Markup html) {
    this.design = design;
    this.palette = new Palette(design);
    this.curves = new Curves(design, results);
    this.plots = new CurvePlots(design, curves);
    this.names = names;
    this.html = html;
  }

  /** Writes the curves of a setting, one panel a quantity. */
  void write(InSetting setting) {
    List<Integer> contenders = plots.contenders(setting);
    if (contenders.isEmpty()) {
      html.leaf("p", "No trial left a learning curve of two epochs or more.", "class", "note");
      return;
    }
    html.leaf(
        "p",
        "Median over finished trials by epoch, band: 5% to 95% of them; drawn while at least half"
            + " still train.",
        "class",
        "note");
    names.legend(contenders);
    html.open("div", "class", "figures");
    for (CurvePlots.Overlay overlay : plots.overlays(setting)) {
      html.open("figure")
          .open("figcaption")
          .leaf("b", Words.capital(overlay.name()))
          .text(" by epoch" + (overlay.ofEachOwnLoss() ? ", of each own loss" : ""))
          .close()
          .append(overlay.plot());
      curveTable(overlay);
      html.closeLine();
    }
    html.closeLine();
    html.leaf(
        "p",
        "Training loss: each contender minimizes its own, so heights do not compare; each panel has"
            + " its own scale.",
        "class",
        "note");
    html.open("div", "class", "figures small");
    for (int contender : contenders) {
      trainingLoss(setting, contender);
    }
    html.closeLine();
  }

  private void trainingLoss(InSetting setting, int contender) {
    List<Curves.Point> curve = curves.curve(setting.setting(), contender, TrialResult.Epoch::loss);
    int last = curve.getLast().epoch();
    html.open("figure").open("figcaption");
    names.who(contender);
    html.close()
        .append(
            LinePlot.draw(
                SMALL_HEIGHT,
                "training loss of " + label(contender) + " by epoch",
                "Median and band; the numbers are in history.csv.",
                List.of(CurvePlots.line(palette.of(contender), curve, last)),
                CurvePlots.epochTicks(last),
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                false));
    html.closeLine();
  }

  private void curveTable(CurvePlots.Overlay overlay) {
    List<List<Curves.Point>> drawn = overlay.curves();
    int last = overlay.epochs();
    html.open("details").leaf("summary", "Table").open("div", "class", "scroll").open("table");
    html.open("thead").open("tr").leaf("th", "Epoch", "scope", "col", "class", "n");
    overlay
        .contenders()
        .forEach(contender -> html.leaf("th", label(contender), "scope", "col", "class", "n"));
    html.close().close().open("tbody");
    int every = Math.max(1, (last + TABLE_ROWS - 1) / TABLE_ROWS);
    int decimals =
        Figures.decimals(
            drawn.stream()
                .flatMap(List::stream)
                .mapToDouble(point -> Math.abs(point.median()))
                .filter(median -> median > 0)
                .min()
                .orElse(1));
    for (int epoch = 1; epoch <= last; epoch++) {
      int at = epoch;
      List<Optional<Curves.Point>> row =
          drawn.stream()
              .map(curve -> curve.stream().filter(point -> point.epoch() == at).findFirst())
              .toList();
      boolean shown = epoch == 1 || epoch == last || epoch % every == 0;
      if (!shown || row.stream().allMatch(Optional::isEmpty)) {
        continue;
      }
      html.open("tr").leaf("th", Integer.toString(epoch), "scope", "row", "class", "n");
      row.forEach(point ->
          html.leaf(
              "td",
              point
                  .map(each -> Cells.minus(Figures.fixed(each.median(), decimals)))
                  .orElse(Cells.NONE),
              "class",
              "n"));
      html.closeLine();
    }
    html.close().close().close().closeLine();
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }
}

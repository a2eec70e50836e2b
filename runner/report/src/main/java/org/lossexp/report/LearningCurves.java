package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;

/** How training went in a setting: what {@code report.html} shows of {@link Curves}. */
final class LearningCurves {
  private static final int SMALL_HEIGHT = 150;
  private static final int TABLE_ROWS = 8;

  private final Design design;
  private final Curves curves;
  private final CurvePlots plots;
  private final ContenderMarkup names;
  private final Markup html;

  LearningCurves(
      Design design, Map<String, TrialResult> results, ContenderMarkup names, Markup html) {
    this.design = design;
    this.curves = new Curves(design, results);
    this.plots = new CurvePlots(design, curves);
    this.names = names;
    this.html = html;
  }

  /** {@return whether there is anything to draw} */
  boolean any(InSetting setting) {
    return !plots.contenders(setting).isEmpty();
  }

  /** Writes the curves of a setting, one picture a quantity. */
  void write(InSetting setting) {
    List<Integer> contenders = plots.contenders(setting);
    if (contenders.isEmpty()) {
      html.leaf("p", "No trial left a learning curve of two epochs or more.", "class", "note");
      return;
    }
    html.leaf(
        "p",
        "Median over finished trials by epoch, band: 5% to 95% of them; drawn while at least half"
            + " still train. Each contender minimizes its own loss, so heights of training losses"
            + " and gradient norms do not compare.",
        "class",
        "note");
    List<Integer> without =
        IntStream.range(0, design.contenders().size())
            .filter(each -> !contenders.contains(each))
            .boxed()
            .toList();
    if (!without.isEmpty()) {
      html.open("p", "class", "note")
          .sentence(
              "Without a curve, for no trial of theirs finished after two epochs or more: "
                  + Words.list(without.stream().map(each -> Words.quoted(label(each))).toList())
                  + ".")
          .close();
    }
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
    if (contenders.size() > 1 && design.settings().size() == 1) {
      html.open("details")
          .leaf("summary", "Training losses apart, each with its own scale")
          .open("div", "class", "figures small");
      for (int contender : contenders) {
        trainingLoss(setting, contender);
      }
      html.close().closeLine();
    }
  }

  private void trainingLoss(InSetting setting, int contender) {
    List<Curves.Point> curve = curves.curve(setting.setting(), contender, TrialResult.Epoch::loss);
    int last = curve.getLast().epoch();
    html.open("figure").open("figcaption");
    names.who(contender);
    html.close()
        .append(
            new LinePlot(
                    SMALL_HEIGHT,
                    "training loss of " + label(contender) + " by epoch",
                    "Median and band; the medians are in the table of all training losses.")
                .over(CurvePlots.epochs(last), CurvePlots.epochTicks(last))
                .draw(List.of(plots.line(contender, curve, last))));
    html.closeLine();
  }

  private void curveTable(CurvePlots.Overlay overlay) {
    List<List<Curves.Point>> drawn = overlay.curves();
    int last = overlay.epochs();
    List<String> header = new ArrayList<>(List.of("Epoch"));
    overlay.contenders().forEach(contender -> header.add(label(contender)));
    List<List<String>> rows = new ArrayList<>();
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
      List<String> cells = new ArrayList<>(List.of(Integer.toString(epoch)));
      row.forEach(point ->
          cells.add(
              point
                  .map(each -> Cells.minus(Figures.fixed(each.median(), decimals)))
                  .orElse(Cells.NONE)));
      rows.add(cells);
    }
    new TableMarkup(html).behind(header, rows, 0);
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }
}

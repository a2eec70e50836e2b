package org.lossexp.report;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.report.OverDataSets.Pair;
import org.lossexp.report.OverDataSets.Ranked;

/** What {@code report.html} shows of contenders over several data sets. */
final class DataSetsSection {
  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final ContenderMarkup contenders;
  private final Contents contents;
  private final Markup html;

  DataSetsSection(
      Design design, Comparison comparison, Figures figures, Contents contents, Markup html) {
    this.contents = contents;
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
    this.contenders = new ContenderMarkup(design, html);
    this.html = html;
  }

  void write() {
    if (comparison.overDataSets().isEmpty()) {
      return;
    }
    contents.open("data-sets", "Over the data sets", "Data sets");
    html.leaf(
        "p",
        "One mean a contender and data set, ranked on each data set, 1 = best; pairs by Wilcoxon's"
            + " signed-rank test over the data sets.",
        "class",
        "note");
    int number = 1;
    for (OverDataSets panel : comparison.overDataSets()) {
      if (!panel.panel().isEmpty()) {
        html.leaf("h3", panel.panel());
      }
      if (panel.friedman().isPresent()) {
        html.open("p").sentence(figures.friedman(panel)).close();
      }
      panel(panel);
      figures
          .tooSmall(panel)
          .ifPresent(sentence -> html.open("p", "class", "note").sentence(sentence).close());
      Optional<Picture> profile = new ProfilePlot(design, figures).draw(number++, panel);
      if (profile.isPresent()) {
        contenders.legend(profile.get().contenders());
        Picture.write(html, "figures wide", List.of(profile.get()));
      }
      if (!panel.leftOut().isEmpty()) {
        html.open("p", "class", "note").sentence(figures.leftOut(panel)).close();
      }
    }
    html.closeLine();
  }

  private void panel(OverDataSets panel) {
    html.open("div", "class", "figures wide").open("div", "class", "scroll").open("table");
    boolean baseline = design.baseline().isPresent();
    html.leaf("caption", Words.list(panel.dataSets()));
    html.open("thead").open("tr");
    html.leaf("th", baseline ? "Contender" : "Pair", "scope", "col", "class", "t");
    if (baseline) {
      html.leaf("th", "Average rank", "scope", "col", "class", "n");
    }
    html.leaf("th", "Won – lost", "scope", "col", "class", "n");
    html.leaf("th", "Difference", "scope", "col", "class", "n");
    html.leaf("th", "Adjusted interval", "scope", "col", "class", "n");
    html.leaf("th", "Adjusted p", "scope", "col", "class", "n");
    html.leaf("th", "Verdict", "scope", "col", "class", "t");
    html.close().close().open("tbody");
    if (baseline) {
      panel.contenders().forEach(ranked -> row(panel, ranked));
    } else {
      panel.pairs().forEach(pair -> row(panel, pair));
    }
    html.close().close().close();
    if (panel.friedman().isPresent()) {
      html.open("figure").open("figcaption");
      html.leaf("b", "Average ranks")
          .text(
              "; bars that do not overlap differ by more than Nemenyi's critical difference, "
                  + Figures.fixed(panel.criticalDifference(), 2)
                  + ": a picture that depends on who else is in it, no verdict");
      html.close().append(new RankPlot(design).draw(panel)).closeLine();
    }
    html.closeLine();
  }

  private void row(OverDataSets panel, Ranked ranked) {
    html.open("tr").open("th", "scope", "row", "class", "t");
    contenders.who(ranked.contender());
    html.close();
    html.leaf("td", Figures.fixed(ranked.averageRank(), 2), "class", "n");
    Optional<Pair> pair = panel.pair(ranked.contender());
    if (pair.isPresent()) {
      cells(panel, pair.get());
    } else {
      html.leaf("td", "", "colspan", "5");
    }
    html.closeLine();
  }

  private void row(OverDataSets panel, Pair pair) {
    html.open("tr").open("th", "scope", "row", "class", "t");
    contenders.who(pair.contender());
    html.text(" − ");
    contenders.who(pair.reference());
    html.close();
    cells(panel, pair);
    html.closeLine();
  }

  private void cells(OverDataSets panel, Pair pair) {
    List<String> numbers =
        List.of(
            pair.wins() + " – " + pair.losses(),
            Cells.difference(panel, pair),
            Cells.differenceInterval(panel, pair),
            new Cells(figures).p(pair.judgement()));
    numbers.forEach(number -> html.leaf("td", number, "class", "n"));
    html.open("td", "class", "t");
    SettingSection.badge(html, pair.judgement());
    html.close();
  }
}

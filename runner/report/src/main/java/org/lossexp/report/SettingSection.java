package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Verdict;

/** What {@code report.html} shows of one setting. */
final class SettingSection {
  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final Cells cells;
  private final ContenderMarkup contenders;
  private final LearningCurves curves;
  private final Markup html;

  SettingSection(
      Design design, Map<String, TrialResult> results, Comparison comparison, Markup html) {
    this.design = design;
    this.comparison = comparison;
    this.figures = new Figures(design, comparison);
    this.cells = new Cells(figures);
    this.contenders = new ContenderMarkup(design, html);
    this.curves = new LearningCurves(design, results, contenders, html);
    this.html = html;
  }

  /** Writes who is better, and by how much. */
  void comparison(InSetting setting) {
    ranking(setting);
    if (design.baseline().isEmpty()) {
      pairs(setting);
    }
    plots(setting);
    new WinTable(design, comparison, html).write(setting, figures.unitNoun());
  }

  /** Writes how training went. */
  void learning(InSetting setting) {
    curves.write(setting);
  }

  /** {@return whether training left anything to draw} */
  boolean learned(InSetting setting) {
    return curves.any(setting);
  }

  // The ranking

  private void ranking(InSetting setting) {
    Measured deciding = setting.deciding();
    Metric metric = figures.metric(deciding);
    boolean baseline = design.baseline().isPresent() && !deciding.contrasts().isEmpty();
    html.open("div", "class", "scroll").open("table", "class", "ranking sortable");
    html.open("caption").text(Words.capital(metric.words()) + ", " + metric.betterWords() + ".");
    if (baseline) {
      html.text(" Differences are to ")
          .leaf("b", label(design.baseline().getAsInt()), "class", "name")
          .text(", paired, positive = better; interval and p by " + figures.testName())
          .text(adjusted(deciding) + ".");
    }
    html.close();
    List<String> header =
        new ArrayList<>(
            List.of(
                "Contender",
                "Mean",
                "SD",
                figures.level() + " interval",
                Words.capital(figures.unitNoun()) + "s"));
    if (baseline) {
      header.addAll(List.of("Difference", "Adjusted interval", "p", "Verdict"));
    }
    html.open("thead").open("tr");
    for (int i = 0; i < header.size(); i++) {
      boolean words = i == 0 || i == 8;
      html.leaf("th", header.get(i), "scope", "col", "class", words ? "t" : "n");
    }
    html.close().close().open("tbody");
    for (Score score : deciding.scores()) {
      rankingRow(setting, score, header, baseline);
    }
    html.close().close().closeLine();
  }

  private void rankingRow(InSetting setting, Score score, List<String> header, boolean baseline) {
    Measured deciding = setting.deciding();
    boolean isBaseline =
        design.baseline().isPresent() && design.baseline().getAsInt() == score.contender();
    html.open("tr", "class", isBaseline ? "base" : "");
    html.open("th", "scope", "row", "class", "t");
    contenders.who(score.contender());
    if (isBaseline) {
      html.leaf("span", "baseline", "class", "tag");
    }
    html.close();
    cell(header.get(1), cells.mean(deciding, score));
    cell(header.get(2), cells.sd(deciding, score));
    cell(header.get(3), cells.interval(deciding, score));
    html.open("td", "class", "n", "data-label", header.get(4))
        .text(Integer.toString(score.units().size()));
    if (score.missing().total() > 0) {
      html.leaf("span", score.missing().words(), "class", "missing");
    }
    html.close();
    if (baseline) {
      Optional<Contrast> contrast = deciding.contrast(score.contender());
      if (isBaseline) {
        html.leaf("td", "", "class", "none", "colspan", "4");
      } else {
        difference(setting, contrast, header.subList(5, header.size()));
      }
    }
    html.closeLine();
  }

  private void difference(InSetting setting, Optional<Contrast> contrast, List<String> header) {
    Optional<Evidence> evidence = contrast.flatMap(Contrast::evidence);
    if (evidence.isEmpty()) {
      html.open("td", "class", "t", "colspan", "4").text("not compared: no pair").close();
      return;
    }
    Judgement judgement = evidence.get().inSetting();
    html.open("td", "class", "n", "data-label", header.get(0))
        .text(cells.difference(setting, contrast.get()));
    if (contrast.get().dropped() > 0) {
      html.leaf(
          "span", Words.count(contrast.get().dropped(), "pair") + " dropped", "class", "missing");
    }
    html.close();
    cell(header.get(1), cells.differenceInterval(setting, contrast.get(), judgement));
    cell(header.get(2), cells.p(judgement));
    html.open("td", "class", "t", "data-label", header.get(3));
    badge(html, judgement);
    html.close();
  }

  private static String adjusted(Measured deciding) {
    return deciding.family() > 1
        ? ", adjusted for " + deciding.family() + " comparisons (Holm)"
        : "";
  }

  private void pairs(InSetting setting) {
    Measured deciding = setting.deciding();
    if (deciding.contrasts().isEmpty()) {
      return;
    }
    if (deciding.contrasts().size() > IntervalPlot.MOST_PAIRS) {
      manyPairs(setting);
      return;
    }
    html.open("div", "class", "scroll").open("table", "class", "ranking");
    html.leaf(
        "caption",
        "Every pair: the difference is positive where the first one is better; interval and p by "
            + figures.testName()
            + adjusted(deciding)
            + ".");
    List<String> header = List.of("Difference", "Adjusted interval", "p", "Verdict");
    html.open("thead").open("tr").leaf("th", "Pair", "scope", "col", "class", "t");
    for (String name : header) {
      html.leaf("th", name, "scope", "col", "class", name.equals("Verdict") ? "t" : "n");
    }
    html.close().close().open("tbody");
    for (Contrast contrast : deciding.contrasts()) {
      html.open("tr").open("th", "scope", "row", "class", "t");
      contenders.who(contrast.contender());
      html.text(" − ");
      contenders.who(contrast.reference());
      html.close();
      difference(setting, Optional.of(contrast), header);
      html.closeLine();
    }
    html.close().close().closeLine();
  }

  /** The same in fewer words and colours, folded. */
  private void manyPairs(InSetting setting) {
    Measured deciding = setting.deciding();
    List<List<String>> rows = new ArrayList<>();
    for (Contrast contrast : deciding.contrasts()) {
      List<String> row = new ArrayList<>();
      row.add(label(contrast.contender()) + " − " + label(contrast.reference()));
      if (contrast.evidence().isPresent()) {
        Judgement judgement = contrast.evidence().get().inSetting();
        row.add(judgement.words());
        row.add(cells.difference(setting, contrast));
        row.add(cells.differenceInterval(setting, contrast, judgement));
        row.add(cells.p(judgement));
      } else {
        row.addAll(List.of("no pair", Cells.NONE, Cells.NONE, Cells.NONE));
      }
      rows.add(row);
    }
    html.open("details").leaf("summary", "All " + rows.size() + " pairs");
    new TableMarkup(html)
        .write(
            "sortable",
            "The difference is positive where the first one is better; interval and p by "
                + figures.testName()
                + adjusted(deciding)
                + ".",
            List.of("Pair", "Verdict", "Difference", "Adjusted interval", "p"),
            rows,
            2);
    html.closeLine();
  }

  static void badge(Markup html, Judgement judgement) {
    html.leaf("span", judgement.words(), "class", "badge " + kind(judgement));
  }

  private static String kind(Judgement judgement) {
    if (judgement.cannotDecide()) {
      return "v-open";
    }
    return switch (judgement.verdict()) {
      case BETTER -> "v-better";
      case BETTER_MAY_NOT_MATTER -> "v-better v-slight";
      case WORSE -> "v-worse";
      case WORSE_MAY_NOT_MATTER -> "v-worse v-slight";
      case PRACTICALLY_EQUAL, IDENTICAL -> "v-equal";
      case UNDECIDED -> "v-open";
    };
  }

  // Plots

  private void plots(InSetting setting) {
    Measured deciding = setting.deciding();
    boolean values = deciding.scores().stream().anyMatch(score -> !score.units().isEmpty());
    if (!values) {
      return;
    }
    String metric = figures.metric(deciding).words();
    html.open("div", "class", "figures");
    html.open("figure").open("figcaption");
    html.leaf("b", Words.capital(metric) + " on every " + figures.unitNoun())
        .text("; bar: mean, box: middle half");
    html.close().append(new StripPlot(design, figures).draw(deciding));
    unitsTable(deciding);
    html.closeLine();
    if (deciding.family() > 0) {
      html.open("figure").open("figcaption");
      html.leaf("b", "Paired differences")
          .text(
              (deciding.family() > IntervalPlot.MOST_PAIRS ? " of the best mean's pairs" : "")
                  + ", positive = better, adjusted interval"
                  + (setting.rope() > 0 ? "; band: rope" : ""));
      html.close().append(new IntervalPlot(design, figures).draw(setting));
      differencesTable(setting);
      html.closeLine();
    }
    html.closeLine();
  }

  private void unitsTable(Measured deciding) {
    List<String> units = new ArrayList<>();
    for (Score score : deciding.scores()) {
      for (UnitValue unit : score.units()) {
        if (!units.contains(unit.unit())) {
          units.add(unit.unit());
        }
      }
    }
    List<String> header = new ArrayList<>(List.of(Words.capital(figures.unitNoun())));
    deciding.scores().forEach(score -> header.add(label(score.contender())));
    List<List<String>> rows = new ArrayList<>();
    for (String unit : units) {
      List<String> row = new ArrayList<>(List.of(unit));
      for (Score score : deciding.scores()) {
        row.add(
            value(score.units(), unit)
                .map(value -> cells.value(deciding, score, value))
                .orElse(Cells.NONE));
      }
      rows.add(row);
    }
    new TableMarkup(html).behind(header, rows, 1);
  }

  private void differencesTable(InSetting setting) {
    List<Contrast> contrasts = IntervalPlot.drawn(setting);
    List<String> header = new ArrayList<>(List.of(Words.capital(figures.unitNoun())));
    Set<String> units = new LinkedHashSet<>();
    for (Contrast contrast : contrasts) {
      header.add(
          design.baseline().isPresent()
              ? label(contrast.contender())
              : label(contrast.contender()) + " − " + label(contrast.reference()));
      contrast.differences().forEach(unit -> units.add(unit.unit()));
    }
    int[] decimals =
        contrasts.stream().mapToInt(contrast -> figures.decimals(setting, contrast)).toArray();
    List<List<String>> rows = new ArrayList<>();
    for (String unit : units) {
      List<String> row = new ArrayList<>(List.of(unit));
      for (int i = 0; i < decimals.length; i++) {
        int own = decimals[i];
        row.add(
            value(contrasts.get(i).differences(), unit)
                .map(value -> Cells.signed(value, own))
                .orElse(Cells.NONE));
      }
      rows.add(row);
    }
    new TableMarkup(html).behind(header, rows, 1);
  }

  private static Optional<Double> value(List<UnitValue> units, String unit) {
    return units.stream()
        .filter(each -> each.unit().equals(unit))
        .findFirst()
        .map(UnitValue::value);
  }

  private void cell(String label, String text) {
    html.leaf("td", text, "class", "n", "data-label", label);
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }

  /**
   * {@return whether the verdict counts all settings and differs from that of the setting alone}
   */
  static boolean differs(Evidence evidence) {
    Verdict alone = evidence.inSetting().verdict();
    return alone != evidence.overall().verdict();
  }
}

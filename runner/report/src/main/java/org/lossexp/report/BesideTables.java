package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;

/** What stands beside the verdicts and never changes them. */
final class BesideTables {
  static final String HEADING = "What stands beside the verdicts";

  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final Cells cells;
  private final boolean several;

  BesideTables(Design design, Comparison comparison) {
    this.design = design;
    this.comparison = comparison;
    this.figures = new Figures(design, comparison);
    this.cells = new Cells(figures);
    this.several = comparison.settings().size() > 1;
  }

  /** {@return the tables that have rows; none where nothing was compared} */
  List<TextTable> tables() {
    if (comparison.family() == 0) {
      return List.of();
    }
    List<TextTable> tables = new ArrayList<>(List.of(tests(), effects(), middle()));
    for (OverDataSets panel : comparison.overDataSets()) {
      tables.add(overDataSets(panel));
      panel.profiles().ifPresent(profiles -> tables.add(middle(panel, profiles)));
    }
    return tables.stream().filter(table -> !table.rows().isEmpty()).toList();
  }

  private TextTable tests() {
    return new TextTable(
        "Other tests of the same differences. P(worse / equal / better): Bayesian correlated t-test"
            + (design.rope() == 0 ? "" : " with the rope")
            + ". None of these is adjusted for other comparisons.",
        header(
            "comparison", figures.unitNoun() + "s", "t", "p", "Wilcoxon p", "worse/equal/better"),
        rows((setting, contrast, evidence) ->
            List.of(
                contrast.differences().size()
                    + (contrast.dropped() == 0
                        ? ""
                        : " (" + Words.count(contrast.dropped(), "pair") + " dropped)"),
                Cells.signed(evidence.test().statistic(), 2),
                figures.p(evidence.test().pValue()),
                cells.signedRankP(evidence),
                evidence.posterior().map(Cells::shares).orElse(Cells.NONE))),
        several ? 2 : 1);
  }

  private TextTable effects() {
    String noun = figures.unitNoun();
    return new TextTable(
        "How large, and how sure. Bootstrap: interval of the mean difference. P(improvement): share"
            + " of "
            + noun
            + "s on which the first one is better, ties counting half; A12: the same without pairs,"
            + " for any two "
            + noun
            + "s. Enough: how many "
            + noun
            + "s would probably bring a verdict (bootstrap, in four of five experiments), where"
            + " there is none and that can be told.",
        header("comparison", "bootstrap", "P(improvement)", "A12", "enough"),
        rows((setting, contrast, evidence) ->
            List.of(
                cells.bootstrap(setting, contrast, evidence),
                Cells.share(evidence.improvement()),
                Cells.share(evidence.a12()),
                enough(evidence.unitsNeeded()))),
        several ? 2 : 1);
  }

  private static String enough(OptionalInt units) {
    return units.isPresent() ? "about " + units.getAsInt() : Cells.NONE;
  }

  private TextTable middle() {
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      Measured deciding = setting.deciding();
      for (Score score : deciding.scores()) {
        if (score.iqm().isPresent()) {
          int decimals = figures.meanDecimals(deciding, score);
          List<String> row = new ArrayList<>(place(setting));
          row.add(figures.name(score.contender()));
          row.add(Cells.minus(Figures.fixed(score.iqm().getAsDouble(), decimals)));
          row.add(
              score
                  .iqmInterval()
                  .map(interval -> Cells.interval(interval, decimals))
                  .orElse(Cells.NONE));
          rows.add(row);
        }
      }
    }
    return new TextTable(
        "Interquartile mean of the "
            + figures.unitNoun()
            + "s, the mean of their middle half, with its "
            + figures.level()
            + " bootstrap interval.",
        header("contender", "IQM", "interval"),
        rows,
        several ? 2 : 1);
  }

  private TextTable overDataSets(OverDataSets panel) {
    List<List<String>> rows = new ArrayList<>();
    for (OverDataSets.Pair pair : panel.pairs()) {
      rows.add(
          List.of(
              figures.name(pair.contender()) + " − " + figures.name(pair.reference()),
              Cells.shares(pair.posterior()),
              Cells.share(pair.improvement()),
              pair.improvementInterval().map(it -> Cells.interval(it, 2)).orElse(Cells.NONE)));
    }
    return new TextTable(
        "Over the data sets"
            + among(panel)
            + ": worse/equal/better by the Bayesian signed-rank test"
            + (panel.rope() == 0 ? "" : " with the rope")
            + "; P(improvement): how probably a "
            + figures.unitNoun()
            + " of the first is better than one of the second, mean over the data sets, with its "
            + figures.level()
            + " interval by a bootstrap within each.",
        List.of("comparison", "worse/equal/better", "P(improvement)", "interval"),
        rows,
        1);
  }

  private TextTable middle(OverDataSets panel, Profiles profiles) {
    List<List<String>> rows = new ArrayList<>();
    for (Profiles.OfContender each : profiles.contenders()) {
      int decimals = figures.decimals(each);
      rows.add(
          List.of(
              figures.name(each.contender()),
              Cells.minus(Figures.fixed(each.iqm(), decimals)),
              each.interval().map(it -> Cells.interval(it, decimals)).orElse(Cells.NONE)));
    }
    return new TextTable(
        "Interquartile mean of all "
            + figures.unitNoun()
            + "s of all data sets"
            + among(panel)
            + (profiles.relative() ? ", relative to the best mean on their data set" : "")
            + ", with its "
            + figures.level()
            + " interval by a bootstrap within each.",
        List.of("contender", "IQM", "interval"),
        rows,
        1);
  }

  private static String among(OverDataSets panel) {
    return panel.panel().isEmpty() ? "" : ", " + Words.plain(panel.panel());
  }

  /** The cells of a comparison behind its name. */
  private interface Row {
    List<String> of(InSetting setting, Contrast contrast, Evidence evidence);
  }

  private List<List<String>> rows(Row cells) {
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      for (Contrast contrast : setting.deciding().contrasts()) {
        if (contrast.evidence().isPresent()) {
          List<String> row = new ArrayList<>(place(setting));
          row.add(figures.name(contrast.contender()) + " − " + figures.name(contrast.reference()));
          row.addAll(cells.of(setting, contrast, contrast.evidence().get()));
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private List<String> place(InSetting setting) {
    return several ? List.of(figures.settingName(setting.setting())) : List.of();
  }

  private List<String> header(String... columns) {
    List<String> header = new ArrayList<>(several ? List.of("setting") : List.of());
    header.addAll(List.of(columns));
    return header;
  }
}

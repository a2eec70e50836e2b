package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.Failure;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;

/** The answer and its tables as a text: {@code report.md}, {@code report.tex}. */
final class TextReport {
  private static final int MOST_FAILURES = 50;

  private final Design design;
  private final Comparison comparison;
  private final Answer answer;
  private final Figures figures;
  private final Cells cells;
  private final Optional<Tunability> tunability;
  private final Optional<Timings> timings;
  private final Prose prose;

  TextReport(
      Design design,
      Comparison comparison,
      Answer answer,
      Optional<Tunability> tunability,
      Optional<Timings> timings,
      Prose prose) {
    this.timings = timings;
    this.tunability = tunability;
    this.design = design;
    this.comparison = comparison;
    this.answer = answer;
    this.figures = new Figures(design, comparison);
    this.cells = new Cells(figures);
    this.prose = prose;
  }

  String text() {
    prose.title(design.title(), design.question());
    if (!comparison.complete() || tunability.filter(it -> it.outside() > 0).isPresent()) {
      prose.strong("Incomplete: not reproducible. Some trials ended from outside or have not run.");
    }
    prose.strong(answer.headline());
    if (!answer.support().isEmpty()) {
      prose.paragraph(String.join(" ", answer.support()));
    }
    List<String> cautions = new ArrayList<>(answer.cautions());
    design.notes().forEach(note -> cautions.add(Words.sentence(note)));
    prose.bullets(cautions);
    if (comparison.settings().size() > 1 && design.baseline().isPresent()) {
      overview();
    }
    comparison.overDataSets().forEach(this::overDataSets);
    comparison.settings().forEach(this::setting);
    otherMetrics();
    tunability.ifPresent(this::tuning);
    prose.heading("How it was decided");
    prose.bullets(new Reasons(design, comparison, figures).steps());
    List<TextTable> beside = new BesideTables(design, comparison).tables();
    if (!beside.isEmpty()) {
      prose.heading(BesideTables.HEADING);
      beside.forEach(this::table);
    }
    failures();
    timings.ifPresent(clock -> {
      prose.heading(Timings.HEADING);
      table(clock.table(design));
    });
    sources();
    return prose.finished();
  }

  private void tuning(Tunability tuned) {
    prose.heading(TuningTables.HEADING);
    new TuningTables(design, tuned).tables().forEach(this::table);
  }

  private void table(TextTable table) {
    prose.paragraph(table.note());
    prose.table(table.header(), table.rows());
  }

  private void overview() {
    prose.heading("All settings at a glance");
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      for (Contrast contrast : setting.deciding().contrasts()) {
        List<String> row = new ArrayList<>();
        row.add(settingLabel(setting.setting()));
        row.add(label(contrast.contender()));
        row.addAll(difference(setting, Optional.of(contrast), Evidence::overall));
        String gaps = Cells.gaps(setting, contrast);
        if (!gaps.isEmpty()) {
          row.add(row.removeLast() + " (" + gaps + ")");
        }
        rows.add(row);
      }
    }
    prose.table(
        List.of("setting", "contender", "difference", "adjusted interval", "adjusted p", "verdict"),
        rows);
    prose.paragraph(
        "Differences are to "
            + figures.name(design.baseline().orElseThrow())
            + ", positive = better, and count the comparisons of all settings together, as the"
            + " answer does; the tables below count those of their setting.");
  }

  private void overDataSets(OverDataSets panel) {
    prose.heading("Over the data sets" + (panel.panel().isEmpty() ? "" : ", " + panel.panel()));
    if (panel.friedman().isPresent()) {
      prose.paragraph(figures.friedman(panel));
    }
    List<List<String>> ranks = new ArrayList<>();
    for (OverDataSets.Ranked ranked : panel.contenders()) {
      ranks.add(List.of(label(ranked.contender()), Figures.fixed(ranked.averageRank(), 2)));
    }
    prose.table(List.of("contender", "average rank"), ranks);
    List<List<String>> pairs = new ArrayList<>();
    for (OverDataSets.Pair pair : panel.pairs()) {
      pairs.add(
          List.of(
              label(pair.contender()) + " − " + label(pair.reference()),
              pair.wins() + " – " + pair.losses(),
              Cells.difference(panel, pair),
              Cells.differenceInterval(panel, pair),
              cells.p(pair.judgement()),
              pair.judgement().words()));
    }
    if (!pairs.isEmpty()) {
      prose.table(
          List.of("pair", "won – lost", "difference", "adjusted interval", "adjusted p", "verdict"),
          pairs);
    }
    figures.tooSmall(panel).ifPresent(prose::paragraph);
    if (!panel.leftOut().isEmpty()) {
      prose.paragraph(figures.leftOut(panel));
    }
  }

  private void setting(InSetting setting) {
    Measured deciding = setting.deciding();
    String metric = figures.metric(deciding).words();
    String label = design.settings().get(setting.setting()).label();
    prose.heading(Words.capital(metric) + (label.isEmpty() ? "" : ", " + label));
    boolean baseline = design.baseline().isPresent();
    List<String> header = new ArrayList<>(List.of("contender", "mean", "sd"));
    header.addAll(List.of(figures.level() + " interval", figures.unitNoun() + "s"));
    if (baseline) {
      header.addAll(List.of("difference", "adjusted interval", "adjusted p", "verdict"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Score score : deciding.scores()) {
      List<String> row = new ArrayList<>();
      row.add(label(score.contender()));
      row.add(cells.mean(deciding, score));
      row.add(cells.sd(deciding, score));
      row.add(cells.interval(deciding, score));
      row.add(Cells.units(score));
      if (baseline) {
        row.addAll(
            score.contender() == design.baseline().getAsInt()
                ? List.of("", "", "", "baseline")
                : difference(setting, deciding.contrast(score.contender()), Evidence::inSetting));
      }
      rows.add(row);
    }
    prose.table(header, rows);
    if (baseline) {
      prose.paragraph(
          "Differences are to "
              + figures.name(design.baseline().getAsInt())
              + ", positive = better.");
    } else if (!deciding.contrasts().isEmpty()) {
      List<List<String>> pairs = new ArrayList<>();
      for (Contrast contrast : deciding.contrasts()) {
        List<String> row = new ArrayList<>();
        row.add(label(contrast.contender()) + " − " + label(contrast.reference()));
        row.addAll(difference(setting, Optional.of(contrast), Evidence::inSetting));
        pairs.add(row);
      }
      prose.table(
          List.of("pair", "difference", "adjusted interval", "adjusted p", "verdict"), pairs);
      prose.paragraph("Positive: the first one is better.");
    }
  }

  private List<String> difference(
      InSetting setting, Optional<Contrast> contrast, Function<Evidence, Judgement> family) {
    Optional<Evidence> evidence = contrast.flatMap(Contrast::evidence);
    if (evidence.isEmpty()) {
      return List.of(Cells.NONE, Cells.NONE, Cells.NONE, "not compared");
    }
    Judgement judgement = family.apply(evidence.get());
    return List.of(
        cells.difference(setting, contrast.get()),
        cells.differenceInterval(setting, contrast.get(), judgement),
        cells.p(judgement),
        judgement.words());
  }

  private void otherMetrics() {
    if (comparison.metrics().size() == 1) {
      return;
    }
    prose.heading("Other metrics");
    prose.paragraph("They describe; nothing is decided by them.");
    boolean several = comparison.settings().size() > 1;
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      for (Measured measured : setting.measured().subList(1, setting.measured().size())) {
        for (Score score : measured.scores()) {
          List<String> row = new ArrayList<>();
          if (several) {
            row.add(settingLabel(setting.setting()));
          }
          row.add(Words.plain(figures.metric(measured).words()));
          row.add(label(score.contender()));
          row.add(score.applicable() ? cells.mean(measured, score) : "not applicable");
          row.add(cells.sd(measured, score));
          row.add(Cells.units(score));
          rows.add(row);
        }
      }
    }
    List<String> header =
        new ArrayList<>(List.of("metric", "contender", "mean", "sd", figures.unitNoun() + "s"));
    if (several) {
      header.addFirst("setting");
    }
    prose.table(header, rows);
  }

  private void failures() {
    if (comparison.failures().isEmpty()) {
      return;
    }
    prose.heading("Trials without a result");
    boolean several = comparison.settings().size() > 1;
    List<List<String>> rows = new ArrayList<>();
    for (Failure failure : comparison.failures().stream().limit(MOST_FAILURES).toList()) {
      Design.Row row = design.trials().get(failure.row());
      List<String> cells = new ArrayList<>();
      cells.add(label(row.contender()));
      if (several) {
        cells.add(settingLabel(row.setting()));
      }
      cells.add(Words.plain(row.unit()));
      cells.add(failure.kind().words());
      cells.add(Words.plain(failure.cause()));
      rows.add(cells);
    }
    List<String> header =
        new ArrayList<>(List.of("contender", figures.unitNoun(), "how it ended", "cause"));
    if (several) {
      header.add(1, "setting");
    }
    prose.table(header, rows);
    if (comparison.failures().size() > MOST_FAILURES) {
      prose.paragraph(
          (comparison.failures().size() - MOST_FAILURES) + " more are in `trials.csv`.");
    }
  }

  private void sources() {
    prose.heading("Sources");
    List<List<String>> rows = new ArrayList<>();
    for (Design.DataSource data : design.data()) {
      rows.add(
          List.of(
              "data " + Words.plain(data.name()),
              Words.plain(data.path()),
              Words.count(data.rows(), "row") + ", " + Words.plain(data.task()),
              Words.plain(data.sha256())));
    }
    for (Design.PluginSource plugin : design.plugins()) {
      rows.add(
          List.of(
              "plugin " + Words.plain(plugin.name()),
              "",
              Words.plain(plugin.version()),
              Words.plain(plugin.sha256())));
    }
    prose.table(List.of("what", "path", "facts", "sha256"), rows);
    prose.paragraph("To run it again: " + figures.again());
  }

  private String label(int contender) {
    return Words.quoted(design.contenders().get(contender).label());
  }

  private String settingLabel(int setting) {
    return Words.quoted(design.settings().get(setting).label());
  }
}

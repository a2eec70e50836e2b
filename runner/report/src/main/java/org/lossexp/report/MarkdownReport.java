package org.lossexp.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.Failure;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;

/** {@code report.md}: the answer and its tables, for a pull request. */
final class MarkdownReport {
  private static final int MOST_FAILURES = 50;

  /**
   * What Markdown would read as markup, a line's first character included; a lone less-than or
   * ampersand is text.
   */
  private static final Pattern MARKUP =
      Pattern.compile("[\\\\`*\\[\\]|~]|_(?!\\w)|(?<!\\w)_|<(?=[A-Za-z/!?])|&(?=#?\\w+;)|^[#>+-]");

  private final Design design;
  private final Comparison comparison;
  private final Answer answer;
  private final Figures figures;
  private final Cells cells;
  private final StringBuilder out = new StringBuilder();

  MarkdownReport(Design design, Comparison comparison, Answer answer) {
    this.design = design;
    this.comparison = comparison;
    this.answer = answer;
    this.figures = new Figures(design, comparison);
    this.cells = new Cells(figures);
  }

  String text() {
    heading(1, design.title());
    if (!design.question().isEmpty()) {
      paragraph("*" + escaped(design.question()) + "*");
    }
    if (!comparison.complete()) {
      paragraph(
          "**Incomplete: not reproducible.** Some trials ended from outside or have not run.");
    }
    paragraph("**" + sentence(answer.headline()) + "**");
    if (!answer.support().isEmpty()) {
      paragraph(sentences(answer.support()));
    }
    List<String> cautions = new ArrayList<>(answer.cautions());
    cautions.addAll(design.notes());
    bullets(cautions);
    if (comparison.settings().size() > 1 && design.baseline().isPresent()) {
      overview();
    }
    comparison.overDataSets().forEach(this::overDataSets);
    comparison.settings().forEach(this::setting);
    otherMetrics();
    heading(2, "How it was decided");
    bullets(new Reasons(design, comparison, figures).steps());
    failures();
    sources();
    return out.toString();
  }

  private void overview() {
    heading(2, "All settings at a glance");
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      for (Contrast contrast : setting.deciding().contrasts()) {
        List<String> row = new ArrayList<>();
        row.add(settingLabel(setting.setting()));
        row.add(label(contrast.contender()));
        row.addAll(difference(setting, Optional.of(contrast), Evidence::overall));
        rows.add(row);
      }
    }
    table(
        List.of("setting", "contender", "difference", "adjusted interval", "adjusted p", "verdict"),
        rows);
    paragraph(
        "Differences are to "
            + sentence(figures.name(design.baseline().orElseThrow()))
            + ", positive = better, and count the comparisons of all settings together, as the"
            + " answer does; the tables below count those of their setting.");
  }

  private void overDataSets(OverDataSets panel) {
    heading(2, "Over the data sets" + (panel.panel().isEmpty() ? "" : ", " + panel.panel()));
    if (panel.friedman().isPresent()) {
      paragraph(sentence(figures.friedman(panel)));
    }
    List<List<String>> ranks = new ArrayList<>();
    for (OverDataSets.Ranked ranked : panel.contenders()) {
      ranks.add(List.of(label(ranked.contender()), Figures.fixed(ranked.averageRank(), 2)));
    }
    table(List.of("contender", "average rank"), ranks);
    List<List<String>> pairs = new ArrayList<>();
    for (OverDataSets.Pair pair : panel.pairs()) {
      pairs.add(
          List.of(
              label(pair.contender()) + " − " + label(pair.reference()),
              pair.wins() + " – " + pair.losses(),
              cells.p(pair.judgement()),
              pair.judgement().words()));
    }
    if (!pairs.isEmpty()) {
      table(List.of("pair", "won – lost", "adjusted p", "verdict"), pairs);
    }
    if (!panel.leftOut().isEmpty()) {
      paragraph(sentence(figures.leftOut(panel)));
    }
  }

  private void setting(InSetting setting) {
    Measured deciding = setting.deciding();
    String metric = figures.metric(deciding).words();
    String label = design.settings().get(setting.setting()).label();
    heading(2, Words.capital(metric) + (label.isEmpty() ? "" : ", " + label));
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
    table(header, rows);
    if (baseline) {
      paragraph(
          "Differences are to "
              + sentence(figures.name(design.baseline().getAsInt()))
              + ", positive = better.");
    } else if (!deciding.contrasts().isEmpty()) {
      List<List<String>> pairs = new ArrayList<>();
      for (Contrast contrast : deciding.contrasts()) {
        List<String> row = new ArrayList<>();
        row.add(label(contrast.contender()) + " − " + label(contrast.reference()));
        row.addAll(difference(setting, Optional.of(contrast), Evidence::inSetting));
        pairs.add(row);
      }
      table(List.of("pair", "difference", "adjusted interval", "adjusted p", "verdict"), pairs);
      paragraph("Positive: the first one is better.");
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
    heading(2, "Other metrics");
    paragraph("They describe; nothing is decided by them.");
    boolean several = comparison.settings().size() > 1;
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      for (Measured measured : setting.measured().subList(1, setting.measured().size())) {
        for (Score score : measured.scores()) {
          List<String> row = new ArrayList<>();
          if (several) {
            row.add(settingLabel(setting.setting()));
          }
          row.add(escaped(figures.metric(measured).words()));
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
    table(header, rows);
  }

  private void failures() {
    if (comparison.failures().isEmpty()) {
      return;
    }
    heading(2, "Trials without a result");
    boolean several = comparison.settings().size() > 1;
    List<List<String>> rows = new ArrayList<>();
    for (Failure failure : comparison.failures().stream().limit(MOST_FAILURES).toList()) {
      Design.Row row = design.trials().get(failure.row());
      List<String> cells = new ArrayList<>();
      cells.add(label(row.contender()));
      if (several) {
        cells.add(settingLabel(row.setting()));
      }
      cells.add(escaped(row.unit()));
      cells.add(failure.kind().words());
      cells.add(escaped(failure.cause()));
      rows.add(cells);
    }
    List<String> header =
        new ArrayList<>(List.of("contender", figures.unitNoun(), "how it ended", "cause"));
    if (several) {
      header.add(1, "setting");
    }
    table(header, rows);
    if (comparison.failures().size() > MOST_FAILURES) {
      paragraph((comparison.failures().size() - MOST_FAILURES) + " more are in `trials.csv`.");
    }
  }

  private void sources() {
    heading(2, "Sources");
    List<List<String>> rows = new ArrayList<>();
    for (Design.DataSource data : design.data()) {
      rows.add(
          List.of(
              "data " + escaped(data.name()),
              escaped(data.path()),
              data.rows() + " rows, " + escaped(data.task()),
              escaped(data.sha256())));
    }
    for (Design.PluginSource plugin : design.plugins()) {
      rows.add(
          List.of(
              "plugin " + escaped(plugin.name()),
              "",
              escaped(plugin.version()),
              escaped(plugin.sha256())));
    }
    table(List.of("what", "path", "facts", "sha256"), rows);
    paragraph("To run it again: " + figures.again());
  }

  private void heading(int level, String text) {
    out.append("#".repeat(level)).append(' ').append(escaped(text)).append("\n\n");
  }

  private void paragraph(String markdown) {
    out.append(markdown).append("\n\n");
  }

  private void bullets(List<String> sentences) {
    sentences.forEach(each -> out.append("- ").append(sentence(each)).append('\n'));
    if (!sentences.isEmpty()) {
      out.append('\n');
    }
  }

  private void table(List<String> header, List<List<String>> rows) {
    line(header);
    line(Collections.nCopies(header.size(), "---"));
    rows.forEach(this::line);
    out.append('\n');
  }

  private void line(List<String> row) {
    out.append(row.stream().collect(Collectors.joining(" | ", "| ", " |"))).append('\n');
  }

  private String label(int contender) {
    return name(Words.quoted(design.contenders().get(contender).label()));
  }

  private String settingLabel(int setting) {
    return name(Words.quoted(design.settings().get(setting).label()));
  }

  private static String sentences(List<String> sentences) {
    return sentences.stream().map(MarkdownReport::sentence).collect(Collectors.joining(" "));
  }

  /** A sentence of ours: names stay between backquotes. */
  private static String sentence(String sentence) {
    var text = new StringBuilder();
    String[] parts = sentence.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      text.append(i % 2 == 0 ? escaped(parts[i]) : name('`' + parts[i] + '`'));
    }
    return text.toString();
  }

  /**
   * A name between backquotes. Nothing in code is markup, but a bar would still end a table's cell;
   * and what looks like a tag is no name to trust every renderer with.
   */
  private static String name(String quoted) {
    String bare = quoted.substring(1, quoted.length() - 1);
    return bare.isBlank() || bare.contains("<")
        ? escaped(bare)
        : oneLine(quoted).replace("|", "\\|");
  }

  /** Text from outside: nothing in it is markup, a link or a line break. */
  private static String escaped(String text) {
    return MARKUP
        .matcher(oneLine(text))
        .replaceAll(found ->
            Matcher.quoteReplacement(found.group().equals("<") ? "&lt;" : '\\' + found.group()));
  }

  private static String oneLine(String text) {
    return text.chars()
        .mapToObj(c -> String.valueOf((char) Math.max(c, ' ')))
        .collect(Collectors.joining());
  }
}

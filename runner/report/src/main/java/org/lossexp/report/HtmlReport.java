package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.Failure;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;

/**
 * {@code report.html}: one file that opens offline, fetches nothing, and whose own script alone may
 * run. Its markup is XML as well, so that any tool can read it back.
 */
final class HtmlReport {
  private static final int MOST_FAILURES = 50;
  private static final int MOST_OPEN_SETTINGS = 3;

  /** A page has to stay small. */
  private static final int MOST_ROWS = 100;

  private static final String SCRIPT = Script.text("report.js");

  private final Design design;
  private final Map<String, TrialResult> results;
  private final Comparison comparison;
  private final Answer answer;
  private final Optional<Tunability> tunability;
  private final Optional<Timings> timings;
  private final ShapePictures shapes;
  private final Behaviour behaviour;
  private final Figures figures;
  private final Cells cells;
  private final Markup page = new Markup();

  /** What stands below the answer: written first, so that the list of it can stand above. */
  private final Markup html = new Markup();

  private final Contents contents = new Contents(html);
  private final ContenderMarkup contenders;
  private final SettingSection section;

  HtmlReport(
      Design design,
      Map<String, TrialResult> results,
      Comparison comparison,
      Answer answer,
      Optional<Tunability> tunability,
      Pictured pictured,
      Optional<Timings> timings) {
    this.timings = timings;
    this.tunability = tunability;
    this.shapes = new ShapePictures(design, pictured.shapes());
    this.behaviour = new Behaviour(design, results, pictured);
    this.design = design;
    this.results = results;
    this.comparison = comparison;
    this.answer = answer;
    this.figures = new Figures(design, comparison);
    this.cells = new Cells(figures);
    this.contenders = new ContenderMarkup(design, html);
    this.section = new SettingSection(design, results, comparison, html);
  }

  String text() {
    boolean several = comparison.settings().size() > 1;
    if (several) {
      overview();
      new DataSetsSection(design, comparison, figures, contents, html).write();
      factors();
    }
    for (InSetting setting : comparison.settings()) {
      if (several) {
        folded(setting);
      } else {
        alone(setting);
      }
    }
    shapes();
    tunability.ifPresent(this::tuning);
    otherMetrics();
    decided();
    trials();
    appendix();
    page.open("html", "lang", "en");
    head();
    page.open("body").open("main");
    opening();
    page.append(contents.finished()).append(html);
    page.close();
    page.leaf(
        "script",
        TrialData.json(design, results, comparison),
        "type",
        "application/json",
        "id",
        "trials-data");
    page.script(SCRIPT);
    page.close().closeLine();
    return "<!DOCTYPE html>\n" + page.finished();
  }

  /** The only setting: its parts are parts of the page. */
  private void alone(InSetting setting) {
    contents.open("setting-1", "The comparison", "Comparison");
    section.comparison(setting);
    html.closeLine();
    if (section.learned(setting)) {
      contents.open("learning-1", "How training went", "Training");
      section.learning(setting);
      html.closeLine();
    }
    if (behaviour.any(0)) {
      contents.open("behaviour-1", "How the models behave", "Behaviour");
      behaviour.write(0, design, contenders, html);
      html.closeLine();
    }
  }

  /** One of several settings: few stand open, of many the overview says which to look at. */
  private void folded(InSetting setting) {
    String id = "setting-" + (setting.setting() + 1);
    if (setting.setting() == 0) {
      contents.list(id, "Each setting");
    }
    contents.openFolding(
        id, settingLabel(setting), comparison.settings().size() <= MOST_OPEN_SETTINGS);
    section.comparison(setting);
    differing(setting);
    if (section.learned(setting)) {
      html.open("details", "id", "learning-" + (setting.setting() + 1))
          .leaf("summary", "How training went");
      section.learning(setting);
      html.closeLine();
    }
    if (behaviour.any(setting.setting())) {
      html.open("details", "id", "behaviour-" + (setting.setting() + 1))
          .leaf("summary", "How the models behave");
      behaviour.write(setting.setting(), design, contenders, html);
      html.closeLine();
    }
    contents.closeFolding();
  }

  private void head() {
    page.open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        Script.policy(SCRIPT, "'none'"));
    page.leaf("title", design.title());
    page.leaf("style", StyleSheet.text("report.css"));
    page.closeLine();
  }

  // The answer

  private void opening() {
    page.open("header");
    page.leaf("h1", design.title());
    if (!design.question().isEmpty()) {
      page.leaf("p", design.question(), "class", "question");
    }
    page.closeLine();
    if (!comparison.complete() || tunability.filter(it -> it.outside() > 0).isPresent()) {
      page.open("p", "class", "banner")
          .leaf("b", "Incomplete: not reproducible.")
          .text(
              " Some trials ended from outside or have not run; run the experiment again to finish"
                  + " them.")
          .closeLine();
    }
    page.open("section", "class", "answer", "aria-label", "The answer");
    page.open("p", "class", "headline").sentence(answer.headline()).close();
    if (!answer.support().isEmpty()) {
      page.open("p", "class", "support");
      for (int i = 0; i < answer.support().size(); i++) {
        page.text(i == 0 ? "" : " ").sentence(answer.support().get(i));
      }
      page.close();
    }
    page.leaf("p", facts(), "class", "facts");
    List<String> cautions = new ArrayList<>(answer.cautions());
    design.notes().forEach(note -> cautions.add(Words.sentence(note)));
    if (!cautions.isEmpty()) {
      page.open("div", "class", "cautions").leaf("h2", "Keep in mind");
      list(page, cautions);
      page.close();
    }
    page.closeLine();
  }

  private String facts() {
    Metric metric = comparison.metrics().getFirst();
    int trials = design.trials().size();
    List<String> facts = new ArrayList<>();
    facts.add(Words.count(design.contenders().size(), "contender"));
    if (comparison.settings().size() > 1) {
      facts.add(Words.count(comparison.settings().size(), "setting"));
    }
    facts.add(Words.count(design.seeds(), "seed"));
    facts.add(
        Words.count(trials, "trial")
            + (comparison.failures().isEmpty()
                ? ""
                : ", " + comparison.failures().size() + " without a result"));
    facts.add(metric.words() + ", " + metric.betterWords());
    return String.join(" · ", facts);
  }

  private static void list(Markup html, List<String> sentences) {
    html.open("ul");
    sentences.forEach(sentence -> html.open("li").sentence(sentence).close());
    html.closeLine();
  }

  // Several settings

  private void overview() {
    boolean baseline = design.baseline().isPresent();
    contents.open("settings", "All settings at a glance", "Settings");
    html.leaf(
        "p",
        baseline
            ? "Each cell: mean difference to the baseline, positive = better, the verdict, adjusted"
                + " interval and p, counting the comparisons of all settings together, as the"
                + " answer does; the tables below count those of their setting."
            : "Each cell: the mean; the tables below have every pair.",
        "class",
        "note");
    html.open("div", "class", "scroll").open("table", "class", "overview");
    html.open("thead").open("tr").leaf("th", "Setting", "scope", "col", "class", "t");
    List<Integer> columns =
        IntStream.range(0, design.contenders().size())
            .filter(each -> !baseline || each != design.baseline().getAsInt())
            .boxed()
            .toList();
    for (int contender : columns) {
      html.open("th", "scope", "col", "class", "t");
      contenders.who(contender);
      html.close();
    }
    html.close().close().open("tbody");
    for (InSetting setting : comparison.settings()) {
      html.open("tr").open("th", "scope", "row", "class", "t");
      html.leaf("a", settingLabel(setting), "href", "#setting-" + (setting.setting() + 1));
      html.close();
      for (int contender : columns) {
        html.open("td", "class", "t");
        if (baseline) {
          verdictCell(setting, setting.deciding().contrast(contender));
        } else {
          html.text(
              setting
                  .deciding()
                  .score(contender)
                  .map(score -> cells.mean(setting.deciding(), score))
                  .orElse(Cells.NONE));
        }
        html.close();
      }
      html.closeLine();
    }
    html.close().close().close();
    new WinTable(design, comparison, html).write();
    html.closeLine();
  }

  private void verdictCell(InSetting setting, Optional<Contrast> contrast) {
    Optional<Evidence> evidence = contrast.flatMap(Contrast::evidence);
    String gaps = contrast.map(each -> Cells.gaps(setting, each)).orElse("");
    if (evidence.isEmpty()) {
      html.text(contrast.isEmpty() ? Cells.NONE : "not compared");
      if (!gaps.isEmpty()) {
        html.text(" ").leaf("span", gaps, "class", "missing");
      }
      return;
    }
    html.leaf("span", cells.difference(setting, contrast.get()), "class", "num").text(" ");
    Judgement overall = evidence.get().overall();
    SettingSection.badge(html, overall);
    if (!gaps.isEmpty()) {
      html.text(" ").leaf("span", gaps, "class", "missing");
    }
    if (!overall.cannotDecide()) {
      html.leaf(
          "small",
          cells.differenceInterval(setting, contrast.get(), overall)
              + ", "
              + figures.pEquals(overall.decision().adjustedP()));
    }
  }

  private void factors() {
    List<FactorPanels.Panel> panels = new FactorPanels(design, comparison).panels();
    if (panels.isEmpty()) {
      return;
    }
    Metric metric = comparison.metrics().getFirst();
    contents.open("factors", "Over the factors", "Factors");
    html.leaf(
        "p",
        "Mean "
            + metric.words() // such as "test accuracy"
            + " with its "
            + figures.level()
            + " interval, "
            + metric.betterWords()
            + ". A bar is the interval of one contender alone: the verdicts compare pairs, and may"
            + " be decided where bars overlap.",
        "class",
        "note");
    contenders.legend(IntStream.range(0, design.contenders().size()).boxed().toList());
    html.open("div", "class", "figures wide");
    for (FactorPanels.Panel panel : panels) {
      html.open("figure")
          .open("figcaption")
          .text("over ")
          .leaf("b", panel.factor())
          .text(panel.others().isEmpty() ? "" : ", " + panel.others())
          .close()
          .append(panel.plot());
      factorTable(panel);
      html.closeLine();
    }
    html.close().closeLine();
  }

  private void factorTable(FactorPanels.Panel panel) {
    List<String> header = new ArrayList<>(List.of(panel.factor()));
    design.contenders().forEach(contender -> header.add(contender.label()));
    List<List<String>> rows = new ArrayList<>();
    for (InSetting setting : panel.settings()) {
      List<String> row =
          new ArrayList<>(
              List.of(design.settings().get(setting.setting()).factors().get(panel.factor())));
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        row.add(
            setting
                .deciding()
                .score(contender)
                .map(score ->
                    cells.mean(setting.deciding(), score)
                        + " ("
                        + cells.interval(setting.deciding(), score)
                        + ")")
                .orElse(Cells.NONE));
      }
      rows.add(row);
    }
    new TableMarkup(html).behind(header, rows, 1);
  }

  /** Alone a setting may decide what it does not decide among all. */
  private void differing(InSetting setting) {
    List<String> sentences = new ArrayList<>();
    for (Contrast contrast : setting.deciding().contrasts()) {
      contrast
          .evidence()
          .filter(SettingSection::differs)
          .ifPresent(evidence ->
              sentences.add(
                  figures.name(contrast.contender())
                      + " against "
                      + figures.name(contrast.reference())
                      + " is \""
                      + evidence.inSetting().words()
                      + "\" in this setting alone, and \""
                      + evidence.overall().words()
                      + "\" when the comparisons of all settings are counted together."));
    }
    if (!sentences.isEmpty()) {
      list(html, sentences);
    }
  }

  // Below

  private void shapes() {
    List<Picture> pictures = shapes.draw();
    if (pictures.isEmpty()) {
      return;
    }
    contents.open("losses", "What the losses look like", "Losses");
    html.leaf(
        "p",
        "What each loss charges for a prediction, and how hard it pulls, by formula: nothing here"
            + " was measured. A curve that goes off far beyond the others is cut.",
        "class",
        "note");
    if (!shapes.without().isEmpty()) {
      html.open("p", "class", "note")
          .sentence(
              "Without a curve, for no single prediction shows it, its values were tuned, or a"
                  + " plugin brings it: "
                  + Words.list(shapes.without().stream().map(figures::name).toList())
                  + ".")
          .close();
    }
    contenders.legend(Picture.contenders(pictures));
    Picture.write(html, "figures", pictures);
    html.closeLine();
  }

  private void tuning(Tunability tuned) {
    contents.open("tuning", TuningTables.HEADING, "Tuning");
    var plots = new TuningPlots(design, tuned);
    List<Picture> pictures = new ArrayList<>(plots.bestOf());
    pictures.addAll(plots.sensitivity());
    if (!pictures.isEmpty()) {
      contenders.legend(Picture.contenders(pictures));
      Picture.write(html, "figures", pictures);
    }
    new TuningTables(design, tuned).tables().forEach(this::table);
    html.closeLine();
  }

  private void table(TextTable table) {
    html.leaf("p", table.note(), "class", "note");
    new TableMarkup(html)
        .write(
            "",
            "",
            table.header().stream().map(HtmlReport::heading).toList(),
            table.rows().stream().limit(MOST_ROWS).map(HtmlReport::plain).toList(),
            table.names());
    if (table.rows().size() > MOST_ROWS) {
      html.open("p", "class", "note")
          .commands((table.rows().size() - MOST_ROWS) + " more are in `report.json`.")
          .close();
    }
  }

  /** Where every cell begins with a name, none needs a mark. */
  private static List<String> plain(List<String> sentences) {
    return sentences.stream().map(each -> each.replace("`", "")).toList();
  }

  /** Letters of mathematics stay as they are. */
  private static String heading(String column) {
    return column.length() == 1 ? column : Words.capital(column);
  }

  private void otherMetrics() {
    if (comparison.metrics().size() == 1) {
      return;
    }
    boolean several = comparison.settings().size() > 1;
    contents.open("other-metrics", "Other metrics", "Other metrics");
    html.leaf(
        "p",
        "They describe and decide nothing: mean ± standard deviation over "
            + figures.unitNoun()
            + "s.",
        "class",
        "note");
    boolean folded = comparison.settings().size() > MOST_OPEN_SETTINGS;
    if (folded) {
      html.open("details")
          .leaf("summary", "Of every setting: " + comparison.settings().size() + " settings");
    }
    html.open("div", "class", "scroll").open("table", "class", "sortable");
    html.open("thead").open("tr");
    if (several) {
      html.leaf("th", "Setting", "scope", "col", "class", "t");
    }
    html.leaf("th", "Contender", "scope", "col", "class", "t");
    for (Metric metric : comparison.metrics().subList(1, comparison.metrics().size())) {
      html.open("th", "scope", "col", "class", "n", "title", metric.betterWords())
          .text(metric.words())
          .text(
              switch (metric.direction()) {
                case HIGHER_IS_BETTER -> " ↑";
                case LOWER_IS_BETTER -> " ↓";
              })
          .close();
    }
    html.close().close().open("tbody");
    for (InSetting setting : comparison.settings()) {
      for (Score ranked : setting.deciding().scores()) {
        html.open("tr");
        if (several) {
          html.leaf("td", settingLabel(setting), "class", "t");
        }
        html.open("th", "scope", "row", "class", "t");
        contenders.who(ranked.contender());
        html.close();
        for (Measured measured : setting.measured().subList(1, setting.measured().size())) {
          html.leaf("td", described(measured, ranked.contender()), "class", "n");
        }
        html.closeLine();
      }
    }
    html.close().close().close();
    if (folded) {
      html.close();
    }
    html.closeLine();
  }

  private String described(Measured measured, int contender) {
    Optional<Score> score = measured.score(contender);
    if (score.isEmpty() || score.get().mean().isEmpty()) {
      return score.isPresent() && !score.get().applicable() ? "not applicable" : Cells.NONE;
    }
    return cells.mean(measured, score.get())
        + (score.get().sd().isPresent() ? " ± " + cells.sd(measured, score.get()) : "");
  }

  private void decided() {
    contents.open("decided", "How it was decided", "Decision");
    html.open("ol");
    new Reasons(design, comparison, figures)
        .steps()
        .forEach(step -> html.open("li").sentence(step).close());
    html.closeLine();
    List<TextTable> beside = new BesideTables(design, comparison).tables();
    if (!beside.isEmpty()) {
      html.open("details").leaf("summary", BesideTables.HEADING);
      beside.forEach(this::table);
      html.closeLine();
    }
    html.closeLine();
  }

  private void trials() {
    contents.open("trials", "Every trial", "Trials");
    html.open("div", "id", "all-trials")
        .leaf("p", "They are listed here where scripts may run; trials.csv has them.")
        .close();
    html.closeLine();
  }

  private void appendix() {
    contents.open("appendix", "Appendix", "Appendix");
    failures();
    timings.ifPresent(clock -> {
      html.leaf("h3", Timings.HEADING);
      table(clock.table(design));
    });
    html.leaf("h3", "Contenders");
    html.open("div", "class", "scroll").open("table").open("tbody");
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      html.open("tr").open("th", "scope", "row", "class", "t");
      contenders.who(contender);
      html.close();
      html.open("td", "class", "t")
          .leaf("code", design.contenders().get(contender).loss())
          .close()
          .closeLine();
    }
    html.close().close().close();
    sources();
    html.leaf("h3", "The file as resolved");
    html.leaf("pre", design.resolved());
    html.leaf("h3", "To run it again");
    html.open("p")
        .commands(
            Words.capital(figures.again())
                + " The same file, data and plugins give the same numbers to the last digit, on any"
                + " machine. Every trial is in `trials.csv`, every epoch in `history.csv`.")
        .close();
    html.closeLine();
  }

  private void failures() {
    html.leaf("h3", "Trials without a result");
    if (comparison.failures().isEmpty()) {
      html.open("p")
          .text("None: all " + Words.count(design.trials().size(), "trial") + " finished.")
          .close();
      return;
    }
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    List<String> header =
        new ArrayList<>(List.of("Contender", "Unit", "Seed", "How it ended", "Cause"));
    if (comparison.settings().size() > 1) {
      header.add(1, "Setting");
    }
    header.forEach(name -> html.leaf("th", name, "scope", "col", "class", "t"));
    html.close().close().open("tbody");
    comparison.failures().stream().limit(MOST_FAILURES).forEach(this::failure);
    html.close().close().close();
    if (comparison.failures().size() > MOST_FAILURES) {
      html.open("p", "class", "note")
          .text((comparison.failures().size() - MOST_FAILURES) + " more are in trials.csv.")
          .close();
    }
  }

  private void failure(Failure failure) {
    Design.Row row = design.trials().get(failure.row());
    List<String> cells = new ArrayList<>();
    cells.add(design.contenders().get(row.contender()).label());
    if (comparison.settings().size() > 1) {
      cells.add(design.settings().get(row.setting()).label());
    }
    cells.addAll(
        List.of(row.unit(), Long.toString(row.seed()), failure.kind().words(), failure.cause()));
    html.open("tr");
    cells.forEach(cell -> html.leaf("td", cell, "class", "t"));
    html.closeLine();
  }

  private void sources() {
    html.leaf("h3", "Data and plugins");
    html.open("div", "class", "scroll").open("table").open("tbody");
    for (Design.DataSource data : design.data()) {
      source(
          "data " + data.name(),
          (data.path().isEmpty() ? "generated" : data.path())
              + ", "
              + Words.count(data.rows(), "row")
              + ", "
              + data.task(),
          data.sha256());
    }
    for (Design.PluginSource plugin : design.plugins()) {
      source(
          "plugin " + plugin.name(),
          plugin.version(),
          plugin.sha256().isEmpty() ? "part of the program" : plugin.sha256());
    }
    html.close().close().close();
  }

  private void source(String what, String facts, String sha256) {
    html.open("tr")
        .leaf("th", what, "scope", "row", "class", "t")
        .leaf("td", facts, "class", "t")
        .open("td", "class", "t")
        .leaf("code", sha256, "class", "hash")
        .close()
        .closeLine();
  }

  private String settingLabel(InSetting setting) {
    String label = design.settings().get(setting.setting()).label();
    return label.isEmpty() ? "setting " + (setting.setting() + 1) : label;
  }
}

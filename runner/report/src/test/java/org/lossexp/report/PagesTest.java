package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.statistics.SplitMix64;
import org.lossexp.results.LossCurve;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the files of a report must be, whatever the results are. */
class PagesTest {
  private static final List<String> FILES =
      List.of("report.html", "report.md", "report.tex", "summary.csv", "report.json");
  private static final String HOSTILE = "<script>alert('x')</script>\"&`|\u0007]]>";

  @TempDir Path folder;

  private String html(Synthetic synthetic) throws IOException {
    return html(synthetic.design(), synthetic.results);
  }

  private String html(Design design, Map<String, TrialResult> results) throws IOException {
    new Report(design, results).write(folder);
    return Files.readString(folder.resolve("report.html"));
  }

  private static Document parse(String html) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed", e);
    }
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<Element> ofClass(Document page, String element, String kind) {
    return elements(page, element).stream()
        .filter(each -> List.of(each.getAttribute("class").split(" ", -1)).contains(kind))
        .toList();
  }

  @Test
  void everyPageOfTheGalleryIsWellFormedAndBeginsWithTheAnswer() throws IOException {
    for (Map.Entry<String, Synthetic> page : ReportGallery.pages().entrySet()) {
      Design design = ReportGallery.design(page.getKey(), page.getValue());
      Document document = parse(html(design, page.getValue().results));
      Answer answer = new Report(design, page.getValue().results).answer();
      assertEquals(
          answer.headline().replace("`", ""),
          ofClass(document, "p", "headline").getFirst().getTextContent(),
          page.getKey());
    }
  }

  @Test
  void everyUnitIsADotAndStandsInTheTableBehindThePlot() throws IOException {
    Document page = parse(html(new Synthetic()));
    // 3 contenders on 10 test parts, and an estimate for each of 2 differences.
    assertEquals(30 + 2, ofClass(page, "circle", "dot").size());
    assertEquals(20, ofClass(page, "line", "rug").size());
    Element table =
        elements(page, "details").stream()
            .filter(each -> each.getTextContent().startsWith("TableTest part"))
            .findFirst()
            .orElseThrow();
    assertEquals(11, table.getElementsByTagName("tr").getLength());
  }

  @Test
  void everyPlotHasATitleAndADescription() throws IOException {
    for (Element plot : ofClass(parse(html(new Synthetic())), "svg", "plot")) {
      assertEquals("title", plot.getChildNodes().item(0).getNodeName());
      assertEquals("desc", plot.getChildNodes().item(1).getNodeName());
    }
  }

  @Test
  void theRankingShowsTheDigitsOfTheAnswer() throws IOException {
    var synthetic = new Synthetic();
    Document page = parse(html(synthetic));
    String headline = ofClass(page, "p", "headline").getFirst().getTextContent();
    Element best =
        (Element)
            ofClass(page, "table", "ranking")
                .getFirst()
                .getElementsByTagName("tbody")
                .item(0)
                .getFirstChild();
    String difference = best.getElementsByTagName("td").item(4).getTextContent();
    assertTrue(
        headline.contains(" is " + difference.substring(1) + " higher"),
        headline + " / " + difference);
  }

  @Test
  void nothingIsFetched() throws IOException {
    String html = html(new Synthetic());
    assertFalse(
        Pattern.compile("(?:src|href|action|data)=\"(?!#)|url\\(|@import|<link|\\son\\w+=")
            .matcher(html)
            .find());
    assertTrue(html.contains("content=\"default-src 'none'; "));
  }

  @Test
  void textFromOutsideIsNeverMarkup() throws IOException {
    var synthetic = new Synthetic();
    synthetic.title = HOSTILE + " title";
    synthetic.question = HOSTILE + " question";
    synthetic.contenders = List.of(HOSTILE + " a", HOSTILE + " b", HOSTILE + " c");
    synthetic.settings =
        List.of(
            Synthetic.factors(HOSTILE, "1", "q", HOSTILE),
            Synthetic.factors(HOSTILE, "2", "q", HOSTILE));
    synthetic.notes = List.of(HOSTILE + " note");
    Design plain = synthetic.design();
    synthetic.end("t0-1-2-0", TrialResult.Status.FAILED, HOSTILE + " cause");
    var design =
        new Design(
            HOSTILE,
            plain.title(),
            plain.question(),
            plain.settings(),
            plain.contenders(),
            plain.baseline(),
            plain.by(),
            plain.rope(),
            plain.ropeRelative(),
            plain.alpha(),
            plain.metrics(),
            plain.units(),
            plain.seeds(),
            plain.trials().stream()
                .map(row ->
                    new Design.Row(
                        row.trial(),
                        row.setting(),
                        row.contender(),
                        HOSTILE + row.unit(),
                        row.seed()))
                .toList(),
            List.of(new Design.DataSource(HOSTILE, HOSTILE, HOSTILE, 3, HOSTILE)),
            List.of(new Design.PluginSource(HOSTILE, HOSTILE, HOSTILE)),
            plain.formats(),
            plain.notes(),
            HOSTILE);
    Map<String, TrialResult> results = new TreeMap<>(synthetic.results);
    results.put("t0-0-0-0", leaving(results.get("t0-0-0-0"), hostileTables()));
    Pictured pictured =
        new Pictured(
            List.of(
                new LossCurve(
                    HOSTILE + " a",
                    HOSTILE,
                    List.of(new LossCurve.Point(0, 1, 2), new LossCurve.Point(1, 2, Double.NaN)))),
            List.of());
    new Report(design, results, Optional.empty(), pictured).write(folder);
    String html = Files.readString(folder.resolve("report.html"));
    Document page = parse(html);
    for (String heading :
        List.of("Which classes are taken for which", "Nearest neighbours", "Coefficients")) {
      assertTrue(
          elements(page, "h3").stream().anyMatch(each -> each.getTextContent().equals(heading)),
          heading);
    }
    // Our data, which is not run, and our script.
    assertEquals(2, elements(page, "script").size());
    assertFalse(html.contains("<script>alert"));
    assertTrue(html.contains("&lt;script&gt;alert('x')&lt;/script&gt;"));
    assertFalse(Files.readString(folder.resolve("report.md")).contains("<script"));
    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("report.json"))).getAsJsonObject();
    assertTrue(json.get("title").getAsString().startsWith("<script>alert('x')</script>"));
  }

  /** Tables of every kind, with names of classes, features and queries from somewhere. */
  private static List<Evidence> hostileTables() {
    List<Evidence> tables = new ArrayList<>();
    for (Synthetic.Trace trace : Synthetic.Trace.values()) {
      tables.addAll(
          new SyntheticEvidence(new SplitMix64(7), 0, 0.8, List.of(HOSTILE, HOSTILE + " 2"))
              .of(trace));
    }
    return tables.stream()
        .map(table ->
            new Evidence(
                table.name(),
                table.keys(),
                table.name().equals("per_query")
                    ? table.values().stream().map(name -> HOSTILE + name).toList()
                    : table.values(),
                table.rows().stream()
                    .map(row ->
                        new Evidence.Row(
                            row.keys().stream()
                                .map(key -> key.matches("[0-9.]+") ? key : HOSTILE + key)
                                .toList(),
                            row.values()))
                    .toList()))
        .toList();
  }

  private static TrialResult leaving(TrialResult done, List<Evidence> tables) {
    return new TrialResult(
        done.trial(),
        done.status(),
        done.cause(),
        done.bestEpoch(),
        done.trainingRows(),
        done.validationRows(),
        done.testRows(),
        done.metrics(),
        done.history(),
        tables);
  }

  @Test
  void theSameResultsGiveTheSameBytesInAnyCountryAndOrder() throws IOException {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(Synthetic.factors("noise", "0%"), Synthetic.factors("noise", "20%"));
    synthetic.trace = Synthetic.Trace.CLASSES;
    Design design = synthetic.design();
    synthetic.end("t0-1-2-0", TrialResult.Status.DIVERGED, "loss is NaN");
    Path here = Files.createDirectory(folder.resolve("here"));
    Path there = Files.createDirectory(folder.resolve("there"));
    new Report(design, synthetic.results).write(here);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      Map<String, TrialResult> reversed = new TreeMap<>(java.util.Comparator.reverseOrder());
      reversed.putAll(synthetic.results);
      new Report(design, reversed).write(there);
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      new Report(design, reversed).write(there);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    for (String file : FILES) {
      assertArrayEquals(
          Files.readAllBytes(here.resolve(file)), Files.readAllBytes(there.resolve(file)), file);
    }
  }

  @Test
  void aThousandTrialsAreASmallPage() throws IOException {
    for (OptionalInt baseline : List.of(OptionalInt.of(0), OptionalInt.empty())) {
      var synthetic = new Synthetic();
      synthetic.baseline = baseline;
      synthetic.contenders = IntStream.range(0, 10).mapToObj(i -> "loss_" + i).toList();
      synthetic.effects =
          new double[] {0, 0.01, 0.02, 0.03, 0.04, -0.01, -0.02, 0.005, 0.015, -0.03};
      synthetic.settings =
          IntStream.range(0, 10).mapToObj(i -> Synthetic.factors("noise", 5 * i + "%")).toList();
      synthetic.seeds = 10;
      synthetic.epochs = 300;
      synthetic.trace = Synthetic.Trace.CLASSES;
      synthetic.classes = IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();
      Design design = synthetic.design();
      assertEquals(1_000, design.trials().size());
      new Report(
              design,
              synthetic.results,
              Optional.empty(),
              SyntheticEvidence.pictured(synthetic.contenders))
          .write(folder);
      long size = Files.size(folder.resolve("report.html"));
      assertTrue(size < 1_500_000, "bytes: " + size);
    }
  }

  @Test
  void anIncompleteReportSaysSoAndADivergedOneDoesNot() throws IOException {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    synthetic.end("t0-1-2-0", TrialResult.Status.DIVERGED, "loss is NaN at epoch 3");
    String diverged = html(design, synthetic.results);
    assertFalse(diverged.contains("Incomplete: not reproducible."));
    assertTrue(diverged.contains("loss is NaN at epoch 3"));
    synthetic.results.remove("t0-2-1-0");
    assertTrue(html(design, synthetic.results).contains("Incomplete: not reproducible."));
    synthetic.design();
    synthetic.end("t0-2-1-0", TrialResult.Status.OUTSIDE, "killed");
    assertTrue(html(design, synthetic.results).contains("Incomplete: not reproducible."));
  }

  @Test
  void contendersWithoutALearningCurveAreNamed() throws IOException {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    assertFalse(html(design, synthetic.results).contains("Without a curve, for no trial"));
    for (int i = 0; i < synthetic.seeds; i++) {
      synthetic.end("t0-2-" + i + "-0", TrialResult.Status.DIVERGED, "loss is NaN at epoch 3");
    }
    assertTrue(
        html(design, synthetic.results)
            .contains(
                "Without a curve, for no trial of theirs finished after two epochs or more: <b"
                    + " class=\"name\">log_cosh</b>."));
  }

  @Test
  void onlyTheFormatsAskedForAreWritten() throws IOException {
    var synthetic = new Synthetic();
    synthetic.formats = List.of("markdown");
    new Report(synthetic.design(), synthetic.results).write(folder);
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("figures", "report.md"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void filesOfFormatsNoLongerAskedForAreDeletedAndOthersStay() throws IOException {
    var synthetic = new Synthetic();
    new Report(synthetic.design(), synthetic.results).write(folder);
    FILES.forEach(file -> assertTrue(Files.exists(folder.resolve(file)), file));
    Files.writeString(folder.resolve("trials.csv"), "");
    synthetic.formats = List.of("csv");
    new Report(synthetic.design(), synthetic.results).write(folder);
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("summary.csv", "trials.csv"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void dataFromFilesTellsWhereTheExperimentCanRunAgain() throws IOException {
    var synthetic = new Synthetic();
    String beside = "into the folder that its data paths start in (that of the original file)";
    assertTrue(html(synthetic).contains(beside));
    assertTrue(Files.readString(folder.resolve("report.md")).contains(beside));
    synthetic.dataPath = "";
    assertTrue(
        html(synthetic).contains("run experiment.lossexp</code>, in the folder of this report."));
    assertTrue(
        Files.readString(folder.resolve("report.md"))
            .contains("run experiment.lossexp`, in the folder of this report."));
  }

  @Test
  void theNumbersOfTheAnswerOverSettingsStandInTheOverviewAndTheSummary() throws IOException {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(Synthetic.factors("noise", "0%"), Synthetic.factors("noise", "20%"));
    Design design = synthetic.design();
    Document page = parse(html(design, synthetic.results));
    var p = Pattern.compile("p (?:=|<) [0-9.]+[0-9]");
    var answer = p.matcher(new Report(design, synthetic.results).answer().text());
    assertTrue(answer.find());
    String overview = ofClass(page, "table", "overview").getFirst().getTextContent();
    assertTrue(overview.contains(answer.group()), answer.group() + " / " + overview);
    List<String> lines = Files.readAllLines(folder.resolve("summary.csv"));
    assertTrue(
        lines.getFirst().endsWith(",verdict,overall_low,overall_high,overall_p,overall_verdict"));
    List<String> overall =
        lines.stream()
            .filter(line -> line.contains("log_cosh,test.accuracy"))
            .map(line -> line.split(",", -1)[19])
            .toList();
    assertEquals(2, overall.size());
    for (int setting = 0; setting < 2; setting++) {
      assertEquals(
          new Report(design, synthetic.results)
              .comparison()
              .settings()
              .get(setting)
              .deciding()
              .contrast(2)
              .orElseThrow()
              .evidence()
              .orElseThrow()
              .overall()
              .decision()
              .adjustedP(),
          Double.parseDouble(overall.get(setting)));
    }
    synthetic.settings = List.of(Map.of());
    new Report(synthetic.design(), synthetic.results).write(folder);
    for (String line : Files.readAllLines(folder.resolve("summary.csv")).subList(1, 4)) {
      assertTrue(line.endsWith(",,,,"), line);
    }
  }

  @Test
  void markdownIsPlain() throws IOException {
    var synthetic = new Synthetic();
    synthetic.question = "R&D: is a < b, or *a|b* `x` <b>bold</b> &amp; _c_?";
    html(synthetic);
    String page = Files.readString(folder.resolve("report.md"));
    assertTrue(page.contains("**`log_cosh` is better than the baseline `mean_squared_error`:"));
    assertTrue(page.contains("| `mean_squared_error` |"));
    assertTrue(page.contains("(Nadeau & Bengio 2003;"));
    assertTrue(
        page.contains("R&D: is a < b, or \\*a\\|b\\* \\`x\\` &lt;b>bold&lt;/b> \\&amp; \\_c\\_?"),
        page);
  }

  /** The table behind a reliability plot gives back the metric that its caption names. */
  @Test
  void theCalibrationErrorIsThatOfTheBins() {
    // by hand: (10 · |0.5 - 0.6| + 30 · |0.9 - 0.7|) / 40
    var table =
        new Evidence(
            "calibration",
            List.of("bin"),
            List.of("examples", "confidence", "accuracy"),
            List.of(
                new Evidence.Row(List.of("9"), List.of(10.0, 0.6, 0.5)),
                new Evidence.Row(List.of("11"), List.of(30.0, 0.7, 0.9))));
    assertEquals(0.175, CalibrationPlot.expectedError(table), 1e-15);
  }

  @Test
  void everyTraceOfATrialIsDrawnWithATable() throws IOException {
    Map<Synthetic.Trace, List<String>> shown =
        Map.of(
            Synthetic.Trace.CLASSES, List.of("Calibration"),
            Synthetic.Trace.NUMBERS, List.of("Coverage", "huber(delta = 1)"),
            Synthetic.Trace.RANKING, List.of("ndcg(k = 10) by query", "mrr by query"));
    for (Map.Entry<Synthetic.Trace, List<String>> trace : shown.entrySet()) {
      var synthetic = new Synthetic();
      synthetic.trace = trace.getKey();
      new Report(
              synthetic.design(),
              synthetic.results,
              Optional.empty(),
              SyntheticEvidence.pictured(synthetic.contenders))
          .write(folder);
      Document page = parse(Files.readString(folder.resolve("report.html")));
      List<String> wanted = new ArrayList<>(trace.getValue());
      wanted.addAll(List.of("Value over residual", "Gradient over residual"));
      for (String caption : wanted) {
        Element figure =
            elements(page, "figure").stream()
                .filter(each -> each.getElementsByTagName("details").getLength() == 1)
                .filter(each ->
                    each.getElementsByTagName("figcaption")
                        .item(0)
                        .getTextContent()
                        .startsWith(caption))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no picture: " + caption));
        assertTrue(figure.getElementsByTagName("tr").getLength() > 2, caption);
      }
      assertTrue(Files.exists(folder.resolve("figures").resolve("shapes-1.svg")));
      assertTrue(Files.exists(folder.resolve("figures").resolve("landscape-1-1.svg")));
    }
  }

  /** Rows of a label sum up to its examples, and a class's F1 is that of its counts. */
  @Test
  void confusionIsSummedOverTrials() {
    var synthetic = new Synthetic();
    synthetic.trace = Synthetic.Trace.CLASSES;
    Design design = synthetic.design();
    var tables =
        new ConfusionTables(
            design,
            new Left(design, synthetic.results),
            new ContenderMarkup(design, new Markup()),
            new Markup());
    ConfusionTables.Counts counts = tables.counts(0).get(0);
    for (String label : synthetic.classes) {
      // 10 trials of 40 examples of each class.
      assertEquals(400, counts.labelled(label));
      double p = counts.precision(label);
      double r = counts.recall(label);
      assertEquals(2 * p * r / (p + r), counts.f1(label), 1e-12);
    }
  }

  @Test
  void aReportWithoutAnyResultIsStillAReport() throws IOException {
    for (OptionalInt baseline : List.of(OptionalInt.empty(), OptionalInt.of(1))) {
      var synthetic = new Synthetic();
      synthetic.baseline = baseline;
      Document page = parse(html(synthetic.design(), Map.of()));
      assertTrue(
          ofClass(page, "p", "headline")
              .getFirst()
              .getTextContent()
              .startsWith("Nothing can be compared"));
    }
  }

  @Test
  void differentValuesOfANumericFactorAreAPanel() throws IOException {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(
            Synthetic.factors("noise", "0%", "data", "iris"),
            Synthetic.factors("noise", "20%", "data", "iris"),
            Synthetic.factors("noise", "0%", "data", "wine"),
            Synthetic.factors("noise", "20%", "data", "wine"));
    Document page = parse(html(synthetic));
    assertEquals(
        List.of("over noise, data = iris", "over noise, data = wine"),
        elements(page, "figcaption").stream()
            .map(Element::getTextContent)
            .filter(text -> text.startsWith("over "))
            .toList());
  }

  @Test
  void aMetricThatTheReadoutDoesNotGiveIsNotApplicable() throws IOException {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    synthetic.results.replaceAll((trial, result) -> {
      Map<String, Double> metrics = new TreeMap<>(result.metrics());
      if (trial.startsWith("t0-1-")) {
        metrics.remove("test.log_loss");
      }
      return new TrialResult(
          trial,
          result.status(),
          result.cause(),
          result.bestEpoch(),
          result.trainingRows(),
          result.validationRows(),
          result.testRows(),
          metrics,
          result.history());
    });
    Document page = parse(html(design, synthetic.results));
    assertEquals(
        1,
        elements(page, "td").stream()
            .filter(cell -> cell.getTextContent().equals("not applicable"))
            .count());
  }

  /** GitHub's tables: the line below the header makes the table, one cell a column. */
  @Test
  void markdownTablesAreTables() throws IOException {
    var synthetic = new Synthetic();
    synthetic.contenders = List.of("mse", HOSTILE, "a|b");
    new Report(synthetic.design(), synthetic.results).write(folder);
    List<String> lines = Files.readAllLines(folder.resolve("report.md"));
    int tables = 0;
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("| ") && lines.get(i - 1).isEmpty()) {
        tables++;
        int columns = lines.get(i).split("(?<!\\\\)\\|", -1).length - 2;
        assertEquals("| --- ".repeat(columns) + "|", lines.get(i + 1));
        for (int row = i + 2; !lines.get(row).isEmpty(); row++) {
          assertEquals(columns, lines.get(row).split("(?<!\\\\)\\|", -1).length - 2);
        }
      }
    }
    assertTrue(tables >= 3, "only " + tables);
  }

  /** Most programs that read SVG know no variables, no style sheet beside it, no fetching. */
  @Test
  void figuresStandAlone() throws IOException {
    var synthetic = new Synthetic();
    synthetic.contenders = List.of("mse", HOSTILE, "huber(delta = 1)");
    synthetic.settings =
        List.of(
            Synthetic.factors("data", "iris", "noise", "0%"),
            Synthetic.factors("data", "iris", "noise", "20%"),
            Synthetic.factors("data", "wine", "noise", "0%"),
            Synthetic.factors("data", "wine", "noise", "20%"));
    new Report(synthetic.design(), synthetic.results).write(folder);
    List<String> kinds = new ArrayList<>();
    try (var files = Files.list(folder.resolve("figures"))) {
      for (Path file : files.sorted().toList()) {
        String svg = Files.readString(file);
        assertEquals("svg", parse(svg).getDocumentElement().getTagName());
        assertFalse(svg.contains("var(") || svg.contains("url(") || svg.contains("href"), svg);
        assertFalse(svg.contains("<script"));
        kinds.add(file.getFileName().toString().replaceFirst("-.*", ""));
      }
    }
    assertEquals(
        List.of("curves", "differences", "factor", "profile", "ranks", "units"),
        kinds.stream().distinct().toList());

    synthetic.formats = List.of("html");
    new Report(synthetic.design(), synthetic.results).write(folder);
    assertFalse(Files.exists(folder.resolve("figures")));
  }

  /** A plain LaTeX reads what is written, whatever names hold. */
  @Test
  void latexCompiles() throws IOException, InterruptedException {
    var synthetic = new Synthetic();
    synthetic.title = HOSTILE + " \\input{/etc/passwd} ^^M 100% $x$ #1 _a_ ~ Größe 中";
    synthetic.contenders = List.of("mse", HOSTILE, "huber(delta = 1) \\end{document}");
    synthetic.settings =
        List.of(Synthetic.factors("data", "iris"), Synthetic.factors("data", "a & b"));
    synthetic.notes = List.of("A note with `a_name` & more: 5 % − 3 ≤ 2 × 4 …");
    new Report(synthetic.design(), synthetic.results).write(folder);
    assertTrue(latex("--version") == 0, "not a LaTeX");
    assertEquals(
        0,
        latex("-interaction=nonstopmode", "-halt-on-error", "report.tex"),
        () -> read(folder.resolve("report.log")));
    assertTrue(Files.size(folder.resolve("report.pdf")) > 10_000);
  }

  private int latex(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("pdflatex"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("latex.out").toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      abort("not on this machine: pdflatex");
      return -1;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

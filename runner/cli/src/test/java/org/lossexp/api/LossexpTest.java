package org.lossexp.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs through the API; expected: the files of the same runs, number by number. */
class LossexpTest {
  private static final String SMALL =
      """
      experiment "Small"
      question "Which?"
      let rows = 100
      let share in {0%, 20%}
      data d = friedman1(rows = rows) -> holdout(test = 30%, validation = 20%) -> outliers(rate = share) -> standardize()
      model mlp = dense(8, relu)
      loss mse, mae, huber(delta in {0.5, 2})
      train { epochs = 4 }
      repeat { seeds = 4 }
      measure mae, rmse
      compare { by = test.mae, baseline = mse, rope = 1% }
      report { formats = [csv, json] }
      """;

  @TempDir private Path folder;

  @Test
  void everyNumberOfTheSummaryIsHere() throws Exception {
    Results results = run(SMALL, "a").get();

    int compared = 0;
    for (NamedCsvRecord row : csv("a/summary.csv")) {
      Comparison comparison = results.comparison(row.getField("setting"), row.getField("metric"));
      Comparison.Score score = comparison.score(row.getField("contender"));
      assertEquals(row.getField("n"), Integer.toString(score.units().size()));
      assertEquals(row.getField("missing"), Integer.toString(score.missing()));
      assertEquals(number(row, "mean"), score.mean());
      assertEquals(number(row, "sd"), score.sd());
      assertEquals(number(row, "iqm"), score.iqm());
      assertEquals(number(row, "interval_low"), low(score.interval()));
      assertEquals(number(row, "interval_high"), high(score.interval()));
      if (!row.getField("baseline").isEmpty()) {
        Difference difference =
            comparison.difference(row.getField("contender"), row.getField("baseline"));
        assertEquals(number(row, "difference"), difference.mean());
        assertEquals(number(row, "probability_of_improvement"), difference.improvement());
        assertJudgement(
            row,
            difference.inSetting(),
            "difference_low",
            "difference_high",
            "adjusted_p",
            "verdict");
        assertJudgement(
            row,
            difference.overall(),
            "overall_low",
            "overall_high",
            "overall_p",
            "overall_verdict");
        compared++;
      }
    }
    // 2 settings, 3 contenders beside the baseline, 2 metrics.
    assertEquals(12, compared);
  }

  private static void assertJudgement(
      NamedCsvRecord row,
      Optional<Judgement> judgement,
      String low,
      String high,
      String p,
      String verdict) {
    assertEquals(number(row, low), low(judgement.map(Judgement::interval)));
    assertEquals(number(row, high), high(judgement.map(Judgement::interval)));
    assertEquals(number(row, p), optional(judgement.map(Judgement::adjustedP)));
    assertEquals(row.getField(verdict), judgement.map(it -> it.verdict().words()).orElse(""));
  }

  @Test
  void everyTrialOfTheTablesIsHere() throws Exception {
    Run run = run(SMALL, "a");
    Results results = run.get();
    List<NamedCsvRecord> rows = csv("a/trials.csv");

    assertEquals(RunEnd.DONE, run.end());
    assertEquals(32, rows.size());
    assertEquals(rows.size(), results.trials().size());
    for (int i = 0; i < rows.size(); i++) {
      Trial trial = results.trials().get(i);
      NamedCsvRecord row = rows.get(i);
      assertEquals(row.getField("trial"), trial.id());
      assertEquals(row.getField("setting"), trial.setting());
      assertEquals(row.getField("contender"), trial.contender());
      assertEquals(row.getField("unit"), trial.unit());
      assertEquals(row.getField("seed"), Long.toString(trial.seed()));
      assertEquals(row.getField("best_epoch"), Integer.toString(trial.bestEpoch()));
      assertEquals("done", row.getField("status"));
      assertEquals(Trial.Status.DONE, trial.status());
      assertEquals(Double.parseDouble(row.getField("test.rmse")), trial.metrics().get("test.rmse"));
    }
  }

  @Test
  void everyDifferenceOverDataSetsIsThatOfTheReport() throws Exception {
    Results results =
        run(
                """
                data one = friedman1(rows = 80) -> holdout(test = 30%) -> standardize()
                data two = friedman2(rows = 80) -> holdout(test = 30%) -> standardize()
                data three = friedman3(rows = 80) -> holdout(test = 30%) -> standardize()
                model mlp = dense(4, relu)
                loss mse, mae, huber
                train { epochs = 2 }
                repeat { seeds = 3 }
                measure mae
                compare { by = test.mae }
                report { formats = [json] }
                """,
                "a")
            .get();
    JsonObject root =
        JsonParser.parseString(Files.readString(folder.resolve("a/report.json"))).getAsJsonObject();

    OverDataSets panel = results.overDataSets().getFirst();
    JsonObject written = root.getAsJsonArray("over_data_sets").get(0).getAsJsonObject();
    assertEquals(List.of("one", "two", "three"), panel.dataSets());
    assertEquals(
        written.getAsJsonObject("friedman").get("f_p").getAsDouble(),
        panel.friedmanP().orElseThrow());
    assertEquals(
        written.get("critical_difference").getAsDouble(), panel.criticalDifference().orElseThrow());
    for (int i = 0; i < 3; i++) {
      JsonObject rank = written.getAsJsonArray("ranks").get(i).getAsJsonObject();
      assertEquals(rank.get("contender").getAsString(), panel.ranks().get(i).contender());
      assertEquals(rank.get("average_rank").getAsDouble(), panel.ranks().get(i).average());
    }
    assertEquals(3, panel.differences().size());
    for (JsonElement each : written.getAsJsonArray("pairs")) {
      JsonObject pair = each.getAsJsonObject();
      JsonObject verdict = pair.getAsJsonObject("verdict");
      String contender = pair.get("contender").getAsString();
      String reference = pair.get("reference").getAsString();
      Judgement judgement = panel.difference(contender, reference).overall().orElseThrow();
      assertEquals(verdict.get("words").getAsString(), judgement.verdict().words());
      assertEquals(verdict.get("adjusted_p").getAsDouble(), judgement.adjustedP());
      assertEquals(verdict.get("comparisons").getAsInt(), judgement.comparisons());
      Judgement mirrored = panel.difference(reference, contender).overall().orElseThrow();
      assertEquals(0 - judgement.interval().high(), mirrored.interval().low());
      assertFalse(panel.better(contender, reference), "three data sets cannot tell");
    }
    assertEquals(
        root.getAsJsonObject("answer").get("headline").getAsString(),
        results.answer().lines().findFirst().orElseThrow());
  }

  @Test
  void whatIsReadIsWhatTheRunGave() throws Exception {
    Run run = run(SMALL, "a");

    assertEquals(run, Lossexp.read(folder.resolve("a")));
  }

  @Test
  void anInvalidFileGivesDiagnostics() throws Exception {
    Run run = run(SMALL.replace("delta in", "detla in"), "a");

    assertEquals(RunEnd.INVALID, run.end());
    assertEquals(Optional.empty(), run.results());
    Diagnostic diagnostic = run.diagnostics().getFirst();
    assertEquals("LX204", diagnostic.code());
    assertEquals(Diagnostic.Severity.ERROR, diagnostic.severity());
    assertEquals(7, diagnostic.place().orElseThrow().line());
    assertEquals(Optional.of("did you mean `delta`?"), diagnostic.label());
    assertFalse(Files.exists(folder.resolve("a")));
    String said =
        assertThrows(AssertionError.class, () -> ComparisonAssertions.assertDone(run)).getMessage();
    assertTrue(said.contains("did you mean `delta`?"), said);
  }

  @Test
  void aMissingFileAndAnEmptyFolderAreDiagnosticsToo() {
    Run run = Lossexp.run(folder.resolve("none.lossexp"));
    Run read = Lossexp.read(folder);

    assertEquals(RunEnd.INPUT_OUTPUT, run.end());
    assertEquals("LX681", run.diagnostics().getFirst().code());
    assertEquals(RunEnd.INPUT_OUTPUT, read.end());
    assertFalse(read.diagnostics().isEmpty());
    assertThrows(IllegalStateException.class, read::get);
  }

  @Test
  void optionsReachTheRun() throws Exception {
    Path file = Files.writeString(folder.resolve("@small.lossexp"), SMALL);
    RunOptions options = RunOptions.into(folder.resolve("a")).workers(1).withoutCache();
    Run small = Lossexp.run(file, options.let("share", "10%").let("rows", "60"));
    Run other = Lossexp.run(file, options.let("share", "20%").let("rows", "60").resume());
    Run fresh = Lossexp.run(file, options.let("share", "20%").let("rows", "60").fresh());

    assertEquals(1, small.get().settings().size());
    assertTrue(
        Files.readString(folder.resolve("a.1/experiment.lossexp"))
            .contains("outliers(rate = 0.1,"));
    assertEquals(RunEnd.INVALID, other.end());
    assertEquals(RunEnd.DONE, fresh.end());
    assertTrue(
        Files.readString(folder.resolve("a/experiment.lossexp")).contains("outliers(rate = 0.2,"));
    assertThrows(IllegalArgumentException.class, () -> options.workers(0));
    assertThrows(IllegalArgumentException.class, () -> options.let("a=b", "1"));
  }

  /** Their trials run in processes of their own, which this JVM starts. */
  @Test
  void aFolderOfPluginsIsKnownToTheRun() throws Exception {
    Path guests = Files.createDirectories(folder.resolve("guests"));
    try (Stream<Path> built = Files.list(Path.of("../../plugins/example/target"))) {
      Path jar = built.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
      Files.copy(jar, guests.resolve("acme.jar"));
    }
    Path file =
        Files.writeString(
            folder.resolve("guests.lossexp"),
            SMALL
                .replace("mae, huber(delta in {0.5, 2})", "acme_capped_absolute(cap = 2)")
                .replace("in {0%, 20%}", "= 10%"));
    RunOptions options = RunOptions.into(folder.resolve("a"));
    Run without = Lossexp.run(file, options);
    Run with = Lossexp.run(file, options.plugins(guests));

    assertEquals(RunEnd.INVALID, without.end());
    assertEquals(8, ComparisonAssertions.assertDone(with).trials().size());
  }

  @Test
  void runsSideBySideDoNotDisturbEachOther() throws Exception {
    String other = SMALL.replace("friedman1", "friedman2").replace("mae, huber", "log_cosh, huber");
    List<FutureTask<Run>> tasks = new ArrayList<>();
    for (String[] each :
        List.of(new String[] {SMALL, "a"}, new String[] {other, "b"}, new String[] {SMALL, "c"})) {
      tasks.add(new FutureTask<>(() -> run(each[0], each[1])));
    }
    tasks.forEach(task -> new Thread(task).start());

    assertEquals(run(SMALL, "alone").get(), tasks.get(0).get().get());
    assertEquals(run(other, "lonely").get(), tasks.get(1).get().get());
    assertEquals(tasks.get(0).get().get(), tasks.get(2).get().get());
  }

  @Test
  void anInterruptedThreadStopsItsRunAndGetsWhatThereIs() throws Exception {
    String lengthy =
        SMALL.replace("epochs = 4", "epochs = 4000").replace("seeds = 4", "seeds = 40");
    boolean[] still = new boolean[1];
    var task =
        new FutureTask<>(() -> {
          Run run = run(lengthy, "a");
          still[0] = Thread.currentThread().isInterrupted();
          return run;
        });
    var thread = new Thread(task);
    thread.start();
    Path journal = folder.resolve("a/journal.jsonl");
    while (thread.isAlive() && !(Files.exists(journal) && Files.readAllLines(journal).size() > 2)) {
      Thread.sleep(20);
    }
    thread.interrupt();
    Run run = task.get(60, TimeUnit.SECONDS);

    assertEquals(RunEnd.INTERRUPTED, run.end());
    assertTrue(still[0], "the thread forgot that it was interrupted");
    Results results = run.results().orElseThrow();
    assertFalse(results.complete());
    assertTrue(results.trials().stream().anyMatch(trial -> trial.status() == Trial.Status.DONE));
    assertTrue(results.trials().stream().anyMatch(trial -> trial.status() == Trial.Status.NOT_RUN));
    assertEquals(results, Lossexp.read(folder.resolve("a")).results().orElseThrow());
  }

  @Test
  void aFailedAssertionSaysTheNumbers() throws Exception {
    Results results = run(SMALL, "a").get();
    Comparison comparison = results.comparison("share = 0%");
    Difference difference = comparison.difference("mse", "mae");

    String said =
        assertThrows(
                AssertionError.class,
                () -> ComparisonAssertions.assertBetter(results, "mse", "mae"))
            .getMessage();
    assertTrue(said.contains("`mse` is not better than `mae` in `share = 0%`"), said);
    Judgement judgement = difference.overall().orElseThrow();
    for (double number :
        List.of(
            difference.mean().orElseThrow(),
            judgement.interval().low(),
            judgement.interval().high(),
            judgement.adjustedP())) {
      assertTrue(said.contains(Words.number(number)), said);
    }
    assertTrue(said.contains("units: 4"), said);
    assertTrue(said.contains("comparisons: 6"), said);
  }

  /** A made-up comparison; the verdicts are given, and the words for them expected. */
  @Test
  void anAssertionHoldsByTheVerdictAlone() {
    for (Verdict verdict : Verdict.values()) {
      Comparison comparison = comparison(verdict);
      boolean better = verdict == Verdict.BETTER;
      boolean equal = verdict == Verdict.PRACTICALLY_EQUAL || verdict == Verdict.IDENTICAL;

      assertEquals(better, comparison.better("a", "b"));
      assertEquals(verdict.mirrored(), comparison.verdict("b", "a"));
      assertHolds(better, () -> ComparisonAssertions.assertBetter(comparison, "a", "b"));
      assertHolds(equal, () -> ComparisonAssertions.assertPracticallyEqual(comparison, "a", "b"));
    }
  }

  private static void assertHolds(boolean expected, Runnable assertion) {
    if (expected) {
      assertion.run();
    } else {
      assertThrows(AssertionError.class, assertion::run);
    }
  }

  private static Comparison comparison(Verdict verdict) {
    var judgement = new Judgement(1, new Interval(-1, 2, 0.95), 0.5, verdict);
    var difference =
        new Difference(
            "a",
            "b",
            List.of(new UnitValue("seed 1", 0.5)),
            OptionalDouble.of(0.5),
            OptionalDouble.of(1),
            Optional.of(judgement),
            Optional.of(judgement));
    return new Comparison(
        "",
        new Comparison.Metric("test.mae", false, 0, Double.POSITIVE_INFINITY),
        true,
        0.1,
        Optional.of("b"),
        List.of(score("a", 1), score("b", 1.5)),
        List.of(difference));
  }

  private static Comparison.Score score(String contender, double mean) {
    return new Comparison.Score(
        contender,
        List.of(new UnitValue("seed 1", mean)),
        0,
        OptionalDouble.of(mean),
        OptionalDouble.empty(),
        OptionalDouble.of(mean),
        Optional.empty());
  }

  @Test
  void whatWasNotComparedIsRefusedByName() throws Exception {
    Results results = run(SMALL, "a").get();
    Comparison comparison = results.comparison("share = 20%");

    String pair =
        assertThrows(
                IllegalArgumentException.class, () -> comparison.better("mae", "huber(delta = 2)"))
            .getMessage();
    assertTrue(pair.contains("the baseline `mse`"), pair);
    assertThrows(IllegalArgumentException.class, results::comparison);
    assertThrows(IllegalArgumentException.class, () -> results.comparison("share = 3%"));
    assertThrows(IllegalArgumentException.class, () -> comparison.score("nobody"));
    assertThrows(
        IllegalArgumentException.class,
        () -> results.comparison("share = 20%", "test.rmse").better("mae", "mse"));
  }

  @Test
  void theReadmeShowsATestThatPasses() throws Exception {
    String test = Files.readString(Path.of("src/test/java/org/lossexp/api/OutliersTest.java"));
    String shown = test.substring(test.indexOf("class OutliersTest"));

    String readme = Files.readString(Path.of("../../README.md"));
    assertTrue(readme.contains("```java\n" + shown + "```"), "the README shows another test");
  }

  private Run run(String text, String name) throws Exception {
    // One name for all files: it is a part of the results.
    Path source = Files.createDirectories(folder.resolve("source-" + name));
    Path file = Files.writeString(source.resolve("small.lossexp"), text);
    return Lossexp.run(file, RunOptions.into(folder.resolve(name)));
  }

  private List<NamedCsvRecord> csv(String name) throws Exception {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve(name))) {
      return rows.stream().toList();
    }
  }

  private static OptionalDouble number(NamedCsvRecord row, String column) {
    String text = row.getField(column);
    return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  private static OptionalDouble low(Optional<Interval> interval) {
    return optional(interval.map(Interval::low));
  }

  private static OptionalDouble high(Optional<Interval> interval) {
    return optional(interval.map(Interval::high));
  }

  private static OptionalDouble optional(Optional<Double> number) {
    return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
  }
}

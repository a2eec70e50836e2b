package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs: real data, real training, real files. */
class RunTest {
  private static final String SMALL =
      """
      experiment "Small"
      data d = friedman1(rows = 120) -> holdout(test = 30%, validation = 20%) -> outliers(rate = 10%) -> standardize()
      model mlp = dense(8, relu) -> dropout(0.1)
      loss mse, mae, huber(delta in {0.5, 2})
      train { epochs = 8 }
      repeat { seeds = 4 }
      compare { by = test.mae, baseline = mse }
      report { formats = [html, markdown, csv, json] }
      """;

  @TempDir private Path folder;

  @Test
  void theNumberOfWorkersChangesNothing() throws Exception {
    Path file = experiment(SMALL);
    Lossexp alone = Lossexp.run("run", file, "-o", folder.resolve("a"), "-j", 1);
    Lossexp together = Lossexp.run("run", file, "-o", folder.resolve("b"), "-j", 3);

    assertEquals(0, alone.code(), alone.err());
    assertEquals(0, together.code(), together.err());
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("b"));
    assertTrue(Files.exists(folder.resolve("a/report.md")));
  }

  /** Its steps are so long that the worker without a trial helps. */
  @Test
  void threadsWithinATrialChangeNothing() throws Exception {
    Path file =
        experiment(
            """
            experiment "Long steps"
            data d = friedman1(rows = 400) -> holdout(test = 30%, validation = 20%) -> standardize()
            model mlp = dense(300, relu) -> dropout(0.1) -> dense(300, tanh)
            loss mse
            train { epochs = 10  batch_size = 128 }
            repeat { seeds = 1 }
            report { formats = [csv, json] }
            """);
    Lossexp alone = Lossexp.run("run", file, "-o", folder.resolve("a"), "-j", 1, "--no-cache");
    Lossexp helped = Lossexp.run("run", file, "-o", folder.resolve("b"), "-j", 2, "--no-cache");

    assertEquals(0, alone.code(), alone.err());
    assertEquals(0, helped.code(), helped.err());
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("b"));
  }

  @ParameterizedTest
  @ValueSource(longs = {700, 1100, 1500})
  void aKilledRunGoesOnToTheSameResults(long millis) throws Exception {
    Path file = experiment(SMALL.replace("epochs = 8", "epochs = 400"));
    Path undisturbed = folder.resolve("undisturbed");
    Path killed = folder.resolve("killed");
    Process process =
        Lossexp.start(folder.resolve("log"), "run", file.toString(), "-o", killed.toString());
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();

    Lossexp resumed = Lossexp.run("run", file, "-o", killed, "-j", 2);
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(0, Lossexp.run("run", file, "-o", undisturbed).code());
    Folders.assertSameResults(undisturbed, killed);
  }

  @Test
  void anInterruptedRunSaysHowToGoOnAndLeavesAReport() throws Exception {
    Path file = experiment(SMALL.replace("epochs = 8", "epochs = 3000"));
    Path results = folder.resolve("results");
    Path log = folder.resolve("log");
    Process process = Lossexp.start(log, "run", file.toString(), "-o", results.toString());
    while (process.isAlive() && !hasATrial(results)) {
      Thread.sleep(20);
    }
    process.destroy();

    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
    assertTrue(Files.readString(log).contains("the same command goes on"), Files.readString(log));
    String report = Files.readString(results.resolve("report.html"));
    assertTrue(
        report.toLowerCase(java.util.Locale.ROOT).contains("incomplete: not reproducible"),
        "the report does not say so");
  }

  private static boolean hasATrial(Path results) throws Exception {
    Path journal = results.resolve("journal.jsonl");
    return Files.exists(journal) && Files.readAllLines(journal).size() > 2;
  }

  /** The negative control: what differs in name alone may not differ in a single bit. */
  @Test
  void theSameLossUnderTwoLabelsIsIdentical() throws Exception {
    Path file =
        experiment(
            """
            data d = spirals(rows = 150) -> holdout(test = 30%, validation = 20%)
            model mlp = dense(8, tanh) -> dropout(0.2)
            loss one = cross_entropy
            loss other = softmax_cross_entropy()
            train { epochs = 5 }
            repeat { seeds = 5 }
            compare { by = test.accuracy, baseline = one, rope = 1% }
            """);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("identical"), run.out());
    List<String> summary = Files.readAllLines(folder.resolve("r/summary.csv"));
    assertTrue(summary.stream().anyMatch(row -> row.contains(",identical")), summary.toString());
  }

  @Test
  void aDivergedTrialIsCountedAndStopsNoOther() throws Exception {
    Path file =
        experiment(
            """
            data d = friedman1(rows = 100) -> holdout(test = 30%, validation = 20%)
            loss mse, mae
            optimizer sgd(learning_rate = 10)
            train { epochs = 30 }
            repeat { seeds = 3 }
            """);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));

    assertEquals(1, run.code());
    List<String> trials = Files.readAllLines(folder.resolve("r/trials.csv"));
    assertEquals(
        3, trials.stream().filter(row -> row.contains("diverged")).count(), trials.toString());
    assertEquals(
        3, trials.stream().filter(row -> row.contains(",done,")).count(), trials.toString());
    assertTrue(run.err().contains("diverged"), run.err());
  }

  @Test
  void reportWritesTheSameBytesAgain() throws Exception {
    Path results = folder.resolve("r");
    Lossexp run = Lossexp.run("run", experiment(SMALL), "-o", results);
    byte[] html = Files.readAllBytes(results.resolve("report.html"));
    Files.delete(results.resolve("report.html"));
    Files.delete(results.resolve("trials.csv"));
    Lossexp report = Lossexp.run("report", results);

    assertEquals(0, report.code(), report.err());
    assertEquals(run.out(), report.out());
    assertEquals(
        new String(html, java.nio.charset.StandardCharsets.UTF_8),
        Files.readString(results.resolve("report.html")));
    assertTrue(Files.exists(results.resolve("trials.csv")));
  }

  @Test
  void resumeRefusesAnotherPlanAndFreshKeepsTheOldResults() throws Exception {
    Path results = folder.resolve("r");
    Path file = experiment(SMALL);
    Lossexp.run("run", file, "-o", results);
    Files.writeString(file, SMALL.replace("epochs = 8", "epochs = 9"));

    Lossexp refused = Lossexp.run("run", file, "-o", results, "--resume");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("LX660"), refused.err());

    Lossexp fresh = Lossexp.run("run", file, "-o", results, "--fresh");
    assertEquals(0, fresh.code(), fresh.err());
    assertTrue(Files.exists(folder.resolve("r.1/report.html")));
  }

  @Test
  void aFolderOfOtherThingsIsLeftAlone() throws Exception {
    Path mine = Files.writeString(folder.resolve("summary.csv"), "precious");
    Lossexp run = Lossexp.run("run", experiment(SMALL), "-o", folder);

    assertEquals(4, run.code());
    assertTrue(run.err().contains("LX648"), run.err());
    assertEquals("precious", Files.readString(mine));
  }

  @Test
  void aValueFromTheCommandLineIsWrittenIntoTheResolvedFile() throws Exception {
    Path file = experiment("let n = 100\n" + SMALL.replace("rows = 120", "rows = n"));
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "-D", "n=90");

    assertEquals(0, run.code(), run.err());
    String resolved = Files.readString(folder.resolve("r/experiment.lossexp"));
    assertTrue(resolved.contains("90"), resolved);
    assertFalse(resolved.contains("n = 100"), resolved);
  }

  @Test
  void theResolvedFileRunsToTheSameTrials() throws Exception {
    Lossexp.run("run", experiment(SMALL), "-o", folder.resolve("a"));
    Path again = folder.resolve("again.lossexp");
    Files.copy(folder.resolve("a/experiment.lossexp"), again);
    Lossexp.run("run", again, "-o", folder.resolve("b"));

    assertEquals(
        Files.readString(folder.resolve("a/trials.csv")),
        Files.readString(folder.resolve("b/trials.csv")));
  }

  private Path experiment(String text) throws Exception {
    return Files.writeString(folder.resolve("small.lossexp"), text);
  }
}

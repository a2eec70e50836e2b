package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.results.Examples.TIMING;
import static org.lossexp.results.Examples.done;
import static org.lossexp.results.Examples.ended;
import static org.lossexp.results.Examples.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;
import org.lossexp.spi.MetricDescriptor.Direction;

class TablesTest {
  @TempDir Path folder;

  @Test
  void oneRowATrialWhateverBecameOfIt() throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("test.rmse", 0.1);
    metrics.put("test.r2", Double.NaN);
    TrialResult good =
        new TrialResult(
            "id1",
            Status.DONE,
            "",
            2,
            70,
            10,
            20,
            metrics,
            List.of(
                new TrialResult.Epoch(1, 3, 0.5, 0.125, 1e-3, Map.of("rmse", 2.0)),
                new TrialResult.Epoch(2, 1.5, 0.25, 0.0625, 1e-3, Map.of("rmse", 1.0))));
    TrialResult diverged =
        new TrialResult(
            "id2",
            Status.DIVERGED,
            "the objective is NaN, in epoch 1",
            0,
            70,
            0,
            20,
            Map.of(),
            List.of(
                new TrialResult.Epoch(
                    1, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, 1e-3, Map.of())));
    Design design = small();
    Results results =
        new Stored(
                List.of(new Run(new Versions("0.1.0", 1, 1), design, Examples.NOON)),
                Map.of("id1", record(good), "id2", record(diverged)),
                Map.of("id3", record(ended("id3", Status.OUTSIDE, "out of memory"))),
                List.of())
            .results()
            .orElseThrow();
    Tables.write(folder, results);

    assertFalse(results.complete());
    assertEquals(
        """
        setting,contender,loss,factor.seed,unit,seed,test.rmse,test.r2,best_epoch,epochs,training_rows,validation_rows,test_rows,status,cause,trial
        ,"a, b",huber,9,seed 1,1,0.1,NaN,2,2,70,10,20,done,,id1
        ,"a, b",huber,9,seed 2,2,,,0,1,70,0,20,diverged,"the objective is NaN, in epoch 1",id2
        ,same,huber,9,seed 1,1,,,0,0,0,0,0,outside,out of memory,id3
        ,same,huber,9,seed 2,2,,,,,,,,not run,,id4
        """,
        Files.readString(folder.resolve("trials.csv")));
    assertEquals(
        """
        trial,setting,contender,unit,seed,epoch,training_loss,validation.rmse,gradient_norm,update_ratio,learning_rate
        id1,,"a, b",seed 1,1,1,3,2,0.5,0.125,0.001
        id1,,"a, b",seed 1,1,2,1.5,1,0.25,0.0625,0.001
        id2,,"a, b",seed 2,2,1,NaN,,inf,NaN,0.001
        """,
        Files.readString(folder.resolve("history.csv")));
    assertEquals(
        """
        trial,setting,contender,unit,seed,attempt,started,seconds,worker
        id1,,"a, b",seed 1,1,1,2026-11-20T12:00:00Z,1.25,1
        id2,,"a, b",seed 2,2,1,2026-11-20T12:00:00Z,1.25,1
        id3,,same,seed 1,1,1,2026-11-20T12:00:00Z,1.25,1
        """,
        Files.readString(folder.resolve("timings.csv")));
    assertEquals(design.resolved(), Files.readString(folder.resolve("experiment.lossexp")));
  }

  @Test
  void theOrderOfCompletionAndTheLocaleChangeNothing() throws IOException {
    Run run = run(5);
    List<TrialResult> results = new ArrayList<>();
    run.design().trials().forEach(row -> results.add(done(row.trial(), 4)));
    Path there = Files.createDirectory(folder.resolve("there"));
    Path back = Files.createDirectory(folder.resolve("back"));
    Tables.write(there, results(run, results));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      Tables.write(back, results(run, results.reversed()));
    } finally {
      Locale.setDefault(before);
    }
    for (String name :
        List.of("trials.csv", "history.csv", "lossexp.lock", "experiment.lossexp", "timings.csv")) {
      assertEquals(-1, Files.mismatch(there.resolve(name), back.resolve(name)), name);
    }
    try (Stream<Path> files = Files.list(there)) {
      assertEquals(5, files.count(), "no temporary file is left");
    }
  }

  @Test
  void twoRowsMayNameOneTrial() throws IOException {
    Design design = run(1).design();
    Design.Row first = design.trials().getFirst();
    Run twice = withRows(List.of(first, new Design.Row(first.trial(), 0, 1, "seed 1", 1)));
    StringBuilder text = new StringBuilder();
    Tables.trials(results(twice, List.of(done(first.trial(), 1))), new CsvWriter(text));
    List<String> lines = text.toString().lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).endsWith("done,," + first.trial()));
    assertTrue(lines.get(2).endsWith("done,," + first.trial()));
  }

  @Test
  void theRunIdIsAHashOfTheLockAndOfNoClock() {
    Run run = run(2);
    assertEquals(
        run.id(), new Run(run.versions(), run.design(), Examples.NOON.plusSeconds(9)).id());
    assertNotEquals(run.id(), run(3).id());
    assertNotEquals(
        run.id(), new Run(new Versions("0.1.0", 1, 8), run.design(), run.started()).id());
    assertTrue(run.id().matches("[0-9a-f]{16}"), run.id());
  }

  @Test
  void theLockSaysWhatTheResultDependsOn() {
    String lock = Lock.text(run(2));
    // expected: sha256sum of the resolved file's text
    assertTrue(
        lock.contains(
            "\"experiment\": \"860e3d8529f5a3cf1aa9286a64e7aa7417ffd18e37b9c3c5cdba34812b6efb07\""),
        lock);
    assertTrue(lock.contains("\"path\": \"data/iris.csv\""), lock);
    assertTrue(lock.endsWith("  \"seeds\": [\n    1,\n    2\n  ]\n}\n"), lock);
  }

  @Test
  void aFileThatCannotBeWrittenToItsEndLeavesTheOldOne() throws IOException {
    Path file = folder.resolve("report.md");
    AtomicFile.write(file, "old");
    try {
      AtomicFile.write(
          file,
          out -> {
            out.write("half");
            throw new IOException("no");
          });
    } catch (IOException expected) {
      assertEquals("no", expected.getMessage());
    }
    assertEquals("old", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  private static Results results(Run run, List<TrialResult> results) {
    Map<String, TrialRecord> records = new LinkedHashMap<>();
    results.forEach(result -> records.put(result.trial(), record(result)));
    return new Stored(List.of(run), records, Map.of(), List.of()).results().orElseThrow();
  }

  private static TrialRecord record(TrialResult result) {
    return new TrialRecord(result, 1, TIMING, List.of());
  }

  /** One setting, a factor that is called like a column, two losses, two seeds. */
  private static Design small() {
    Map<String, String> factors = new LinkedHashMap<>();
    factors.put("loss", "huber");
    factors.put("seed", "9");
    return new Design(
        "small",
        "small",
        "",
        List.of(new Design.Setting("", Map.of())),
        List.of(
            new Design.Contender("a, b", "huber(delta = 1)", factors),
            new Design.Contender("same", "huber(delta = 1)", factors)),
        OptionalInt.empty(),
        "test.rmse",
        0,
        true,
        0.05,
        List.of(
            new Design.Measure("rmse", Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY),
            new Design.Measure("r2", Direction.HIGHER_IS_BETTER, Double.NEGATIVE_INFINITY, 1)),
        Design.Units.SEEDS_ONLY,
        2,
        List.of(
            new Design.Row("id1", 0, 0, "seed 1", 1),
            new Design.Row("id2", 0, 0, "seed 2", 2),
            new Design.Row("id3", 0, 1, "seed 1", 1),
            new Design.Row("id4", 0, 1, "seed 2", 2)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "loss huber\n");
  }

  private static Run withRows(List<Design.Row> rows) {
    Run run = run(1);
    Design d = run.design();
    return new Run(
        run.versions(),
        new Design(
            d.name(),
            d.title(),
            d.question(),
            d.settings(),
            d.contenders(),
            d.baseline(),
            d.by(),
            d.rope(),
            d.ropeRelative(),
            d.alpha(),
            d.metrics(),
            d.units(),
            d.seeds(),
            rows,
            d.data(),
            d.plugins(),
            d.formats(),
            d.notes(),
            d.resolved()),
        run.started());
  }
}

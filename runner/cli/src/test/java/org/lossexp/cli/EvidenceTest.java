package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder {@code evidence}: what it says agrees with the metrics, whoever ran the trials. */
class EvidenceTest {
  private static final String CLASSES =
      """
      data d = blobs(rows = 120, classes = 3, features = 4) -> standardize()
      loss cross_entropy, multiclass_svm
      train { epochs = 4 }
      repeat { seeds = 2 }
      measure accuracy, calibration_error
      """;

  @TempDir private Path folder;

  private Path run(String text, String name, Object... options) throws IOException {
    Path file = Files.writeString(folder.resolve("e.lossexp"), text);
    List<Object> arguments = new ArrayList<>(List.of("run", file, "-o", folder.resolve(name)));
    arguments.addAll(List.of(options));
    Lossexp run = Lossexp.run(arguments.toArray());
    assertEquals(0, run.code(), run.err());
    return folder.resolve(name);
  }

  /** {@return rows of a table of evidence, column → cell} */
  private static List<Map<String, String>> rows(Path results, String table) throws IOException {
    Path file = results.resolve("evidence").resolve(table);
    String text;
    if (table.endsWith(".gz")) {
      try (var in = new GZIPInputStream(Files.newInputStream(file))) {
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } else {
      text = Files.readString(file);
    }
    return rows(text);
  }

  private static List<Map<String, String>> rows(String text) {
    List<String> lines = text.lines().toList();
    List<String> header = List.of(lines.getFirst().split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(header.get(i), cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private static List<Map<String, String>> of(List<Map<String, String>> rows, String trial) {
    return rows.stream().filter(row -> row.get("trial").equals(trial)).toList();
  }

  /** Accuracy and calibration error are counted again, from three files. */
  @Test
  void tablesAndPredictionsGiveTheMetricsAgain() throws IOException {
    Path results = run(CLASSES, "r", "--no-cache");
    List<Map<String, String>> trials = rows(Files.readString(results.resolve("trials.csv")));
    assertEquals(4, trials.size());
    for (Map<String, String> trial : trials) {
      String id = trial.get("trial");
      double tested = number(trial, "test_rows");
      double accuracy = number(trial, "test.accuracy");
      List<Map<String, String>> predictions = of(rows(results, "predictions.csv.gz"), id);
      assertEquals(tested, predictions.size());
      double right =
          predictions.stream().filter(it -> it.get("target").equals(it.get("prediction"))).count();
      assertEquals(accuracy, right / tested);
      double ofConfusion =
          of(rows(results, "confusion.csv"), id).stream()
              .filter(it -> it.get("label").equals(it.get("prediction")))
              .mapToDouble(it -> number(it, "examples"))
              .sum();
      assertEquals(right, ofConfusion);
      List<Map<String, String>> bins = of(rows(results, "calibration.csv"), id);
      boolean honest = trial.get("contender").equals("cross_entropy");
      assertEquals(honest, !bins.isEmpty());
      assertEquals(honest, !predictions.getFirst().get("probability").isEmpty());
      if (honest) {
        double error =
            bins.stream()
                .mapToDouble(it ->
                    number(it, "examples")
                        / tested
                        * Math.abs(number(it, "accuracy") - number(it, "confidence")))
                .sum();
        assertEquals(number(trial, "test.calibration_error(bins = 15)"), error, 1e-12);
      }
    }
  }

  @Test
  void evidenceIsTheSameWhoeverRunsTheTrials() throws Exception {
    Path alone = run(CLASSES, "alone", "--no-cache", "-j", 1, "--landscape");
    Path both = run(CLASSES, "both", "--no-cache", "-j", 2, "--landscape");
    Folders.assertSameResults(alone, both);
    Path apart = run(CLASSES, "apart", "--no-cache", "--isolate", "all", "--landscape");
    Folders.assertSameResults(alone, apart);
    assertEquals(2 * 625, rows(alone, "landscape.csv").size());
    Lossexp verify = Lossexp.run("verify", alone);
    assertEquals(0, verify.code(), verify.out() + verify.err());
    assertFalse(verify.err().contains("not compared"), verify.err());
  }

  @Test
  void whatWasLeftOutComesBack() throws Exception {
    Path whole = run(CLASSES, "whole", "--no-cache");
    Path results = run(CLASSES, "r", "--no-cache", "--no-predictions", "--landscape");
    assertFalse(Files.exists(results.resolve("evidence/predictions.csv.gz")));
    assertTrue(Files.exists(results.resolve("evidence/landscape.csv")));
    run(CLASSES, "r", "--no-cache");
    Folders.assertSameResults(whole, results);
  }

  /** Lists: the mean over the queries is the metric. */
  @Test
  void queriesOneByOneHaveTheMeanThatIsReported() throws Exception {
    Path data = Checkout.shared("data/lightgbm-lambdarank/rank.train.gz").getParent();
    Path results =
        run(
            """
            data web = libsvm("%1$s/rank.train.gz", test = "%1$s/rank.test.gz",
              group = "%1$s/rank.train.query", test_group = "%1$s/rank.test.query")
                    -> holdout(validation = 16%%, by = group) -> standardize()
            loss ranknet
            train { epochs = 1, batch_size = 16 }
            measure precision(k = 5)
            repeat { seeds = 1, vary = [init, order] }
            """
                .formatted(data),
            "lists",
            "--no-cache");
    List<Map<String, String>> queries = rows(results, "per_query.csv");
    assertEquals(50, queries.size());
    double mean =
        queries.stream()
            .mapToDouble(it -> number(it, "precision(k = 5)"))
            .filter(it -> !Double.isNaN(it))
            .average()
            .orElseThrow();
    Map<String, String> trial = rows(Files.readString(results.resolve("trials.csv"))).getFirst();
    assertEquals(number(trial, "test.precision(k = 5)"), mean, 1e-12);
  }
}

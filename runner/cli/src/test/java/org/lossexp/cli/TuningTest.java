package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches from the file to the report, on real data. */
@Timeout(300)
class TuningTest {
  private static final List<String> REPRODUCIBLE =
      List.of(
          "trials.csv",
          "tuning.csv",
          "history.csv",
          "summary.csv",
          "report.html",
          "report.json",
          "lossexp.lock",
          "experiment.lossexp");

  @TempDir Path folder;

  /** Adam hardly moves in 6 epochs where its rate is small: what there is to find. */
  private Path file(String search, String scope) throws IOException {
    Path iris = Checkout.shared("data/iris/iris.csv");
    String text =
        """
        data iris = csv("%s", target = last) -> standardize()
        model m = dense(8, relu) -> dense(outputs)
        loss cross_entropy, gce(q tune 0.1 .. 1.0)
        optimizer adam(learning_rate tune log 1e-5 .. 1e-1)
        train { epochs = 6, batch_size tune {16, 32} }
        tune { search = %s, seeds = 2, scope = %s }
        repeat { seeds = 3 }
        """
            .formatted(iris, search, scope);
    return Files.writeString(folder.resolve("tuned.lossexp"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random(points = 6)", "tpe(points = 8)", "hyperband(points = 4)"})
  void theNumberOfWorkersChangesNoByteAndNothingRunsTwice(String search) throws IOException {
    Path file = file(search, "nested");
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Lossexp first = Lossexp.run("run", file, "-o", one, "-j", "1", "--no-cache");
    assertEquals(0, first.code(), first.err());
    assertEquals(0, Lossexp.run("run", file, "-o", two, "-j", "2", "--no-cache").code());
    assertSame(one, two);
    long lines = lines(two.resolve("journal.jsonl"), "\"kind\":\"trial\"");
    Lossexp again = Lossexp.run("run", file, "-o", two, "-j", "2", "--no-cache");
    assertEquals(0, again.code(), again.err());
    assertEquals(lines, lines(two.resolve("journal.jsonl"), "\"kind\":\"trial\""));
    assertSame(one, two);
    assertEquals(0, Lossexp.run("report", two).code());
    assertSame(one, two);
  }

  @Test
  void aSearchThatIsKilledGoesOnWhereItWas() throws Exception {
    Path file = file("tpe(points = 12)", "nested");
    Path expected = folder.resolve("expected");
    assertEquals(0, Lossexp.run("run", file, "-o", expected, "-j", "2", "--no-cache").code());
    Path killed = folder.resolve("killed");
    for (int kept : new int[] {10, 40, 75}) {
      Process process =
          Lossexp.start(
              folder.resolve("log"), "run", file.toString(), "-o", killed.toString(), "--no-cache");
      Path journal = killed.resolve("journal.jsonl");
      while (process.isAlive()
          && (!Files.exists(journal) || lines(journal, "\"kind\":\"trial\"") < kept)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      process.destroyForcibly().waitFor();
    }
    Lossexp last = Lossexp.run("run", file, "-o", killed, "-j", "2", "--no-cache");
    assertEquals(0, last.code(), last.err());
    assertTrue(last.err().contains(" trials are done already"), last.err());
    assertSame(expected, killed);
  }

  @Test
  void whatWasFoundStandsInTheTablesAndIsBetterThanChance() throws IOException {
    Path file = file("tpe(points = 12)", "nested");
    Path results = folder.resolve("results");
    assertEquals(0, Lossexp.run("run", file, "-o", results, "--no-cache").code());
    List<String> trials = Files.readAllLines(results.resolve("trials.csv"));
    assertTrue(
        trials
            .getFirst()
            .startsWith("setting,contender,loss,learning_rate,batch_size,q,unit,seed,"),
        trials.getFirst());
    List<String> chosen =
        Files.readAllLines(results.resolve("tuning.csv")).stream()
            .filter(line -> line.contains(",yes,done,"))
            .toList();
    // 2 contenders, 3 test parts, 2 seeds
    assertEquals(12, chosen.size());
    JsonObject report =
        JsonParser.parseString(Files.readString(results.resolve("report.json"))).getAsJsonObject();
    for (var candidate : report.getAsJsonObject("tuning").getAsJsonArray("candidates")) {
      JsonObject best = candidate.getAsJsonObject().getAsJsonObject("best_of");
      assertTrue(best.get("12").getAsDouble() > 0.8, best.toString());
      assertTrue(best.get("12").getAsDouble() > best.get("1").getAsDouble() + 0.1, best.toString());
      assertEquals(
          3,
          candidate
              .getAsJsonObject()
              .getAsJsonObject("found")
              .getAsJsonArray("learning_rate")
              .size());
    }
    assertTrue(
        Files.readString(results.resolve("report.html")).contains("How hard it was to tune"));
  }

  @Test
  void oneSearchOnRowsOfItsOwnServesAllTestParts() throws IOException {
    Path file = file("random(points = 5)", "apart(40%)");
    Path results = folder.resolve("results");
    assertEquals(0, Lossexp.run("run", file, "-o", results, "--no-cache").code());
    // a header, 2 contenders, 5 points, 2 seeds
    assertEquals(21, lines(results.resolve("tuning.csv"), ","));
    List<String> rates =
        Files.readAllLines(results.resolve("trials.csv")).stream()
            .skip(1)
            .filter(line -> line.startsWith(",gce,"))
            .map(line -> line.split(",", -1)[3])
            .distinct()
            .toList();
    assertEquals(1, rates.size());
  }

  @Test
  void aCandidateWhoseEveryPointDivergesFailsTheRunInWords() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("diverging.lossexp"),
            """
            data d = friedman1(rows = 100) -> standardize(target = true)
            loss mse, mae
            optimizer sgd(learning_rate tune log 1e30 .. 1e35)
            train { epochs = 3 }
            tune { search = random(points = 3) }
            repeat { seeds = 2 }
            """);
    Path results = folder.resolve("results");
    Lossexp run = Lossexp.run("run", file, "-o", results, "--no-cache");
    assertEquals(1, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "lossexp: `mse` was not trained with values found: no point of its search for part"
                    + " 2 ended well"),
        run.err());
    assertTrue(
        Files.readString(results.resolve("trials.csv"))
            .contains(",not run,no point of its search ended well,"));
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    for (String name : REPRODUCIBLE) {
      assertEquals(-1, Files.mismatch(expected.resolve(name), actual.resolve(name)), name);
    }
  }

  private static long lines(Path file, String with) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.filter(line -> line.contains(with)).count();
    }
  }
}

package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a sweep of 200 trials, running the command again gives the bytes of one that
 * nothing happened to. A few of each in every build, {@code -Psoak} tries fifty.
 */
class NothingLostTest {
  private static final int ROUNDS = Integer.getInteger("lossexp.soak", 5);
  private static final int TRIALS = 200;
  private static final String SWEEP =
      """
      experiment "Two hundred"
      data d = friedman1(rows = 60) -> holdout(test = 30%, validation = 20%)
      loss mse, mae
      train { epochs = 12 }
      repeat { seeds = 100 }
      """;

  @TempDir private static Path shared;
  private static Path file;
  private static Path undisturbed;

  @TempDir private Path folder;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    file = Files.writeString(shared.resolve("sweep.lossexp"), SWEEP);
    undisturbed = shared.resolve("undisturbed");
    Lossexp run = Lossexp.run("run", file, "-o", undisturbed);
    assertEquals(0, run.code(), run.err());
  }

  static LongStream rounds() {
    return LongStream.rangeClosed(1, ROUNDS);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void aRunKilledAtAnyMoment(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path killed = folder.resolve("killed");
    Process process =
        Lossexp.start(
            folder.resolve("log"), "run", file.toString(), "-o", killed.toString(), "-j", "2");
    // Some of the moments are before the first trial, and some while the report is written.
    int lines = random.nextInt(TRIALS + 20);
    while (process.isAlive() && lines(killed) < Math.min(lines, TRIALS)) {
      Thread.sleep(1);
    }
    TimeUnit.NANOSECONDS.sleep(random.nextInt(20_000_000) * Math.max(1L, lines - TRIALS));
    process.destroyForcibly().waitFor();

    assertEndsLikeUndisturbed(killed);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void aJournalCutOffAnywhere(long seed) throws Exception {
    byte[] bytes = Files.readAllBytes(journal(undisturbed));
    int length = new SplittableRandom(seed).nextInt(bytes.length);
    assertEndsLikeUndisturbed(holding(Arrays.copyOf(bytes, length)));
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void aJournalWithFlippedBits(long seed) throws Exception {
    byte[] bytes = Files.readAllBytes(journal(undisturbed));
    SplittableRandom random = new SplittableRandom(seed);
    for (int flip = 0; flip < 3; flip++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    Path damaged = holding(bytes);
    Lossexp again = Lossexp.run("run", file, "-o", damaged);
    assertEquals(0, again.code(), again.err());
    assertTrue(again.err().contains("warning[LX646]") || again.err().contains("warning[LX649]"));
    Folders.assertSameResults(undisturbed, damaged);
  }

  @Test
  void aDiskThatFillsUp() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        exit("mount", "-t", "tmpfs", "-o", "size=200k", "lossexp-test", small.toString()) == 0,
        "this user may not mount a small disk");
    try {
      Path results = small.resolve("results");
      Lossexp full = Lossexp.apart(Map.of(), List.of(), "run", file, "-o", results);
      assertEquals(4, full.code(), full.err());
      assertTrue(full.err().contains("error[LX642]"), full.err());
      assertTrue(full.err().contains("the same command goes on"), full.err());
      int kept = lines(results);
      assertTrue(kept > 1 && kept < TRIALS, "something was recorded: " + kept);

      assertEquals(0, exit("mount", "-o", "remount,size=64m", small.toString()));
      Lossexp again = Lossexp.run("run", file, "-o", results);
      assertEquals(0, again.code(), again.err());
      assertTrue(again.err().contains("trials are done already"), again.err());
      Folders.assertSameResults(undisturbed, results);
    } finally {
      exit("umount", small.toString());
    }
  }

  @Test
  void aSecondProcessLeavesTheFolderToTheFirst() throws Exception {
    Path results = folder.resolve("results");
    Path log = folder.resolve("log");
    Process first = Lossexp.start(log, "run", file.toString(), "-o", results.toString(), "-j", "1");
    while (first.isAlive() && lines(results) < 2) {
      Thread.sleep(1);
    }
    Lossexp second = Lossexp.run("run", file, "-o", results);
    assumeTrue(first.isAlive(), "the first was too quick for the second");
    assertEquals(4, second.code(), second.out());
    assertTrue(second.err().contains("error[LX644]"), second.err());
    assertTrue(second.err().contains("process " + first.pid()), second.err());
    assertEquals(0, first.waitFor(), Files.readString(log));
    Folders.assertSameResults(undisturbed, results);
  }

  @Test
  void dataThatGoesAwayAndAProcessThatDiesAreTriedAgain() throws Exception {
    Path table = folder.resolve("d.csv");
    StringBuilder rows = new StringBuilder("a,y\n");
    LongStream.range(0, 60)
        .forEach(i -> rows.append(i % 7).append(',').append(0.37 * i).append('\n'));
    Files.writeString(table, rows);
    Path experiment =
        Files.writeString(
            folder.resolve("e.lossexp"),
            """
            data d = csv("d.csv", target = "y") -> holdout(test = 30%, validation = 20%)
            loss mse, mae
            train { epochs = 200 }
            repeat { seeds = 10 }
            """);
    Path results = folder.resolve("results");
    Path log = folder.resolve("log");
    Process process =
        Lossexp.start(
            log,
            "run",
            experiment.toString(),
            "-o",
            results.toString(),
            "-j",
            "1",
            "--isolate",
            "all");
    while (process.isAlive() && lines(results) < 2) {
      Thread.sleep(1);
    }
    Files.move(table, folder.resolve("away"));
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    assertEquals(1, process.waitFor(), Files.readString(log));
    String trials = Files.readString(results.resolve("trials.csv"));
    assertTrue(trials.contains("its process ended with exit code"), trials);
    assertTrue(trials.contains("there is no file `d.csv`"), trials);
    assertTrue(
        Files.readString(results.resolve("report.html")).contains("ncomplete: not reproducible"));

    Files.move(folder.resolve("away"), table);
    Path other = folder.resolve("other");
    assertEquals(0, Lossexp.run("run", experiment, "-o", results).code());
    assertEquals(0, Lossexp.run("run", experiment, "-o", other).code());
    Folders.assertSameResults(other, results);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "all"})
  void memoryThatIsTooShortEndsTheTrialAndNotTheRun(String isolation) throws Exception {
    Path experiment =
        Files.writeString(
            folder.resolve("e.lossexp"),
            """
            data d = friedman1(rows = 60) -> holdout(test = 30%, validation = 20%)
            model wide = dense(8000) -> dense(8000) -> dense(outputs)
            model small = dense(4) -> dense(outputs)
            loss mse
            train { epochs = 1 }
            repeat { seeds = 2 }
            """);
    Path results = folder.resolve("results");
    Lossexp run =
        Lossexp.apart(
            Map.of(),
            List.of("-Xmx160m"),
            "run",
            experiment,
            "-o",
            results,
            "-j",
            1,
            "--isolate",
            isolation);
    assertEquals(1, run.code(), run.err());
    List<String> trials = Files.readAllLines(results.resolve("trials.csv"));
    assertEquals(2, trials.stream().filter(line -> line.contains("out of memory")).count());
    assertEquals(2, trials.stream().filter(line -> line.contains(",done,")).count());

    Lossexp stopped =
        Lossexp.apart(
            Map.of(),
            List.of("-Xmx160m"),
            "run",
            experiment,
            "-o",
            folder.resolve("stopped"),
            "-j",
            1,
            "--isolate",
            isolation,
            "--on-failure",
            "stop");
    assertEquals(1, stopped.code(), stopped.err());
    assertTrue(stopped.err().contains("stopped at the failure of trial"), stopped.err());
  }

  private void assertEndsLikeUndisturbed(Path results) throws IOException {
    Lossexp again = Lossexp.run("run", file, "-o", results);
    assertEquals(0, again.code(), again.err());
    Folders.assertSameResults(undisturbed, results);
  }

  private Path holding(byte[] journal) throws IOException {
    Path results = Files.createDirectory(folder.resolve("damaged"));
    Files.write(journal(results), journal);
    return results;
  }

  private static Path journal(Path results) {
    return results.resolve("journal.jsonl");
  }

  private static int lines(Path results) throws IOException {
    if (!Files.exists(journal(results))) {
      return 0;
    }
    int lines = 0;
    for (byte one : Files.readAllBytes(journal(results))) {
      lines += one == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static int exit(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

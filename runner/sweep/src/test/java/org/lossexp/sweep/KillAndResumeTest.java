package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;

class KillAndResumeTest {
  private static final int SEEDS = 40;
  private static final List<String> REPRODUCIBLE =
      List.of("trials.csv", "history.csv", "lossexp.lock", "experiment.lossexp");

  @TempDir Path folder;

  @Test
  void theNumberOfWorkersChangesNoByte() throws IOException {
    Path one = undisturbed(1);
    Path four = undisturbed(4);
    assertSame(one, four);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aRunThatIsKilledAgainAndAgainEndsWithTheSameBytes(long seed) throws Exception {
    Path expected = undisturbed(2);
    Path killed = folder.resolve("killed");
    SplittableRandom random = new SplittableRandom(seed);
    int kept = 0;
    for (int life = 0; life < 3; life++) {
      int seen = killAfter(killed, 1 + random.nextInt(20), random.nextInt(3_000_000));
      Stored stored = Examples.value(RunFolder.read(killed));
      assertTrue(stored.finished().size() >= kept + seen, "what was reported is on disk");
      kept = stored.finished().size();
    }
    assertTrue(kept < 2 * SEEDS, "something was left to do");

    Progress progress = finish(killed, 3);

    assertEquals(kept, progress.before());
    assertSame(expected, killed);
    assertEquals(4, Examples.value(RunFolder.read(killed)).runs().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void aDamagedJournalEndsWithTheSameBytes(long seed) throws IOException {
    Path expected = undisturbed(2);
    Path damaged = undisturbed(3);
    Path journal = damaged.resolve("journal.jsonl");
    byte[] bytes = Files.readAllBytes(journal);
    SplittableRandom random = new SplittableRandom(seed);
    int from = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    int to = from + random.nextInt(bytes.length - from);
    byte[] torn = Arrays.copyOf(bytes, to);
    if (to > from) {
      torn[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
    }
    Files.write(journal, torn);

    Progress progress = finish(damaged, 2);

    assertTrue(progress.before() < 2 * SEEDS);
    assertSame(expected, damaged);
  }

  private Path undisturbed(int workers) throws IOException {
    Path path = folder.resolve("undisturbed-" + workers);
    finish(path, workers);
    return path;
  }

  private static Progress finish(Path path, int workers) throws IOException {
    ExperimentPlan plan = Examples.plan(SEEDS);
    SweepEnd end = SlowSweep.run(path, plan, workers, 0, new Examples.Silent());
    assertInstanceOf(SweepEnd.Finished.class, end);
    assertEquals(2 * SEEDS, end.progress().finished());
    assertTrue(end.progress().failed() > 0 && end.progress().diverged() > 0);
    return end.progress();
  }

  /** Runs a process in {@code path}, kills it some time after its {@code results}-th result. */
  private static int killAfter(Path path, int results, int nanos) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SlowSweep.class.getName(),
                path.toString(),
                Integer.toString(SEEDS),
                "2",
                "20")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int seen = 0;
    try (BufferedReader out = process.inputReader()) {
      while (seen < results && out.readLine() != null) {
        seen++;
      }
      TimeUnit.NANOSECONDS.sleep(nanos);
    } finally {
      process.destroyForcibly();
    }
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    return seen;
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    for (String name : REPRODUCIBLE) {
      assertEquals(-1, Files.mismatch(expected.resolve(name), actual.resolve(name)), name);
    }
  }
}

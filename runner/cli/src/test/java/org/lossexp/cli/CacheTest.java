package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that several runs share, by processes as users start them. */
class CacheTest {
  private static final String EXPERIMENT =
      """
      data d = friedman1(rows = 100) -> holdout(test = 30%, validation = 20%)
      loss mse, mae
      train { epochs = 4 }
      repeat { seeds = 3 }
      """;

  @TempDir private Path folder;

  @Test
  void aTrialOfAnotherFileAndFolderIsNotTrainedAgain() throws Exception {
    Lossexp first = run("one", EXPERIMENT);
    Lossexp second = run("other", "experiment \"Other\"\n" + EXPERIMENT);
    Lossexp third = run("more", EXPERIMENT.replace("seeds = 3", "seeds = 4"));

    assertEquals(0, first.code(), first.err());
    assertFalse(first.err().contains("came from the cache"), first.err());
    assertTrue(second.err().contains("6 trials came from the cache"), second.err());
    assertTrue(third.err().contains("6 trials came from the cache"), third.err());
    assertEquals(
        -1, Files.mismatch(folder.resolve("one/history.csv"), folder.resolve("other/history.csv")));
  }

  @Test
  void whatCameFromTheCacheGivesTheSameBytes() throws Exception {
    Path file = file(EXPERIMENT);
    assertEquals(0, lossexp("run", file, "-o", folder.resolve("a"), "--isolate", "all").code());
    assertEquals(0, lossexp("run", file, "-o", folder.resolve("b"), "-j", 1).code());
    assertEquals(0, lossexp("run", file, "-o", folder.resolve("c"), "--no-cache").code());
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("b"));
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("c"));
  }

  @Test
  void withNoCacheOrFromChangedSourcesItIsNeitherReadNorWritten() throws Exception {
    Path file = file(EXPERIMENT);
    assertEquals(0, lossexp("run", file, "-o", folder.resolve("a"), "--no-cache").code());
    assertEquals(0, changed("run", file, "-o", folder.resolve("b")).code());
    assertFalse(Files.exists(cache()));

    assertEquals(0, lossexp("run", file, "-o", folder.resolve("c")).code());
    for (Lossexp run :
        List.of(
            lossexp("run", file, "-o", folder.resolve("d"), "--no-cache"),
            changed("run", file, "-o", folder.resolve("e")))) {
      assertFalse(run.err().contains("came from the cache"), run.err());
    }
    Lossexp plan = changed("plan", file, "-o", folder.resolve("f"));
    assertTrue(plan.out().contains("6 trials, all of which would run"), plan.out());
    assertTrue(plan.out().contains("leaves the cache alone"), plan.out());
  }

  @Test
  void damagedEntriesAreReportedAndTrainedAnew() throws Exception {
    Path file = file(EXPERIMENT);
    assertEquals(0, lossexp("run", file, "-o", folder.resolve("a")).code());
    List<Path> entries = entries();
    byte[] bytes = Files.readAllBytes(entries.get(0));
    bytes[bytes.length / 2] ^= 1;
    Files.write(entries.get(0), bytes);
    Files.write(entries.get(1), Arrays.copyOf(bytes, 100));

    Lossexp second = lossexp("run", file, "-o", folder.resolve("b"));
    assertEquals(0, second.code(), second.err());
    assertTrue(second.err().contains("warning[LX650]: 2 entries"), second.err());
    assertTrue(second.err().contains("4 trials came from the cache"), second.err());
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("b"));
    assertTrue(
        lossexp("run", file, "-o", folder.resolve("c")).err().contains("6 trials came"),
        "the entries were written anew");
  }

  @Test
  void severalProcessesShareIt() throws Exception {
    Path file = file(EXPERIMENT.replace("seeds = 3", "seeds = 10"));
    var logs = Stream.of("a", "b", "c").map(name -> folder.resolve(name + ".log")).toList();
    List<Process> processes = new java.util.ArrayList<>();
    for (Path log : logs) {
      Path results = folder.resolve(log.getFileName().toString().substring(0, 1));
      processes.add(
          Lossexp.start(
              log,
              List.of("-Dlossexp.commit=test"),
              environment(),
              "run",
              file.toString(),
              "-o",
              results.toString()));
    }
    for (int i = 0; i < processes.size(); i++) {
      assertEquals(0, processes.get(i).waitFor(), Files.readString(logs.get(i)));
      assertFalse(Files.readString(logs.get(i)).contains("warning["));
    }
    assertEquals(20, entries().size());
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("b"));
    Folders.assertSameResults(folder.resolve("a"), folder.resolve("c"));
  }

  @Test
  void whatEndedFromOutsideIsNotKept() throws Exception {
    Path file = file(EXPERIMENT);
    Lossexp late = lossexp("run", file, "-o", folder.resolve("a"), "--trial-timeout", "0.001");
    assertEquals(1, late.code(), late.err());
    assertEquals(List.of(), entries());
  }

  @Test
  void aPlaceThatCannotBeWrittenDoesNotEndTheRun() throws Exception {
    Files.writeString(cache(), "a file");
    Lossexp run = run("a", EXPERIMENT);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("warning[LX651]"), run.err());
  }

  @Test
  void thePlanSaysWhereResultsAreAndWhatIsDifferent() throws Exception {
    Path file = file(EXPERIMENT);
    assertEquals(0, lossexp("run", file, "-o", folder.resolve("a")).code());
    String there = lossexp("plan", file, "-o", folder.resolve("a")).out();
    assertTrue(there.contains("6 trials, 6 in the folder already"), there);
    String kept = lossexp("plan", file, "-o", folder.resolve("none")).out();
    assertTrue(kept.contains("6 trials, 6 in the cache already"), kept);

    Path changed = file(EXPERIMENT.replace("epochs = 4", "epochs = 5"));
    String plan = lossexp("plan", changed).out();
    assertTrue(plan.contains("all of which would run"), plan);
    String trial = plan.lines().toList().getLast().split(" +", -1)[1];
    Lossexp why = lossexp("plan", changed, "--explain-cache", trial);
    assertEquals(0, why.code(), why.err());
    assertEquals(
        List.of("  the training", "    there  … epochs = 4, …", "    here   … epochs = 5, …"),
        why.out().lines().skip(3).toList());
    // The same from the folder alone, for those whose program leaves the cache alone.
    String folderAlone =
        changed("plan", changed, "-o", folder.resolve("a"), "--explain-cache", trial).out();
    assertTrue(folderAlone.contains("(in the folder), differs in"), folderAlone);
    assertEquals(2, lossexp("plan", changed, "--explain-cache", "xyz").code());
  }

  @Test
  void theFolderIsTheOneThatTheEnvironmentNames() {
    assertEquals(
        Optional.of(Path.of("/a")),
        Cache.folder(Map.of("LOSSEXP_CACHE", "/a", "XDG_CACHE_HOME", "/b"), "/home/me"));
    assertEquals(
        Optional.of(Path.of("/b/lossexp")),
        Cache.folder(Map.of("XDG_CACHE_HOME", "/b"), "/home/me"));
    assertEquals(
        Optional.of(Path.of("/home/me/.cache/lossexp")),
        Cache.folder(Map.of("XDG_CACHE_HOME", "relative", "LOSSEXP_CACHE", ""), "/home/me"));
    assertEquals(Optional.empty(), Cache.folder(Map.of(), "?"));
  }

  private Lossexp run(String results, String experiment) throws Exception {
    return lossexp("run", file(experiment), "-o", folder.resolve(results));
  }

  private Lossexp lossexp(Object... arguments) throws Exception {
    return Lossexp.apart(environment(), List.of("-Dlossexp.commit=test"), arguments);
  }

  /** The program as it is after a change that nobody has committed. */
  private Lossexp changed(Object... arguments) throws Exception {
    return Lossexp.apart(environment(), List.of("-Dlossexp.commit="), arguments);
  }

  private Map<String, String> environment() {
    return Map.of("LOSSEXP_CACHE", cache().toString());
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private List<Path> entries() throws Exception {
    if (!Files.exists(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path file(String experiment) throws Exception {
    return Files.writeString(folder.resolve("e.lossexp"), experiment);
  }
}

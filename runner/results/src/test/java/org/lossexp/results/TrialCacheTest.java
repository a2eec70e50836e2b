package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.results.Examples.done;
import static org.lossexp.results.Examples.ended;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

class TrialCacheTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Examples.NOON);
  private static final Trial TRIAL = trial("loss mse");

  @TempDir private Path folder;

  @Test
  void whatWasKeptIsFoundByAnotherCacheOnTheFolder() {
    TrialResult result = done(TRIAL.id(), 3);
    cache().keep(TRIAL, result);
    TrialCache other = cache();
    assertEquals(Optional.of(result), other.find(TRIAL));
    assertEquals(Optional.empty(), other.find(trial("loss mae")));
    assertEquals(1, other.found());
    Map<String, List<String>> all = new TreeMap<>();
    other.forEach(all::put);
    assertEquals(Map.of(TRIAL.id(), TRIAL.inputs()), all);
    assertEquals(List.of(), other.problems());
  }

  @Test
  void whatATrialDidNotDoByItselfIsNotKept() {
    for (Status status : Status.values()) {
      Trial trial = trial("loss " + status);
      cache().keep(trial, ended(trial.id(), status, "why"));
      boolean kept = status == Status.DONE || status == Status.DIVERGED;
      assertEquals(kept, cache().find(trial).isPresent(), status.word());
    }
  }

  @Test
  void anyFlippedBitAndAnyTruncationIsReportedIgnoredAndReplaced() throws IOException {
    TrialResult result = done(TRIAL.id(), 1);
    cache().keep(TRIAL, result);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      assertDamaged(file, flipped);
      assertDamaged(file, Arrays.copyOf(whole, at));
    }
    TrialCache cache = cache();
    cache.keep(TRIAL, result);
    assertEquals(Optional.of(result), cache.find(TRIAL));
    assertEquals(List.of(), cache.problems());
  }

  private void assertDamaged(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    TrialCache cache = cache();
    assertEquals(Optional.empty(), cache.find(TRIAL));
    assertEquals(IoProblems.DAMAGED_ENTRIES, cache.problems().getFirst().code());
  }

  @Test
  void aSoundEntryUnderAnotherNameIsNotBelieved() throws IOException {
    cache().keep(TRIAL, done(TRIAL.id(), 1));
    Trial other = trial("loss mae");
    Path place = folder.resolve("trials-1").resolve(other.id().substring(0, 2));
    Files.createDirectories(place);
    Files.copy(onlyFile(), place.resolve(other.id() + ".json"));
    TrialCache cache = cache();
    assertEquals(Optional.empty(), cache.find(other));
    assertEquals(1, cache.problems().size());
  }

  @Test
  void aResultThatDoesNotFitItsInputsIsNotBelieved() {
    Trial lie = trial(TRIAL.id(), List.of("loss other"));
    cache().keep(lie, done(lie.id(), 1));
    assertEquals(Optional.empty(), cache().find(TRIAL));
  }

  @Test
  void manyWritersAndReadersOfOneTrialSeeItWholeOrNotAtAll() throws Exception {
    TrialResult result = done(TRIAL.id(), 50);
    List<Future<Optional<TrialResult>>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 400; i++) {
        answers.add(
            threads.submit(() -> {
              TrialCache cache = cache();
              cache.keep(TRIAL, result);
              Optional<TrialResult> found = cache.find(TRIAL);
              assertEquals(List.of(), cache.problems());
              return found;
            }));
      }
    }
    for (Future<Optional<TrialResult>> answer : answers) {
      assertEquals(Optional.of(result), answer.get());
    }
    onlyFile();
  }

  @Test
  void aShardThatHasGrownTooLargeLosesWhatWasNotFoundForTheLongest() throws IOException {
    List<Trial> shard =
        Stream.iterate(0, i -> i + 1)
            .map(i -> trial("loss mine(k = " + i + ")"))
            .filter(trial -> trial.id().startsWith("00"))
            .limit(4)
            .toList();
    TrialCache cache = cache();
    shard.forEach(trial -> cache.keep(trial, done(trial.id(), 3)));
    long size = 0;
    for (int i = 0; i < 4; i++) {
      Path file = folder.resolve("trials-1/00").resolve(shard.get(i).id() + ".json");
      size = Math.max(size, Files.size(file));
      Files.setLastModifiedTime(file, FileTime.from(Examples.NOON.minus(Duration.ofDays(10 - i))));
    }
    Path abandoned = Files.writeString(folder.resolve("trials-1/00/.x.part"), "{");
    Files.setLastModifiedTime(abandoned, FileTime.from(Examples.NOON.minus(Duration.ofDays(1))));
    Path recent = Files.writeString(folder.resolve("trials-1/00/.y.part"), "{");
    Files.setLastModifiedTime(recent, FileTime.from(Examples.NOON));

    TrialCache small = new TrialCache(folder, CLOCK, 3 * size);
    assertTrue(small.find(shard.get(0)).isPresent(), "the oldest, and wanted just now");
    small.keep(shard.get(3), done(shard.get(3).id(), 3));
    small.trim();

    assertEquals(
        List.of(true, false, true, true),
        shard.stream().map(trial -> small.find(trial).isPresent()).toList());
    assertFalse(Files.exists(abandoned));
    assertTrue(Files.exists(recent), "its writer may be at work");
    assertEquals(List.of(), small.problems());
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAWarningAndNoMore() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    TrialCache cache = new TrialCache(file.resolve("below"), CLOCK);
    cache.keep(TRIAL, done(TRIAL.id(), 1));
    assertEquals(Optional.empty(), cache.find(TRIAL));
    cache.trim();
    assertEquals(IoProblems.CACHE_NOT_WRITTEN, cache.problems().getFirst().code());
    assertEquals(1, cache.problems().size());
  }

  private TrialCache cache() {
    return new TrialCache(folder, CLOCK);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertEquals(1, found.size(), found.toString());
      return found.getFirst();
    }
  }

  private static Trial trial(String loss) {
    List<String> inputs = List.of("lossexp trial 1", loss);
    return trial(Lock.sha256(String.join("\n", inputs)), inputs);
  }

  private static Trial trial(String id, List<String> inputs) {
    Value.Call none = new Value.Call("none", Arguments.NONE);
    return new Trial(
        id,
        List.of(none),
        "",
        0,
        List.of(),
        "mse",
        none,
        none,
        List.of(),
        Optional.empty(),
        Map.of(Trial.Purpose.INIT, 1L),
        inputs);
  }
}

package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.success;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

final class DataRoomTest {
  @TempDir private Path folder;

  private final List<Value.Call> pipeline =
      List.of(call("moons"), call("holdout"), call("standardize"));

  @Test
  void trialsThatDifferInTheLossAloneShareOneObject() {
    DataRoom room = new DataRoom(folder);
    Prepared first = success(room.prepare(pipeline, 0, seeds(1)));
    assertSame(first, success(room.prepare(pipeline, 0, seeds(1))));
    assertNotSame(first, success(room.prepare(pipeline, 0, seeds(2))));
  }

  @Test
  void seedsThatThePipelineDoesNotUseDoNotMultiplyIt() {
    DataRoom room = new DataRoom(folder);
    List<Value.Call> fixed = List.of(call("moons"), call("kfold", "seed", 3));
    assertSame(
        success(room.prepare(fixed, 1, seeds(1))), success(room.prepare(fixed, 1, seeds(2))));
  }

  @Test
  void twoRoomsGiveEqualBits() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "a,b,c\n" + "1,red,x\n2.5,blue,y\n".repeat(20));
    List<Value.Call> table =
        List.of(call("csv", "path", "t.csv"), call("holdout"), call("standardize"));
    Prepared one = success(new DataRoom(folder).prepare(table, 0, seeds(5)));
    Prepared two = success(new DataRoom(folder).prepare(table, 0, seeds(5)));
    assertEquals(one.origin(), two.origin());
    assertEquals(one.features(), two.features());
    assertTrue(java.util.Arrays.equals(one.training().features(), two.training().features()));
    assertTrue(java.util.Arrays.equals(one.training().target(), two.training().target()));
    assertTrue(
        java.util.Arrays.equals(
            one.test().orElseThrow().source(), two.test().orElseThrow().source()));
  }

  @Test
  void manyThreadsReadAFileOnceAndShareTheResult() throws Exception {
    Files.writeString(folder.resolve("t.csv"), "a,c\n" + "1,x\n2,y\n".repeat(5000));
    List<Value.Call> table = List.of(call("csv", "path", "t.csv"), call("holdout"));
    DataRoom room = new DataRoom(folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Prepared>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        tasks.add(() -> success(room.prepare(table, 0, seeds(1))));
      }
      Prepared first = null;
      for (Future<Prepared> result : threads.invokeAll(tasks)) {
        first = first == null ? result.get() : first;
        assertSame(first, result.get());
      }
    }
  }

  @Test
  void aFullShelfForgetsWhatWasUsedLongestAgo() {
    AtomicInteger made = new AtomicInteger();
    Shelf<String, String> shelf = new Shelf<>(10, String::length);
    for (String key : List.of("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb")) {
      assertEquals(
          key,
          shelf.get(
              key,
              k -> {
                made.incrementAndGet();
                return k;
              }));
    }
    // a, b, then c, which drives out b but not a, which was used since; b again.
    assertEquals(4, made.get());
  }

  @Test
  void whatFailsByOurFaultIsTriedAgain() {
    Shelf<String, String> shelf = new Shelf<>(10, String::length);
    assertThrows(
        IllegalStateException.class,
        () ->
            shelf.get(
                "a",
                _ -> {
                  throw new IllegalStateException("once");
                }));
    assertEquals("made", shelf.get("a", _ -> "made"));
  }

  @Test
  void evictionChangesNoResult() {
    DataRoom small = new DataRoom(folder, 0, 0);
    Prepared before = success(small.prepare(pipeline, 0, seeds(1)));
    success(small.prepare(pipeline, 0, seeds(2)));
    Prepared after = success(small.prepare(pipeline, 0, seeds(1)));
    assertNotSame(before, after);
    assertTrue(java.util.Arrays.equals(before.training().features(), after.training().features()));
  }

  @Test
  void ourOwnMistakesAreExceptions() {
    DataRoom room = new DataRoom(folder);
    assertThrows(IllegalArgumentException.class, () -> room.prepare(pipeline, 1, seeds(1)));
    assertThrows(IllegalArgumentException.class, () -> room.prepare(pipeline, 0, Map.of()));
    List<Value.Call> twice = List.of(call("moons"), call("holdout"), call("kfold"));
    assertThrows(IllegalArgumentException.class, () -> room.prepare(twice, 0, seeds(1)));
  }

  @Test
  void streamsOfPreparedDataDependOnPurposeSeedAndFold() {
    DataRoom room = new DataRoom(folder);
    List<Value.Call> folds = List.of(call("moons"), call("kfold"));
    Set<Long> first = new HashSet<>();
    for (int fold = 0; fold < 2; fold++) {
      Prepared data = success(room.prepare(folds, fold, seeds(1)));
      for (var purpose : org.lossexp.experiment.Trial.Purpose.values()) {
        for (long seed = 1; seed <= 2; seed++) {
          assertTrue(first.add(data.key(purpose, seed).stream().bits()));
        }
      }
    }
  }

  // What is offered to the language.

  @Test
  void everyDefaultPassesItsOwnCheck() {
    for (Descriptor descriptor : DataRoom.descriptors()) {
      Set<String> names = new HashSet<>();
      for (ParameterSpec spec : descriptor.parameters()) {
        assertTrue(names.add(spec.name()), descriptor.name() + " has two " + spec.name());
        spec.fallback()
            .ifPresent(value ->
                assertEquals(
                    java.util.Optional.empty(),
                    spec.refusal(value),
                    descriptor.name() + ": " + spec.name()));
      }
      assertTrue(descriptor.help().endsWith("."), descriptor.name());
    }
  }

  @Test
  void everyStepOfferedIsThere() {
    for (Descriptor descriptor : DataRoom.descriptors()) {
      if (descriptor.kind() == Descriptor.Kind.SOURCE) {
        continue;
      }
      Value.Call call =
          switch (descriptor.name()) {
            case "drop", "select" -> call(descriptor.name(), "columns", "a");
            case "label_noise", "outliers", "missing" -> call(descriptor.name(), "rate", 0.1);
            case "imbalance" -> call("imbalance", "ratio", 10);
            case "subsample" -> call("subsample", "share", 0.5);
            case "resize" -> call("resize", "height", 8, "width", 8);
            case "views" -> call("views", "first", new Value.Call("flip", Arguments.NONE));
            case "split_column" -> call("split_column", "column", "a");
            case "index_files" -> call("index_files", "test", "t.txt");
            case "split" -> call("split", "classes", 0.5);
            default -> call(descriptor.name());
          };
      switch (descriptor.kind()) {
        case STEP -> assertNotNull(Step.of(call));
        case SPLIT ->
            assertEquals(Optional.of(call), Pipeline.of(List.of(call("moons"), call)).split());
        case SOURCE, LAYER, OPTIMIZER, SECTION, SEARCH, EVIDENCE ->
            throw new AssertionError(descriptor.name());
      }
    }
  }

  /** Each makes rows, or misses the file (or the optional room) that it is sent for. */
  @Test
  void everySourceOfferedIsThere() {
    DataRoom room = new DataRoom(folder);
    for (Descriptor source : SourceDescriptors.ALL) {
      List<Object> files = new ArrayList<>();
      for (ParameterSpec parameter : source.parameters()) {
        if (parameter.fallback().isEmpty()) {
          files.addAll(List.of(parameter.name(), "absent.txt"));
        }
      }
      Value.Call call = call(source.name(), files.toArray());
      if (files.isEmpty()) {
        assertTrue(success(room.header(call)).rows() > 0);
      } else {
        assertTrue(Written.shown(room.header(call)).startsWith("LX6"), source.name());
      }
    }
  }

  @Test
  void everyCodeHasAPage() throws Exception {
    for (Field field : Codes.class.getDeclaredFields()) {
      String code = (String) field.get(null);
      try (InputStream page =
          DataRoom.class.getResourceAsStream("/META-INF/lossexp/explain/" + code + ".md")) {
        assertNotNull(page, "no page explains " + code);
        String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("# " + code + ": "), code);
        assertTrue(text.lines().count() >= 8, code + " says too little");
        assertFalse(text.contains("\t"), code);
      }
    }
  }
}

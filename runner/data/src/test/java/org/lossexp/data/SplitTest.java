package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.success;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Value;

final class SplitTest {
  private final DataRoom room = new DataRoom(Path.of("."));

  @ParameterizedTest
  @CsvSource({
    "10, 0.2, 0.16, 2, 2",
    "150, 0.2, 0.16, 30, 24",
    "1000, 0.3, 0, 300, 0",
    "7, 0.5, 0.1, 4, 1",
    "333, 0.333, 0.333, 111, 111"
  })
  void holdoutTakesFractionsOfAllRows(
      int rows, double test, double validation, int testRows, int validationRows) {
    Prepared data =
        prepare(
            0,
            1,
            call("moons", "rows", rows),
            call("holdout", "test", test, "validation", validation));
    assertEquals(testRows, data.test().orElseThrow().rows());
    assertEquals(validationRows, data.validation().map(Part::rows).orElse(0));
    assertEquals(rows - testRows - validationRows, data.training().rows());
    assertDisjointAndWhole(data, rows);
  }

  @ParameterizedTest
  @CsvSource({"10, 5, false", "11, 5, false", "103, 10, true", "12, 12, false", "100, 2, true"})
  void foldsAreDisjointAndTogetherAllRows(int rows, int folds, boolean stratify) {
    List<Integer> tested = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      Prepared data =
          prepare(
              fold,
              4,
              call("blobs", "rows", rows),
              call("kfold", "folds", folds, "stratify", stratify));
      assertDisjointAndWhole(data, rows);
      int size = data.test().orElseThrow().rows();
      assertTrue(size == rows / folds || size == rows / folds + 1, "fold of " + size);
      Arrays.stream(data.test().orElseThrow().source()).forEach(tested::add);
    }
    assertEquals(IntStream.range(0, rows).boxed().toList(), tested.stream().sorted().toList());
  }

  @Test
  void stratifiedFoldsHaveEveryClassInProportion() {
    // 103 rows of 3 classes: 35, 34, 34.
    for (int fold = 0; fold < 10; fold++) {
      Prepared data =
          prepare(
              fold,
              9,
              call("blobs", "rows", 103),
              call("kfold", "folds", 10, "stratify", true, "validation", 0.2));
      for (long count : Dataset.counts(data.test().orElseThrow().target(), 3)) {
        assertTrue(count == 3 || count == 4, "a class has " + count);
      }
      for (long count : Dataset.counts(data.validation().orElseThrow().target(), 3)) {
        assertTrue(count == 6 || count == 7 || count == 8, "a class has " + count);
      }
    }
  }

  /** Ten rows in classes of 4, 3, 3; a test part of 5: ideals 2, 1.5, 1.5, the first half up. */
  @Test
  void whatRoundingLeavesGoesToTheLargestRemainders() {
    Prepared data =
        prepare(
            0,
            2,
            call("blobs", "rows", 10),
            call("holdout", "test", 0.5, "validation", 0, "stratify", true));
    assertEquals(List.of(2L, 2L, 1L), Dataset.counts(data.test().orElseThrow().target(), 3));
    assertEquals(List.of(2L, 1L, 2L), data.classCounts());
  }

  @Test
  void seedsDrawOtherSplitsAndTheSameSeedTheSame() {
    Value.Call source = call("moons", "rows", 60);
    assertArrayEquals(
        prepare(0, 1, source, call("holdout")).test().orElseThrow().source(),
        prepare(0, 1, source, call("holdout")).test().orElseThrow().source());
    assertFalse(
        Arrays.equals(
            prepare(0, 1, source, call("holdout")).test().orElseThrow().source(),
            prepare(0, 2, source, call("holdout")).test().orElseThrow().source()));
  }

  @Test
  void aSeedOnTheStepFixesTheSplitForAllSeeds() {
    Value.Call source = call("moons", "rows", 60);
    Value.Call split = call("kfold", "seed", 7);
    assertArrayEquals(
        prepare(2, 1, source, split).test().orElseThrow().source(),
        prepare(2, 99, source, split).test().orElseThrow().source());
  }

  @Test
  void theSplitDependsOnNoLaterStepAndNoOtherSeed() {
    Value.Call source = call("moons", "rows", 60);
    Map<Trial.Purpose, Long> others = new EnumMap<>(seeds(77));
    others.put(Trial.Purpose.SPLIT, 1L);
    assertArrayEquals(
        prepare(0, 1, source, call("holdout")).training().source(),
        success(
                room.prepare(
                    List.of(
                        source,
                        call("standardize"),
                        call("label_noise", "rate", 0.3),
                        call("holdout")),
                    0,
                    others))
            .training()
            .source());
  }

  @Test
  void everyRowIsTestedAboutEquallyOftenOverSeeds() {
    int[] tested = new int[50];
    for (int seed = 0; seed < 1000; seed++) {
      Arrays.stream(
              prepare(0, seed, call("moons", "rows", 50), call("holdout", "test", 0.2))
                  .test()
                  .orElseThrow()
                  .source())
          .forEach(row -> tested[row]++);
    }
    // 1000 draws with probability 0.2: mean 200, sd 12.6.
    for (int count : tested) {
      assertEquals(200, count, 55);
    }
  }

  private Prepared prepare(int fold, long seed, Value.Call... pipeline) {
    return success(room.prepare(List.of(pipeline), fold, seeds(seed)));
  }

  private static void assertDisjointAndWhole(Prepared data, int rows) {
    TreeSet<Integer> all = new TreeSet<>();
    List<int[]> parts =
        new ArrayList<>(List.of(data.training().source(), data.test().orElseThrow().source()));
    data.validation().ifPresent(part -> parts.add(part.source()));
    for (int[] part : parts) {
      for (int row : part) {
        assertTrue(all.add(row), "row " + row + " is in two parts");
      }
    }
    assertEquals(rows, all.size());
  }
}

package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.spi.Family;
import org.lossexp.spi.Refusal;

class LayoutTest {
  /** The numbers of a case, in the order in which they stand in the batch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "REGRESSION | [10, 20]                             | [0, 0]         | 2 x 1 | 10 20",
        "REGRESSION | [[10, 20], [30, 40]]                 | [[0, 0], [0, 0]] | 2 x 2 | 10 20 30"
            + " 40",
        "REGRESSION | {`mean`: [1, 2], `variance`: [3, 4]}   | [0, 0]         | 2 x 2 | 1 3 2 4",
        "REGRESSION | {`mean`: [[1, 2]], `variance`: [[3, 4]]} | [[0, 0]]     | 1 x 4 | 1 3 2 4",
        "REGRESSION | {`logits`: [[1, 2]], `means`: [[3, 4]]} | [0]           | 1 x 4 | 1 2 3 4",
        "RANKING    | [[1, 2], [3]]                        | [[0, 0], [0]]  | 3 x 1 | 1 2 3",
        "RANKING    | [[1, 2], [3, 4]]                     | null           | 2 x 2 | 1 2 3 4",
        "RANKING    | [[[1, 2]], [[3, 4], [5, 6]]]         | [[0], [0, 0]]  | 3 x 2 | 1 2 3 4 5 6",
        "RANKING    | {`positive`: [1, 2], `negatives`: [[3, 4], [5, 6]]} | null | 2 x 3 | 1 3 4 2"
            + " 5 6",
        "EMBEDDING  | {`anchor`: [[1, 2]], `positive`: [[3, 4]]} | null       | 1 x 4 | 1 2 3 4",
        "EMBEDDING  | {`embeddings`: [[1, 2]], `weights`: [[3, 4]]} | [0]     | 1 x 2 | 1 2",
        "EMBEDDING  | {`support`: [[1], [2]], `query`: [[3], [4]]} | null     | 4 x 1 | 1 2 3 4",
        "EMBEDDING  | {`query`: [[1]], `positive`: [[2]], `negatives`: [[3], [4]]} | null | 4 x 1 |"
            + " 1 2 3 4",
      })
  void numbersLieWhereTheContractSays(
      Family family, String prediction, String target, String shape, String numbers)
      throws Exception {
    GoldenCase golden = golden(prediction, target);
    Layout layout = layout(golden, family);
    assertEquals(shape, layout.rows() + " x " + layout.columns());
    assertArrayEquals(
        Arrays.stream(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray(),
        Layout.pick(golden.prediction().leaves(), layout.leaves()));
  }

  @Test
  void listsStartWhereTheOneBeforeEnds() throws Exception {
    Layout layout =
        layout(golden("[[1, 2], [3], [4, 5]]", "[[0, 0], [0], [0, 0]]"), Family.RANKING);
    assertArrayEquals(new int[] {0, 2, 3, 5}, layout.starts());
  }

  @Test
  void whatStandsBesideEmbeddingsIsTheLosssOwn() throws Exception {
    Layout layout =
        layout(
            golden("{`embeddings`: [[1, 2]], `weights`: [[3, 4], [5, 6]]}", "[0]"),
            Family.EMBEDDING);
    assertEquals(2, layout.own().get("weights").rows());
    assertArrayEquals(new int[] {2, 3, 4, 5}, layout.own().get("weights").leaves());
  }

  @Test
  void partsBelowOneAnotherAreNumbered() throws Exception {
    Layout layout =
        layout(golden("{`support`: [[1], [2]], `query`: [[3]]}", "null"), Family.EMBEDDING);
    assertArrayEquals(new int[] {0, 0, 1}, layout.part());
  }

  @Test
  void aTableWithRowsOfDifferentLengthsIsRefused() throws Exception {
    GoldenCase golden = golden("[[1, 2], [3]]", "[0, 0]");
    Refusal refusal = assertThrows(Refusal.class, () -> layout(golden, Family.CLASSIFICATION));
    assertEquals(
        "`prediction` is no table of numbers: its rows differ in length", refusal.getMessage());
  }

  /** Every leaf of every golden prediction stands in exactly one place of its batch or state. */
  @Test
  void everyGoldenCaseHasALayout() throws Exception {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("shared/losses/golden"))) {
      folder = folder.getParent();
    }
    assumeTrue(folder != null, "no shared/losses/golden beside the checkout: skipped");
    try (Stream<Path> files = Files.list(folder.resolve("shared/losses/golden"))) {
      for (Path file : files.sorted().toList()) {
        String json = Files.readString(file);
        Family family =
            Stream.of(Family.values())
                .filter(f -> json.toUpperCase(java.util.Locale.ROOT).contains('"' + f.name() + '"'))
                .findFirst()
                .orElseThrow();
        for (GoldenCase golden : GoldenFile.read(json)) {
          Layout layout = layout(golden, family);
          int[] all =
              IntStream.concat(
                      Arrays.stream(layout.leaves()),
                      layout.own().values().stream().flatMapToInt(o -> Arrays.stream(o.leaves())))
                  .sorted()
                  .toArray();
          assertArrayEquals(IntStream.range(0, golden.prediction().size()).toArray(), all);
          assertTrue(layout.leaves().length == layout.rows() * layout.columns(), golden.id());
        }
      }
    }
  }

  private static Layout layout(GoldenCase golden, Family family) throws Refusal {
    return Layout.of(golden.prediction(), golden.target().orElse(Nested.of()), family);
  }

  private static GoldenCase golden(String prediction, String target) throws Exception {
    String json =
        "{\"cases\": [{\"id\": \"a\", \"loss\": \"b\", \"reduction\": \"mean\", \"prediction\": %s, \"target\": %s}]}"
            .formatted(prediction.replace('`', '"'), target);
    GoldenCase golden = GoldenFile.read(json).getFirst();
    assertEquals(Optional.empty(), golden.value());
    return golden;
  }
}

package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.spi.Reduction;

class GoldenFileTest {
  private static final String CASE =
      """
      {"cases": [{"id": "a#1", "loss": "sound", "tags": ["large"], "params": {"k": null},
        "prediction": [[1, 2], [3, 5]], "target": [[0, 2], [3, 3]],
        "reduction": "mean", "value": 1.25, "gradient": [[0.5, 0], [0, 1]]}]}
      """;

  @Test
  void aCaseIsReadRowByRow() throws Exception {
    GoldenCase golden = GoldenFile.read(CASE).getFirst();
    assertEquals("a#1", golden.id());
    assertEquals("k = none", golden.arguments().text());
    assertEquals(List.of(2, 2), golden.prediction().shape());
    assertArrayEquals(new double[] {1, 2, 3, 5}, golden.prediction().leaves());
    assertArrayEquals(new double[] {0, 2, 3, 3}, golden.target().orElseThrow().leaves());
    assertEquals(Optional.of(Reduction.MEAN), golden.reduction());
    assertArrayEquals(new double[] {1.25}, golden.value().orElseThrow());
    assertEquals(1e-6, golden.tolerance());
  }

  @Test
  void aLossIsComparedWithItsCase() throws Exception {
    String json = CASE.replace("{\"k\": null}", "{}");
    GoldenCase golden = GoldenFile.read(json).getFirst();
    assertTrue(GoldenCheck.check(new SquaredLoss(), golden).passed());

    GoldenCase off = GoldenFile.read(json.replace("[0.5, 0]", "[0.4, 0]")).getFirst();
    GoldenCheck.Compared compared =
        assertInstanceOf(GoldenCheck.Compared.class, GoldenCheck.check(new SquaredLoss(), off));
    assertFalse(compared.passed());
    assertEquals(0, compared.valueError());
    assertEquals(0.25, compared.gradientError(), 1e-12); // |0.5 - 0.4| / 0.4
  }

  @Test
  void whatALossDoesNotTakeIsRefusedInWords() throws Exception {
    GoldenCase golden = GoldenFile.read(CASE).getFirst();
    assertEquals(
        new GoldenCheck.Refused("`sound` has no parameter `k`"),
        GoldenCheck.check(new SquaredLoss(), golden));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"cases\": [}          | this is not JSON at line 1, column 12",
        "[1, 2]                  | a file of golden cases is a JSON object with a list `cases`",
        "{\"cases\": 3}          | a file of golden cases is a JSON object with a list `cases`",
        "{\"cases\": [3]}        | a golden case is a JSON object, but one of them is 3",
        "{\"cases\": [{\"a\": 1}]} | a golden case has no `id`: {\"a\":1}",
        "{\"cases\": [{\"id\": 1}]} | `id` of a golden case is not a string: {\"id\":1}",
      })
  void whatIsNoGoldenFileIsSaidInWords(String json, String message) {
    GoldenFile.Malformed malformed =
        assertThrows(GoldenFile.Malformed.class, () -> GoldenFile.read(json));
    assertEquals(message, malformed.getMessage());
  }

  @Test
  void deepNestingIsAMessageAndNoOverflow() {
    String deep = "{\"cases\": " + "[".repeat(200_000);
    assertThrows(GoldenFile.Malformed.class, () -> GoldenFile.read(deep));
  }

  /** Expected: 245 losses and 2,189 cases, shared/losses/README.md. */
  @Test
  void everyCaseOfTheCatalogueIsRead() throws Exception {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("shared/losses/golden"))) {
      folder = folder.getParent();
    }
    assumeTrue(folder != null, "no shared/losses/golden beside the checkout: skipped");
    List<GoldenCase> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("shared/losses/golden"))) {
      List<Path> sorted = files.sorted().toList();
      assertEquals(245, sorted.size());
      for (Path file : sorted) {
        entries.addAll(GoldenFile.read(Files.readString(file)));
      }
    }
    assertEquals(2189, entries.size());
  }
}

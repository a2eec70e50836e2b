package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.Loss;
import org.lossexp.testkit.GoldenCase;
import org.lossexp.testkit.GoldenCheck;
import org.lossexp.testkit.GoldenFile;
import org.lossexp.testkit.LossContract;

/** The losses that the standard plugin writes as formulas. */
class StandardLibraryTest {
  private static final FormulaLibrary LIBRARY = StandardLosses.library();

  static Stream<String> names() {
    return LIBRARY.losses().stream().map(loss -> LossCatalogue.names(loss).getFirst());
  }

  private static Loss loss(String name) {
    return LIBRARY.losses().stream()
        .filter(loss -> LossCatalogue.names(loss).getFirst().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingIsWrongWithIt() {
    assertEquals("", FormulaLibrary.text(LIBRARY.checkAll()));
  }

  /**
   * Expected: shared/losses/golden, computed by PyTorch 1.13 and the libraries that the catalogue
   * there names.
   */
  @ParameterizedTest
  @MethodSource("names")
  void everyGoldenCaseAgrees(String name) throws Exception {
    Loss loss = loss(name);
    List<GoldenCase> cases =
        GoldenFile.read(StandardLosses.shared("losses/golden/" + name + ".json"));
    assertFalse(cases.isEmpty());
    for (GoldenCase each : cases) {
      GoldenCheck.Outcome outcome = GoldenCheck.check(loss, each);
      assertTrue(outcome.passed(), () -> each.id() + ": " + outcome);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFormulaKeepsTheContract(String name) {
    assertEquals(List.of(), LossContract.check(loss(name)));
  }
}

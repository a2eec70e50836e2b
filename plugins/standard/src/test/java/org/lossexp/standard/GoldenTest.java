package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.Loss;
import org.lossexp.testkit.GoldenCase;
import org.lossexp.testkit.GoldenCheck;
import org.lossexp.testkit.GoldenFile;

/**
 * Expected: shared/losses/golden, computed by PyTorch 1.13 and checked against scikit-learn and
 * documented examples (see the catalogue there).
 */
class GoldenTest {
  static Stream<String> names() {
    return new StandardPlugin().losses().stream().map(loss -> loss.descriptor().name());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyGoldenCaseAgrees(String name) throws Exception {
    Loss loss = loss(name);
    List<GoldenCase> entries = GoldenFile.read(Shared.text("losses/golden/" + name + ".json"));
    assertFalse(entries.isEmpty());
    for (GoldenCase entry : entries) {
      GoldenCheck.Outcome outcome = GoldenCheck.check(loss, entry);
      assertTrue(outcome.passed(), () -> entry.id() + ": " + outcome);
    }
  }

  static Loss loss(String name) {
    return new StandardPlugin()
        .losses().stream()
            .filter(loss -> loss.descriptor().name().equals(name))
            .findFirst()
            .orElseThrow();
  }
}

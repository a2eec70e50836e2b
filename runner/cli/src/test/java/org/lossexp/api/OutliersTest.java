package org.lossexp.api;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.api.ComparisonAssertions.assertBetter;
import static org.lossexp.api.ComparisonAssertions.assertDone;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutliersTest {
  @TempDir private Path folder;

  @Test
  void absoluteErrorsStandGrossMistakesInTheTargets() {
    Path file = Path.of("src/test/experiments/outliers.lossexp");
    Results results = assertDone(Lossexp.run(file, RunOptions.into(folder)));

    assertBetter(results, "mae", "mse");
    Difference gain = results.comparison().difference("mae", "mse");
    assertTrue(gain.mean().orElseThrow() > 0.5, "less than half a unit: " + gain);
  }
}

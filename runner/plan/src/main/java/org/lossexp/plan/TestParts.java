package org.lossexp.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Span;

/** Checks that test parts are units of their own, and large enough to measure anything. */
final class TestParts {
  /** A metric of fewer rows moves in steps of more than a tenth. */
  private static final int FEWEST_ROWS = 10;

  private TestParts() {}

  /**
   * Refuses leave-one-out with several seeds: every seed draws the same test parts, and tests would
   * take each of them for as many units as there are seeds.
   */
  static void refuseRepeated(
      List<Candidate> candidates, boolean drawsSplits, int seeds, Diagnostics diagnostics) {
    Set<Span> said = new HashSet<>();
    for (Candidate candidate : candidates) {
      DataCase data = candidate.data();
      boolean repeated =
          seeds > 1
              && data.folds() >= data.header().rows()
              && data.units(drawsSplits) == Design.Units.RESAMPLED;
      if (repeated && said.add(size(data))) {
        diagnostics.error(
            Codes.SAME_TEST_PARTS,
            size(data),
            "every one of the %d seeds draws the same %d test parts of `%s`: one row each"
                .formatted(seeds, data.folds(), candidate.dataItem().name()),
            "",
            "tests would count %,d units, and only %,d of them are different"
                .formatted((long) seeds * data.folds(), data.folds()),
            "write `kfold(%d, seed = 1)`: seeds are then averaged within a test part"
                .formatted(data.folds()));
      }
    }
  }

  /** Warns of parts on which a metric can take few values only. */
  static void warnOfSmall(List<Candidate> candidates, Diagnostics diagnostics) {
    Set<Span> said = new HashSet<>();
    for (Candidate candidate : candidates) {
      DataCase data = candidate.data();
      int rows = data.testRows();
      if (rows > 0 && rows < FEWEST_ROWS && said.add(size(data))) {
        diagnostics.warning(
            Codes.SMALL_TEST_PART,
            size(data),
            "a test part of `%s` holds %s only, of %d"
                .formatted(
                    candidate.dataItem().name(), Counts.of(rows, "row"), data.header().rows()),
            "",
            "what is measured on so few rows is mostly chance",
            data.folds() > 1
                ? "write fewer folds: `kfold(5)`"
                : "write a larger `test`, or `kfold(5)`");
      }
    }
  }

  /** {@return where the size of the test parts is written} */
  private static Span size(DataCase data) {
    return DataSets.argument(data.split(), data.folds() > 1 ? "folds" : "test")
        .orElse(data.split().written().nameSpan());
  }
}

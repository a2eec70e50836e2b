package org.lossexp.report;

import java.util.Optional;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.statistics.Power;
import org.lossexp.report.statistics.Verdict;

/** How many more units would probably bring a verdict, in words. */
final class MoreUnits {
  private MoreUnits() {}

  /**
   * {@return a sentence where {@code contrast} is undecided in its setting and something can be
   * told}
   *
   * @param purpose what the units would do, such as "tell `a` from the baseline `b`"
   */
  static Optional<String> sentence(Figures figures, Contrast contrast, String purpose) {
    Evidence evidence = contrast.evidence().orElseThrow();
    int units = contrast.differences().size();
    if (evidence.inSetting().verdict() != Verdict.UNDECIDED
        || evidence.test().constant()
        || units < Power.LEAST_UNITS) {
      return Optional.empty();
    }
    String noun = figures.unitNoun();
    return Optional.of(
        "If the differences stay like these, "
            + (evidence.unitsNeeded().isPresent()
                ? "about " + Words.count(evidence.unitsNeeded().getAsInt() - units, "more " + noun)
                : "not even " + Math.max(Power.MOST_UNITS, units) + " " + noun + "s")
            + " would probably "
            + purpose
            + " (power by bootstrap)."
            + (evidence.unitsNeeded().isEmpty()
                    && evidence.test().testToTrainRatio() > 1.0 / Power.MOST_UNITS
                ? " Test parts share training rows, so n_test/n_train is a floor that more of them"
                    + " cannot lower: more rows or a smaller test share, such as `kfold(10)`, would"
                    + " help."
                : ""));
  }
}

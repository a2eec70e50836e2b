package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.Verdict;

/** Bayesian tests never change a verdict; where they tell otherwise, that is said. */
final class Disagreements {
  /** It stands beside: a few show what it is about, the tables have them all. */
  private static final int NAMED_AT_MOST = 3;

  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final List<String> surer = new ArrayList<>();

  Disagreements(Design design, Comparison comparison, Figures figures) {
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
  }

  /** {@return a sentence about those that are surer than the verdict; empty where none is} */
  List<String> sentences() {
    for (InSetting setting : comparison.settings()) {
      String where =
          comparison.settings().size() == 1 ? "" : " in " + figures.settingName(setting.setting());
      for (Contrast contrast : setting.deciding().contrasts()) {
        contrast
            .evidence()
            .ifPresent(evidence ->
                evidence
                    .posterior()
                    .ifPresent(posterior ->
                        compare(
                            contrast.contender(),
                            contrast.reference(),
                            where,
                            evidence.inSetting().verdict(),
                            posterior)));
      }
    }
    for (OverDataSets panel : comparison.overDataSets()) {
      String where =
          " over the data sets"
              + (panel.panel().isEmpty() ? "" : " with " + Words.quoted(panel.panel()));
      for (OverDataSets.Pair pair : panel.pairs()) {
        compare(
            pair.contender(),
            pair.reference(),
            where,
            pair.judgement().verdict(),
            pair.posterior());
      }
    }
    return surer.isEmpty()
        ? List.of()
        : List.of(
            "The Bayesian test, which does not count the other comparisons, is surer than the"
                + " verdict that stands: "
                + Words.list(surer.subList(0, Math.min(NAMED_AT_MOST, surer.size())))
                + (surer.size() > NAMED_AT_MOST
                    ? "; " + Words.number(surer.size() - NAMED_AT_MOST) + " more in the tables"
                    : "")
                + ".");
  }

  private void compare(
      int contender, int reference, String where, Verdict verdict, Posterior posterior) {
    double sure = 1 - design.alpha();
    String call =
        posterior.better() >= sure
            ? " better than "
            : posterior.worse() >= sure
                ? " worse than "
                : posterior.equal() >= sure ? " practically equal to " : "";
    boolean otherwise =
        switch (verdict) {
          case UNDECIDED -> !call.isEmpty();
          case BETTER_MAY_NOT_MATTER, WORSE_MAY_NOT_MATTER -> posterior.equal() >= sure;
          // What a test decides, the same differences have taught the posterior as well.
          case IDENTICAL, BETTER, WORSE, PRACTICALLY_EQUAL -> false;
        };
    if (otherwise) {
      surer.add(figures.name(contender) + call + figures.name(reference) + where);
    }
  }
}

package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.InSetting;

/** How it was decided: the way through the tree of tests, a sentence a step, with its reasons. */
final class Reasons {
  private final Design design;
  private final Comparison comparison;
  private final Figures figures;

  Reasons(Design design, Comparison comparison, Figures figures) {
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
  }

  List<String> steps() {
    List<String> steps = new ArrayList<>();
    steps.add(
        "What decides: "
            + comparison.metrics().getFirst().words()
            + " ("
            + comparison.metrics().getFirst().betterWords()
            + "), from `compare.by`. Other metrics describe and carry no p.");
    steps.add(units());
    if (comparison.family() == 0) {
      steps.add("No test: there is no pair of contenders with finished trials in common.");
      return steps;
    }
    steps.add(test());
    steps.add(family());
    if (!comparison.overDataSets().isEmpty()) {
      steps.add(
          "Several data sets: one mean a contender and data set (Demšar 2006). With three or more"
              + " contenders Friedman's test with Iman and Davenport's F comes first; only where it"
              + " finds a difference are pairs tested, by Wilcoxon's signed-rank test"
              + (comparison.overDataSets().getFirst().relative()
                  ? " of differences as shares of the "
                      + (design.baseline().isPresent()
                          ? "baseline's mean"
                          : "mean of all contenders on the data set")
                  : "")
              + " with Holm's adjustment. Nemenyi's critical difference is a picture alone: it"
              + " depends on the pool (Benavoli, Corani & Mangili 2016).");
    }
    steps.add(rope());
    steps.add(
        "The verdict is read off the adjusted interval, positive = better: better or worse where it"
            + " lies beyond the rope, \"may not matter\" where it begins inside, practically equal"
            + " where it stays inside, identical where every difference is exactly 0, undecided"
            + " otherwise. What stands beside (Wilcoxon, Bayes, bootstrap) never changes it.");
    return steps;
  }

  private String units() {
    return switch (design.units()) {
      case RESAMPLED ->
          "Units: every seed draws its own test parts, and each distinct test part is one unit of"
              + " replication. Contenders are paired on the same test part and seed.";
      case FIXED_FOLDS ->
          "Units: the folds are fixed, so each fold is one unit of replication; seeds on the same"
              + " fold are averaged first. Contenders are paired on the same fold and seed.";
      case SEEDS_ONLY ->
          "Units: there is one fixed test part, so each seed is a unit, and only the randomness of"
              + " training is varied. Contenders are paired on the same seed.";
    };
  }

  private String test() {
    return switch (design.units()) {
      case RESAMPLED, FIXED_FOLDS ->
          "Test: the test parts share training rows, so differences on them are correlated and a"
              + " plain t-test would be too sure: corrected resampled t (Nadeau & Bengio 2003;"
              + " Bouckaert & Frank 2004), its variance times 1/k + n_test/n_train, k − 1 degrees"
              + " of freedom. "
              + ratios();
      case SEEDS_ONLY ->
          "Test: paired t over seeds (Bouthillier et al. 2021), k − 1 degrees of freedom.";
    };
  }

  private String ratios() {
    List<InSetting> finished =
        comparison.settings().stream().filter(setting -> setting.trainingRows() > 0).toList();
    if (finished.isEmpty()) {
      return "";
    }
    InSetting first = finished.getFirst();
    return (comparison.settings().size() == 1 ? "Here" : "In the first setting")
        + " n_test/n_train is "
        + Figures.plain(first.testRows())
        + "/"
        + Figures.plain(first.trainingRows())
        + ".";
  }

  private String family() {
    String level = Figures.percent(design.alpha());
    String kind =
        design.baseline().isPresent()
            ? "each contender against the baseline " + figures.name(design.baseline().getAsInt())
            : "all pairs, as there is no baseline";
    if (comparison.family() == 1) {
      return "One comparison: no adjustment. Error rate alpha = " + level + ".";
    }
    return "Family: "
        + kind
        + "; Holm's adjustment holds the chance of any false call under alpha = "
        + level
        + (comparison.settings().size() == 1
            ? ", over " + comparison.family() + " comparisons."
            : ", over the comparisons of a setting in that setting's table, and over all "
                + comparison.family()
                + " together for the answer at the top.")
        + (design.rope() == 0
            ? ""
            : " That holds for differences from 0; calls against the rope are read off the same"
                + " intervals, and false ones may be a little more frequent.")
        + " Holm's steps give each comparison a level of its own, so a smaller p can have a wider"
        + " interval; each interval covers its own difference.";
  }

  private String rope() {
    if (design.rope() == 0) {
      return "Rope: none declared, so \"practically equal\" is never claimed.";
    }
    return "Rope: differences up to "
        + (design.ropeRelative()
            ? Figures.percent(design.rope())
                + " of the "
                + (design.baseline().isPresent() ? "baseline's mean" : "mean of all contenders")
            : Figures.plain(design.rope()))
        + " in "
        + comparison.metrics().getFirst().words()
        + " do not matter.";
  }
}

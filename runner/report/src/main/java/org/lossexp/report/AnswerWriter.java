package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.SignTest;
import org.lossexp.report.statistics.Verdict;

/**
 * Puts a {@link Comparison} into the sentences of an {@link Answer}. Every sentence is read off
 * verdicts and intervals that the pages show; nothing is worked out here.
 */
final class AnswerWriter {
  /** Up to here one side wins all units by chance so often that the reader should know. */
  private static final int FEW_UNITS = 5;

  private final Design design;
  private final Map<String, TrialResult> results;
  private final Comparison comparison;
  private final Figures figures;

  AnswerWriter(Design design, Map<String, TrialResult> results, Comparison comparison) {
    this.design = design;
    this.results = results;
    this.comparison = comparison;
    this.figures = new Figures(design, comparison);
  }

  Answer answer() {
    if (isFit()) {
      return new Answer(
          "All rows were trained on and none was tested on: this is a fit, without a verdict.",
          List.of("A comparison needs a test part, such as `holdout(test = 20%)` gives."),
          List.of());
    }
    List<String> sentences;
    if (design.contenders().size() == 1) {
      sentences = single();
    } else if (comparison.settings().size() > 1) {
      var over = new AnswerOverDataSets(design, comparison, figures);
      sentences = new ArrayList<>(new AnswerOverSettings(design, comparison, figures).sentences());
      sentences.addAll(over.canDecide() ? 0 : sentences.size(), over.sentences());
    } else if (design.baseline().isPresent()) {
      sentences = new AnswerAgainstBaseline(design, comparison, figures).sentences();
    } else {
      sentences = new AnswerOfPairs(design, comparison, figures).sentences();
    }
    return new Answer(sentences.getFirst(), sentences.subList(1, sentences.size()), cautions());
  }

  /** {@return whether trials have finished, and none of them has a test part} */
  private boolean isFit() {
    List<TrialResult> finished =
        results.values().stream()
            .filter(result -> result.status() == TrialResult.Status.DONE)
            .toList();
    return !finished.isEmpty() && finished.stream().allMatch(result -> result.testRows() == 0);
  }

  /** Nothing to compare: the sentences describe. */
  private List<String> single() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "There is only one contender, " + figures.name(0) + ": nothing to compare it with.");
    for (InSetting setting : comparison.settings()) {
      Measured deciding = setting.deciding();
      for (Score score : deciding.scores()) {
        String where =
            comparison.settings().size() == 1
                ? "Its "
                : "In " + figures.settingName(setting.setting()) + " its ";
        sentences.add(where + mean(deciding, score) + ".");
      }
    }
    return sentences;
  }

  private String mean(Measured deciding, Score score) {
    String metric = figures.metric(deciding).words();
    if (score.mean().isEmpty()) {
      return metric + " is not known: " + score.missing().words();
    }
    int decimals = figures.meanDecimals(deciding, score);
    return metric
        + " is "
        + Figures.fixed(score.mean().getAsDouble(), decimals)
        + score
            .interval()
            .map(interval -> " (" + figures.meanInterval(interval, decimals) + ")")
            .orElse("")
        + " over "
        + figures.units(score.units().size());
  }

  private List<String> cautions() {
    List<String> cautions = new ArrayList<>();
    missing(cautions);
    if (!comparison.complete()) {
      cautions.add(
          "The results are incomplete: trials that ended from outside or have not run may change"
              + " this answer.");
    }
    cautions.addAll(new TrainingCautions(design, results, comparison, figures).sentences());
    design(cautions);
    if (comparison.family() > 0) {
      fewUnits(cautions);
      undeclaredRope(cautions);
      families(cautions);
      cautions.addAll(new Disagreements(design, comparison, figures).sentences());
    }
    return cautions;
  }

  private void missing(List<String> cautions) {
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      int planned = 0;
      int missing = 0;
      boolean flattered = false;
      Map<String, Integer> kinds = new LinkedHashMap<>();
      List<String> where = new ArrayList<>();
      for (InSetting setting : comparison.settings()) {
        Optional<Score> score = setting.deciding().score(contender);
        if (score.isPresent()) {
          planned += score.get().planned();
          missing += score.get().missing().total();
          flattered |= score.get().mean().isPresent() && score.get().missing().diverged() > 0;
          score.get().missing().byWord().forEach((word, n) -> kinds.merge(word, n, Integer::sum));
          if (score.get().missing().total() > 0) {
            where.add(
                score.get().missing().total()
                    + " of "
                    + score.get().planned()
                    + " in "
                    + figures.settingName(setting.setting()));
          }
        }
      }
      if (missing > 0) {
        List<String> counts = new ArrayList<>();
        kinds.forEach((word, n) -> counts.add(n + " " + word));
        String how = " (" + Words.list(counts) + ")";
        cautions.add(
            missing == planned
                ? figures.name(contender) + " has no finished trial to compare" + how + "."
                : ofTrials(contender, planned, missing)
                    + (comparison.settings().size() == 1
                        ? " missing from its mean and its differences" + how
                        : " missing" + how + ": " + Words.someOf(where))
                    + (flattered ? "; " + survivors(contender) : "")
                    + ".");
      }
    }
  }

  private String ofTrials(int contender, int planned, int missing) {
    return "Of the "
        + Words.count(planned, "trial")
        + " of "
        + figures.name(contender)
        + ", "
        + Words.number(missing)
        + (missing == 1 ? " is" : " are");
  }

  /** Who diverged would have had the worst values: leaving them out is no chance. */
  private String survivors(int contender) {
    return "where some diverged, the mean is of those that survived, and flatters "
        + figures.name(contender);
  }

  private void design(List<String> cautions) {
    switch (design.units()) {
      case RESAMPLED -> {}
      case FIXED_FOLDS ->
          cautions.add(
              "The folds were fixed: seeds vary the training alone and are averaged within a fold,"
                  + " and how another partition would decide is not covered.");
      case SEEDS_ONLY ->
          cautions.add(
              "Only the randomness of training was varied, on one fixed test part: how another test"
                  + " part would decide is not covered.");
    }
  }

  private void fewUnits(List<String> cautions) {
    int fewest =
        comparison.settings().stream()
            .flatMap(setting -> setting.deciding().contrasts().stream())
            .filter(contrast -> contrast.evidence().isPresent())
            .mapToInt(contrast -> contrast.differences().size())
            .min()
            .orElse(FEW_UNITS + 1);
    if (fewest > 1 && fewest <= FEW_UNITS) {
      List<String> where = comparisons(fewest);
      cautions.add(
          "With "
              + figures.units(fewest)
              + (where.size() == comparison.family() ? "" : " (" + Words.someOf(where) + ")")
              + ", certainty comes from how alike the differences are: that all of them favour one"
              + " side happens by chance once in "
              + Math.round(1 / SignTest.chanceOfSweep(fewest))
              + ".");
    }
  }

  /** The comparisons that rest on so many units, such as {@code `a` in `noise = 0`}. */
  private List<String> comparisons(int units) {
    List<String> names = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      for (Contrast contrast : setting.deciding().contrasts()) {
        if (contrast.evidence().isPresent() && contrast.differences().size() == units) {
          names.add(
              figures.name(contrast.contender())
                  + (design.baseline().isPresent()
                      ? ""
                      : " with " + figures.name(contrast.reference()))
                  + (comparison.settings().size() == 1
                      ? ""
                      : " in " + figures.settingName(setting.setting())));
        }
      }
    }
    return names;
  }

  private void undeclaredRope(List<String> cautions) {
    boolean decided =
        comparison.settings().stream()
            .flatMap(setting -> setting.deciding().contrasts().stream())
            .flatMap(contrast -> contrast.evidence().stream())
            .map(evidence -> evidence.overall().verdict())
            .anyMatch(verdict -> isBetter(verdict) || isWorse(verdict));
    if (decided && design.rope() == 0) {
      cautions.add("Whether a difference of this size matters is not declared (`rope`).");
    }
  }

  private void families(List<String> cautions) {
    boolean several = comparison.settings().size() > 1;
    if (several) {
      cautions.add(
          "Settings are not independent of one another: how many of them agree is a count, not a"
              + " test.");
    }
    long better =
        comparison.settings().stream()
            .flatMap(setting -> setting.deciding().contrasts().stream())
            .flatMap(contrast -> contrast.evidence().stream())
            .filter(evidence -> isBetter(evidence.overall().verdict()))
            .count();
    if (design.baseline().isPresent() && better > 1) {
      cautions.add(
          "Contenders were tested against the baseline, not against each other: which of those"
              + " that beat it is best is not tested.");
    }
    if (!several && design.baseline().isPresent()) {
      rankedFirstButNotShown(cautions);
    }
  }

  /** The best mean is not always the best evidence. */
  private void rankedFirstButNotShown(List<String> cautions) {
    Measured deciding = comparison.settings().getFirst().deciding();
    Optional<Contrast> first = deciding.contrast(deciding.scores().getFirst().contender());
    boolean otherShown =
        deciding.contrasts().stream()
            .flatMap(contrast -> contrast.evidence().stream())
            .anyMatch(evidence -> isBetter(evidence.inSetting().verdict()));
    if (otherShown
        && first.isPresent()
        && first.get().evidence().isPresent()
        && !isBetter(first.get().evidence().get().inSetting().verdict())) {
      cautions.add(
          "The best mean is that of "
              + figures.name(first.get().contender())
              + ", but its difference to the baseline is "
              + first.get().evidence().get().inSetting().words()
              + ".");
    }
  }

  static boolean isBetter(Verdict verdict) {
    return verdict == Verdict.BETTER || verdict == Verdict.BETTER_MAY_NOT_MATTER;
  }

  static boolean isWorse(Verdict verdict) {
    return verdict == Verdict.WORSE || verdict == Verdict.WORSE_MAY_NOT_MATTER;
  }
}

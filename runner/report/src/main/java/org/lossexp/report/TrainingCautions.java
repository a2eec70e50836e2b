package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.statistics.Direction;

/** Cautions about experiments in which too little was learned, or measured on too little. */
final class TrainingCautions {
  private static final String R2 = "test.r2";
  private static final int FEW_ROWS = 10;

  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final List<TrialResult> done;

  TrainingCautions(
      Design design, Map<String, TrialResult> results, Comparison comparison, Figures figures) {
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
    this.done =
        design.trials().stream()
            .map(Design.Row::trial)
            .distinct()
            .map(results::get)
            .filter(Objects::nonNull)
            .filter(result -> result.status() == TrialResult.Status.DONE)
            .toList();
  }

  List<String> sentences() {
    List<String> cautions = new ArrayList<>();
    nothingLearned(cautions);
    cutShort(cautions);
    smallTestPart(cautions);
    return cautions;
  }

  private void nothingLearned(List<String> cautions) {
    List<String> where =
        comparison.settings().stream()
            .filter(this::predictsNoBetterThanTheMean)
            .map(setting -> figures.settingName(setting.setting()))
            .toList();
    if (!where.isEmpty()) {
      cautions.add(
          (where.size() == comparison.settings().size()
                  ? "No"
                  : "In " + Words.someOf(where) + ", no")
              + " contender predicts better than the mean of the target (test r2 is 0 or less):"
              + " more epochs or another learning rate come before the choice of a loss.");
    }
  }

  private boolean predictsNoBetterThanTheMean(InSetting setting) {
    for (Measured measured : setting.measured()) {
      if (figures.metric(measured).key().equals(R2)) {
        double best =
            measured.scores().stream()
                .flatMapToDouble(score -> score.mean().stream())
                .max()
                .orElse(Double.NaN);
        return best <= 0;
      }
    }
    return false;
  }

  /**
   * The epoch that was judged cannot tell: without a monitor it is always the last. So the last
   * epoch also has to be the best by the deciding metric on validation.
   */
  private void cutShort(List<String> cautions) {
    String metric = design.by().substring(design.by().indexOf('.') + 1);
    List<TrialResult> validated =
        done.stream()
            .filter(result ->
                result.history().size() > 1
                    && result.history().getLast().validation().containsKey(metric))
            .toList();
    Direction direction = comparison.metrics().getFirst().direction();
    long last =
        validated.stream()
            .filter(result -> result.bestEpoch() == result.history().size())
            .filter(result -> lastIsBest(result.history(), metric, direction))
            .count();
    if (2 * last > validated.size()) {
      cautions.add(
          "In "
              + last
              + " of "
              + Words.count(validated.size(), "trial")
              + " the last epoch was the best on validation: training was probably cut short"
              + " (`epochs`).");
    }
  }

  private static boolean lastIsBest(
      List<TrialResult.Epoch> history, String metric, Direction direction) {
    double last = history.getLast().validation().get(metric);
    return history.subList(0, history.size() - 1).stream()
        .mapToDouble(epoch -> epoch.validation().getOrDefault(metric, Double.NaN))
        .filter(Double::isFinite)
        .allMatch(earlier ->
            switch (direction) {
              case HIGHER_IS_BETTER -> last > earlier;
              case LOWER_IS_BETTER -> last < earlier;
            });
  }

  private void smallTestPart(List<String> cautions) {
    int fewest = done.stream().mapToInt(TrialResult::testRows).min().orElse(FEW_ROWS);
    if (fewest < FEW_ROWS) {
      cautions.add(
          "The smallest test part has only "
              + Words.count(fewest, "row")
              + ": what is measured on so few says little about others.");
    }
  }
}

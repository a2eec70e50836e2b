package org.lossexp.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.statistics.Direction;

/** Cautions about experiments in which too little was learned, or measured on too little. */
final class TrainingCautions {
  private static final String R2 = "test.r2";
  private static final String ACCURACY = "test.accuracy";
  private static final int FEW_ROWS = 10;

  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final List<TrialResult> done;
  private final Left left;

  TrainingCautions(
      Design design, Map<String, TrialResult> results, Comparison comparison, Figures figures) {
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
    this.left = new Left(design, results);
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
    nothingToldApart(cautions);
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
   * Always saying the largest class has its share of the examples right, and a balanced accuracy of
   * one over the number of classes; the latter is asked for where accuracy does not decide.
   */
  private void nothingToldApart(List<String> cautions) {
    boolean accuracy = design.by().equals(ACCURACY);
    List<String> where =
        comparison.settings().stream()
            .filter(setting -> {
              Map<Integer, List<Evidence>> tables = left.tables("confusion", setting.setting());
              return !tables.isEmpty()
                  && tables.values().stream().allMatch(trials -> gain(trials, accuracy) <= 0);
            })
            .map(setting -> figures.settingName(setting.setting()))
            .toList();
    if (!where.isEmpty()) {
      cautions.add(
          (where.size() == comparison.settings().size()
                  ? "No"
                  : "In " + Words.someOf(where) + ", no")
              + " contender is better than always saying the largest class (test "
              + (accuracy ? "accuracy" : "balanced accuracy")
              + "): more epochs or another learning rate come before the choice of a loss.");
    }
  }

  /** By how much trials are better than always saying the largest class, on average. */
  private static double gain(List<Evidence> trials, boolean accuracy) {
    double sum = 0;
    for (Evidence table : trials) {
      int column = table.column("examples");
      Map<String, Double> labelled = new LinkedHashMap<>();
      Map<String, Double> right = new LinkedHashMap<>();
      for (Evidence.Row row : table.rows()) {
        String label = row.keys().getFirst();
        double examples = row.values().get(column);
        labelled.merge(label, examples, Double::sum);
        right.merge(label, label.equals(row.keys().get(1)) ? examples : 0, Double::sum);
      }
      for (Map.Entry<String, Double> each : right.entrySet()) {
        sum += accuracy ? each.getValue() : each.getValue() / labelled.get(each.getKey());
      }
      sum -= accuracy ? Collections.max(labelled.values()) : 1;
    }
    return sum;
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
              + Words.number(last)
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

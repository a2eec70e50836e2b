package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.statistics.Verdict;
import org.lossexp.spi.MetricDescriptor;

/** What the answer says in each situation; that its numbers are right is the property test's. */
class AnswerTest {

  private static Answer answer(Synthetic synthetic) {
    return new Report(synthetic.design(), synthetic.results).answer();
  }

  @Test
  void aClearWinnerIsNamedWithItsDifferenceAndInterval() {
    Answer answer = answer(new Synthetic());
    assertTrue(
        answer
            .headline()
            .matches(
                "`log_cosh` is better than the baseline `mean_squared_error`: its test accuracy is"
                    + " 0\\.\\d+ higher \\(95% interval 0\\.\\d+ to 0\\.\\d+\\)\\."),
        answer.headline());
    assertTrue(
        answer.support().contains("`huber(delta = 1)` is better than the baseline."),
        answer.toString());
  }

  @Test
  void aMetricThatShouldBeLowIsLower() {
    var synthetic = new Synthetic();
    synthetic.lowerIsBetter = true;
    assertTrue(answer(synthetic).headline().contains("its test rmse is 0."));
    assertTrue(answer(synthetic).headline().contains(" lower (95% interval "));
  }

  @Test
  void theSameTrialsUnderTwoLabelsAreIdentical() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    // The rows of contender 1 name the trials of the baseline; contender 2 goes.
    List<Design.Row> rows = new ArrayList<>();
    for (Design.Row row : design.trials()) {
      if (row.contender() == 0) {
        rows.add(row);
        rows.add(new Design.Row(row.trial(), row.setting(), 1, row.unit(), row.seed()));
      }
    }
    design = with(design, design.contenders().subList(0, 2), rows);
    var report = new Report(design, synthetic.results);
    Contrast contrast = report.comparison().settings().getFirst().deciding().contrasts().getFirst();
    contrast.differences().forEach(unit -> assertEquals(0.0, unit.value()));
    assertEquals(Verdict.IDENTICAL, contrast.evidence().orElseThrow().inSetting().verdict());
    assertEquals(
        "`huber(delta = 1)` and the baseline `mean_squared_error` are identical: every paired"
            + " difference in test accuracy is exactly 0 (10 test parts).",
        report.answer().headline());
  }

  @Test
  void smallDifferencesInsideTheRopeArePracticallyEqual() {
    var synthetic = new Synthetic();
    synthetic.effects = new double[] {0, 0.0001, 0};
    synthetic.noise = 0.002;
    synthetic.rope = 0.02;
    assertEquals(
        "No practical difference: both contenders are within 0.02 of the baseline"
            + " `mean_squared_error` in test accuracy.",
        answer(synthetic).headline());
  }

  @Test
  void noiseLeavesItUndecided() {
    var synthetic = new Synthetic();
    synthetic.effects = new double[] {0, 0, 0};
    synthetic.noise = 0.03;
    assertEquals(
        "Undecided: the evidence tells neither contender from the baseline `mean_squared_error`.",
        answer(synthetic).headline());
  }

  @Test
  void oneUnitCannotDecideAndTheNumberThatCouldIsGiven() {
    var synthetic = new Synthetic();
    synthetic.seeds = 1;
    Answer answer = answer(synthetic);
    assertEquals(
        "1 test part cannot decide: there is no spread to hold a difference against.",
        answer.headline());
    // 2 comparisons: 2 / 2^(7-1) = 0.031 is the first below 0.05.
    assertTrue(
        answer
            .support()
            .contains(
                "At least 2 test parts are needed for a test, and 7 before one side winning all of"
                    + " them is convincing by itself."),
        answer.toString());
  }

  @Test
  void theBaselineCanBeBest() {
    var synthetic = new Synthetic();
    synthetic.effects = new double[] {0, -0.06, -0.08};
    assertTrue(
        answer(synthetic)
            .headline()
            .startsWith(
                "The baseline `mean_squared_error` is best: both others are worse, and that of"
                    + " `huber(delta = 1)`, the closest in test accuracy, is 0."));
  }

  @Test
  void withoutABaselineTheBestBeatsAllOthers() {
    var synthetic = new Synthetic();
    synthetic.baseline = OptionalInt.empty();
    synthetic.effects = new double[] {0, 0.1, -0.1};
    assertTrue(
        answer(synthetic)
            .headline()
            .startsWith(
                "`huber(delta = 1)` is best, better than each of the other 2: against the closest,"
                    + " `mean_squared_error`, its test accuracy is 0."));
  }

  @Test
  void anExperimentInWhichNothingWasLearnedSaysSo() {
    var synthetic = new Synthetic();
    String caution = "No contender predicts better than the mean of the target";
    synthetic.others =
        List.of(
            new Design.Measure(
                "r2", MetricDescriptor.Direction.HIGHER_IS_BETTER, Double.NEGATIVE_INFINITY, 1));
    synthetic.r2Lost = 0.5;
    assertFalse(answer(synthetic).text().contains(caution));
    synthetic.r2Lost = 1.1;
    assertTrue(answer(synthetic).text().contains(caution));
  }

  @Test
  void contendersThatSayTheLargestClassAreTold() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    String caution =
        "No contender is better than always saying the largest class (test accuracy): more epochs"
            + " or another learning rate come before the choice of a loss.";
    synthetic.results.replaceAll((_, result) -> with(result, 0));
    assertTrue(
        new Report(design, synthetic.results).answer().cautions().contains(caution),
        new Report(design, synthetic.results).answer().text());
    synthetic.results.put("t0-1-0-0", with(synthetic.results.get("t0-1-0-0"), 1));
    assertFalse(new Report(design, synthetic.results).answer().cautions().contains(caution));
  }

  /** Thirty of the large class, ten of the small, of which so many are found. */
  private static TrialResult with(TrialResult result, double found) {
    var confusion =
        new Evidence(
            "confusion",
            List.of("label", "prediction"),
            List.of("examples"),
            List.of(
                new Evidence.Row(List.of("large", "large"), List.of(30.0)),
                new Evidence.Row(List.of("small", "large"), List.of(10 - found)),
                new Evidence.Row(List.of("small", "small"), List.of(found))));
    return new TrialResult(
        result.trial(),
        result.status(),
        result.cause(),
        result.bestEpoch(),
        result.trainingRows(),
        result.validationRows(),
        result.testRows(),
        result.metrics(),
        result.history(),
        List.of(confusion));
  }

  @Test
  void aVerdictOfSurvivorsShowsHowManyThereWere(@TempDir Path folder) throws IOException {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(Synthetic.factors("rate", "0.01"), Synthetic.factors("rate", "0.1"));
    Design design = synthetic.design();
    for (int seed = 0; seed < 7; seed++) {
      synthetic.end("t1-2-" + seed + "-0", TrialResult.Status.DIVERGED, "loss is NaN");
    }
    var report = new Report(design, synthetic.results);
    report.write(folder);
    for (String file : List.of("report.md", "report.tex", "report.html")) {
      assertTrue(Files.readString(folder.resolve(file)).contains("7 of 10 diverged"), file);
    }
    String text = report.answer().text();
    assertTrue(text.contains("(7 of its 20 trials there are missing)"), text);
    assertTrue(
        text.contains(
            "Of the 20 trials of `log_cosh`, 7 are missing (7 diverged): 7 of 10 in `rate = 0.1`;"
                + " where some diverged, the mean is of those that survived, and flatters"
                + " `log_cosh`."),
        text);
    assertTrue(text.contains("With 3 test parts (`log_cosh` in `rate = 0.1`), certainty"), text);
  }

  @Test
  void trainingThatWasCutShortIsToldButNotWhereTheLastEpochIsTakenForWantOfAMonitor() {
    var synthetic = new Synthetic();
    String caution =
        "the last epoch was the best on validation: training was probably cut short (`epochs`).";
    assertFalse(answer(synthetic).text().contains(caution));
    synthetic.epochs = 3;
    assertTrue(answer(synthetic).cautions().contains("In 30 of 30 trials " + caution));
  }

  @Test
  void aTestPartOfAFewRowsIsTold() {
    var synthetic = new Synthetic();
    synthetic.testRows = 10;
    assertFalse(answer(synthetic).text().contains("The smallest test part has only"));
    synthetic.testRows = 9;
    assertTrue(answer(synthetic).text().contains("The smallest test part has only 9 rows"));
  }

  @Test
  void aDecisionWithoutARopeSaysThatSizeIsNotJudgedInEveryDesign() {
    for (OptionalInt baseline : List.of(OptionalInt.empty(), OptionalInt.of(0))) {
      for (double effect : new double[] {0.1, -0.1}) {
        var synthetic = new Synthetic();
        synthetic.baseline = baseline;
        synthetic.effects = new double[] {0, effect, effect};
        String caution = "Whether a difference of this size matters is not declared (`rope`).";
        assertFalse(answer(synthetic).cautions().contains(caution));
        synthetic.rope = 0;
        assertTrue(answer(synthetic).cautions().contains(caution));
        synthetic.settings =
            List.of(Synthetic.factors("noise", "0%"), Synthetic.factors("noise", "20%"));
        assertTrue(answer(synthetic).cautions().contains(caution));
      }
    }
  }

  @Test
  void oneContenderHasNothingToBeComparedWith() {
    var synthetic = new Synthetic();
    synthetic.contenders = List.of("huber(delta = 1)");
    synthetic.baseline = OptionalInt.empty();
    assertEquals(
        "There is only one contender, `huber(delta = 1)`: nothing to compare it with.",
        answer(synthetic).headline());
  }

  @Test
  void divergedTrialsAreCountedInTheAnswer() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    synthetic.end("t0-1-2-0", TrialResult.Status.DIVERGED, "loss is NaN");
    for (int seed = 0; seed < 10; seed++) {
      synthetic.end("t0-2-" + seed + "-0", TrialResult.Status.DIVERGED, "loss is NaN");
    }
    Answer answer = new Report(design, synthetic.results).answer();
    assertTrue(
        answer
            .cautions()
            .contains(
                "Of the 10 trials of `huber(delta = 1)`, 1 is missing from its mean and its"
                    + " differences (1 diverged); where some diverged, the mean is of those that"
                    + " survived, and flatters `huber(delta = 1)`."),
        answer.toString());
    assertTrue(
        answer.cautions().contains("`log_cosh` has no finished trial to compare (10 diverged)."));
    assertTrue(
        answer.support().getFirst().startsWith("This rests on 9 test parts (1 pair dropped): "));
  }

  @Test
  void aSettingInWhichAllDivergedIsNoWin() {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(Synthetic.factors("rate", "0.01"), Synthetic.factors("rate", "1e12"));
    synthetic.effects = new double[] {0, -0.06, -0.08};
    Design design = synthetic.design();
    design.trials().stream()
        .filter(row -> row.setting() == 1)
        .forEach(row -> synthetic.end(row.trial(), TrialResult.Status.DIVERGED, "loss is NaN"));
    Answer answer = new Report(design, synthetic.results).answer();
    assertEquals(
        "The baseline `mean_squared_error` is best in 1 of 2 settings; in the other nothing"
            + " finished.",
        answer.headline());
    assertTrue(
        answer
            .cautions()
            .contains(
                "Of the 20 trials of `mean_squared_error`, 10 are missing (10 diverged): 10 of 10"
                    + " in `rate = 1e12`."),
        answer.text());
  }

  @Test
  void aBaselineThatDivergedLeavesNothingToCompare() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    for (int seed = 0; seed < 10; seed++) {
      synthetic.end("t0-0-" + seed + "-0", TrialResult.Status.DIVERGED, "loss is NaN");
    }
    assertEquals(
        "Nothing can be compared: the baseline `mean_squared_error` has no finished trial (10"
            + " diverged).",
        new Report(design, synthetic.results).answer().headline());
  }

  @Test
  void severalSettingsAreCounted() {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(Synthetic.factors("noise", "0%"), Synthetic.factors("noise", "20%"));
    synthetic.effects = new double[] {0, 0.05, 0};
    assertTrue(
        answer(synthetic)
            .headline()
            .startsWith(
                "`huber(delta = 1)` is better than the baseline `mean_squared_error` in both"
                    + " settings"));
  }

  @Test
  void settingsAreNamedInTheOrderOfTheDesignWhateverTheirVerdicts() {
    // In 40% it may not matter, in 60% it does.
    assertTrue(
        answer(ReportGallery.pages().get("settings"))
            .headline()
            .contains("(`noise = 40%` and `noise = 60%`)"));
  }

  @Test
  void aNoisyBestMeanIsNotTheAnswer() {
    var synthetic = new Synthetic();
    synthetic.effects = new double[] {0, 0.03, 0.06};
    synthetic.noise = 0.003;
    synthetic.loud = OptionalInt.of(2);
    synthetic.base = 0.6;
    Answer answer = answer(synthetic);
    assertTrue(answer.headline().startsWith("`huber(delta = 1)` is better"), answer.text());
    assertTrue(
        answer
            .cautions()
            .contains(
                "The best mean is that of `log_cosh`, but its difference to the baseline is"
                    + " undecided."),
        answer.text());
  }

  private static Design with(
      Design design, List<Design.Contender> contenders, List<Design.Row> rows) {
    return new Design(
        design.name(),
        design.title(),
        design.question(),
        design.settings(),
        contenders,
        design.baseline(),
        design.by(),
        design.rope(),
        design.ropeRelative(),
        design.alpha(),
        design.metrics(),
        design.units(),
        design.seeds(),
        rows,
        design.data(),
        design.plugins(),
        design.formats(),
        design.notes(),
        design.resolved());
  }

  @Test
  void resultsOfOtherTrialsChangeNothing() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    Map<String, TrialResult> more = new LinkedHashMap<>(synthetic.results);
    TrialResult any = synthetic.results.get("t0-0-0-0");
    more.put("elsewhere", any);
    assertEquals(new Report(design, synthetic.results).answer(), new Report(design, more).answer());
  }

  @Test
  void dataSetsThatContradictOneAnotherDecideNothingTogether() {
    var synthetic = new Synthetic();
    synthetic.contenders = List.of("mse", "huber");
    synthetic.effects = new double[] {0, 0.08};
    synthetic.growth = -0.3; // better on the first four, worse on the last
    synthetic.noise = 0.005;
    List<Map<String, String>> dataSets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      dataSets.add(Synthetic.factors("data", "d" + i));
    }
    synthetic.settings = dataSets;
    Answer answer = answer(synthetic);
    assertEquals(
        "Over 8 data sets, no contender is shown to be better than the baseline `mse`.",
        answer.headline());
    assertEquals(
        "`huber` is better than the baseline `mse` in 3 of 8 settings (`data = d0`, `data = d1`"
            + " and `data = d2`), undecided in 1 (`data = d3`), worse, may not matter in 1 (`data ="
            + " d4`), worse in 3 (`data = d5`, `data = d6` and `data = d7`).",
        answer.support().getFirst());
  }

  @Test
  void tooFewSeedsAreToldHowManyMore() {
    var synthetic = new Synthetic();
    synthetic.units = Design.Units.SEEDS_ONLY;
    synthetic.contenders = List.of("mse", "huber");
    synthetic.effects = new double[] {0, 0.01};
    synthetic.seeds = 5;
    synthetic.rope = 0;
    Answer answer = answer(synthetic);
    assertTrue(answer.headline().startsWith("Undecided: "), answer.text());
    assertTrue(
        answer
            .support()
            .getLast()
            .matches(
                "If the differences stay like these, about \\d+ more seeds would probably tell"
                    + " `huber` from the baseline `mse` \\(power by bootstrap\\)\\."),
        answer.text());
  }
}

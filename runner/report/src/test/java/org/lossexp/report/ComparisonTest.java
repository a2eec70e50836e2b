package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.Verdict;

class ComparisonTest {
  @TempDir Path folder;

  private static Measured deciding(Synthetic synthetic) {
    return compare(synthetic).settings().getFirst().deciding();
  }

  private static Comparison compare(Synthetic synthetic) {
    return new Report(synthetic.design(), synthetic.results).comparison();
  }

  private static Evidence evidence(Measured measured, int contender) {
    return measured.contrast(contender).orElseThrow().evidence().orElseThrow();
  }

  @Test
  void manySeedsOnFiveFixedFoldsAreFiveUnits() {
    var synthetic = new Synthetic();
    synthetic.units = Design.Units.FIXED_FOLDS;
    synthetic.folds = 5;
    synthetic.seeds = 4;
    Score score = deciding(synthetic).score(1).orElseThrow();
    assertEquals(5, score.units().size());
    assertEquals(20, score.planned());
    double sum = 0;
    for (int seed = 0; seed < 4; seed++) {
      sum += synthetic.results.get("t0-1-" + seed + "-2").metrics().get("test.accuracy");
    }
    assertEquals("fold 3", score.units().get(2).unit());
    assertEquals(sum / 4, score.units().get(2).value(), 1e-15);
    assertEquals(4, evidence(deciding(synthetic), 1).test().degreesOfFreedom());
  }

  @Test
  void resampledTestPartsAreCorrectedByTheSizesInTheResults() {
    // Synthetic trials have 36 rows to test and 114 to train on.
    assertEquals(36 / 114.0, evidence(deciding(new Synthetic()), 1).test().testToTrainRatio());
  }

  @Test
  void seedsOnOneTestPartAreNotCorrected() {
    var synthetic = new Synthetic();
    synthetic.units = Design.Units.SEEDS_ONLY;
    assertEquals(0, evidence(deciding(synthetic), 1).test().testToTrainRatio());
    assertEquals(10, deciding(synthetic).score(1).orElseThrow().units().size());
  }

  @Test
  void differencesArePositiveWhereTheContenderIsBetter() {
    for (boolean lower : List.of(false, true)) {
      var synthetic = new Synthetic();
      synthetic.lowerIsBetter = lower;
      Contrast contrast = deciding(synthetic).contrast(1).orElseThrow();
      assertTrue(contrast.evidence().orElseThrow().test().estimate() > 0);
    }
  }

  @Test
  void aMissingUnitDropsItsPairAndIsCounted() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    synthetic.end("t0-1-2-0", TrialResult.Status.DIVERGED, "NaN");
    synthetic.end("t0-0-7-0", TrialResult.Status.FAILED, "broken");
    synthetic.results.remove("t0-1-9-0");
    Comparison comparison = new Report(design, synthetic.results).comparison();
    Measured deciding = comparison.settings().getFirst().deciding();
    Contrast contrast = deciding.contrast(1).orElseThrow();
    assertEquals(7, contrast.differences().size());
    assertEquals(3, contrast.dropped());
    assertEquals("1 diverged, 1 not run", deciding.score(1).orElseThrow().missing().words());
    assertEquals("1 failed", deciding.score(0).orElseThrow().missing().words());
    assertEquals(1, deciding.contrast(2).orElseThrow().dropped());
    assertEquals(3, comparison.failures().size());
    assertFalse(comparison.complete());
  }

  @Test
  void anUndefinedValueIsMissingAndNamed() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    TrialResult done = synthetic.results.get("t0-1-0-0");
    Map<String, Double> metrics = new LinkedHashMap<>(done.metrics());
    metrics.put("test.accuracy", Double.NaN);
    synthetic.results.put(
        done.trial(),
        new TrialResult(done.trial(), done.status(), "", 1, 114, 28, 36, metrics, done.history()));
    Score score =
        new Report(design, synthetic.results)
            .comparison()
            .settings()
            .getFirst()
            .deciding()
            .score(1)
            .orElseThrow();
    assertEquals("1 undefined", score.missing().words());
    assertEquals(9, score.units().size());
  }

  @Test
  void holmCountsTheComparisonsOfASettingAndOfAllSettings() {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(
            Synthetic.factors("noise", "0%"),
            Synthetic.factors("noise", "20%"),
            Synthetic.factors("noise", "40%"));
    Comparison comparison = compare(synthetic);
    assertEquals(6, comparison.family());
    for (InSetting setting : comparison.settings()) {
      Evidence evidence = evidence(setting.deciding(), 1);
      assertEquals(2, evidence.inSetting().family());
      assertEquals(6, evidence.overall().family());
      assertTrue(
          evidence.overall().decision().adjustedP() >= evidence.inSetting().decision().adjustedP());
    }
  }

  @Test
  void onlyTheDecidingMetricIsTested() {
    for (Measured measured :
        compare(new Synthetic()).settings().getFirst().measured().subList(1, 3)) {
      assertTrue(measured.contrasts().stream().allMatch(contrast -> contrast.evidence().isEmpty()));
    }
  }

  @Test
  void aRelativeRopeIsAShareOfTheBaselinesMean() {
    var synthetic = new Synthetic();
    synthetic.lowerIsBetter = true;
    synthetic.ropeRelative = true;
    synthetic.rope = 0.1;
    Comparison comparison = compare(synthetic);
    double mean =
        comparison.settings().getFirst().deciding().score(0).orElseThrow().mean().orElseThrow();
    assertEquals(0.1 * mean, comparison.settings().getFirst().rope());
  }

  @Test
  void oneUnitCannotDecide() {
    var synthetic = new Synthetic();
    synthetic.seeds = 1;
    Measured deciding = deciding(synthetic);
    assertEquals("cannot decide", evidence(deciding, 1).inSetting().words());
    assertTrue(deciding.score(1).orElseThrow().interval().isEmpty());
  }

  @Test
  void withoutABaselineAllPairsAreCompared() {
    var synthetic = new Synthetic();
    synthetic.baseline = OptionalInt.empty();
    Measured deciding = deciding(synthetic);
    assertEquals(3, deciding.contrasts().size());
    deciding
        .contrasts()
        .forEach(contrast -> assertTrue(contrast.evidence().orElseThrow().test().estimate() >= 0));
  }

  /** science.md: at most alpha + 2% of 500 simulated experiments without a difference. */
  @Test
  void contendersThatDifferInNothingButNoiseAreRarelyCalledDifferent() {
    for (Design.Units units : List.of(Design.Units.RESAMPLED, Design.Units.SEEDS_ONLY)) {
      int different = 0;
      for (int experiment = 0; experiment < 500; experiment++) {
        var synthetic = new Synthetic();
        synthetic.units = units;
        synthetic.contenders = List.of("a", "b");
        synthetic.effects = new double[] {0, 0};
        synthetic.epochs = 1;
        synthetic.seed = 1000L * experiment;
        Verdict verdict = evidence(deciding(synthetic), 1).overall().verdict();
        different += verdict == Verdict.UNDECIDED || verdict == Verdict.PRACTICALLY_EQUAL ? 0 : 1;
      }
      assertTrue(different <= 0.07 * 500, units + ": " + different);
    }
  }

  @Test
  void theSummaryHasARowForEverySettingContenderAndMetric() throws IOException {
    var synthetic = new Synthetic();
    synthetic.contenders = List.of("plain", "with \"quotes\", and commas", "c");
    synthetic.settings =
        List.of(Synthetic.factors("noise", "0%"), Synthetic.factors("noise", "20%"));
    var report = new Report(synthetic.design(), synthetic.results);
    report.write(folder);
    List<String> lines = Files.readAllLines(folder.resolve("summary.csv"));
    assertEquals(1 + 2 * 3 * 3, lines.size());
    assertEquals(
        "setting,contender,metric,n,missing,mean,sd,iqm,interval_low,interval_high,baseline,"
            + "difference,difference_low,difference_high,adjusted_p,probability_of_improvement,"
            + "verdict,overall_low,overall_high,overall_p,overall_verdict",
        lines.getFirst());
    assertTrue(lines.get(1).startsWith("noise = 0%,plain,test.accuracy,10,0,0."));
    // The baseline has no difference to itself; other metrics have no p and no verdict.
    assertTrue(lines.get(1).endsWith(",,,,,,,"), lines.get(1));
    assertTrue(
        lines.get(4).startsWith("noise = 0%,\"with \"\"quotes\"\", and commas\",test.accuracy,"));
    Evidence evidence = evidence(report.comparison().settings().getFirst().deciding(), 1);
    assertTrue(
        lines.get(4).contains("," + evidence.inSetting().words() + ",")
            && lines.get(4).endsWith("," + evidence.overall().words()),
        lines.get(4));
    assertTrue(lines.get(5).endsWith(",,,,,,,,,"), lines.get(5));
  }

  @Test
  void theJsonHoldsTheNumbersOfTheComparison() throws IOException {
    var synthetic = new Synthetic();
    var report = new Report(synthetic.design(), synthetic.results);
    report.write(folder);
    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("report.json"))).getAsJsonObject();
    assertEquals(
        List.of(
            "$schema",
            "format",
            "name",
            "title",
            "question",
            "complete",
            "answer",
            "compare",
            "contenders",
            "settings",
            "over_data_sets",
            "trials",
            "data",
            "plugins",
            "notes"),
        new ArrayList<>(json.keySet()));
    assertEquals(
        report.answer().headline(), json.getAsJsonObject("answer").get("headline").getAsString());
    JsonObject metric =
        json.getAsJsonArray("settings")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("metrics")
            .get(0)
            .getAsJsonObject();
    JsonArray differences = metric.getAsJsonArray("differences");
    Contrast contrast = report.comparison().settings().getFirst().deciding().contrasts().getFirst();
    assertEquals(
        contrast.evidence().orElseThrow().test().estimate(),
        differences.get(0).getAsJsonObject().getAsJsonObject("test").get("estimate").getAsDouble());
    assertEquals(30, json.getAsJsonArray("trials").size());
  }
}

package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.report.statistics.PublishedNumbers.at;
import static org.lossexp.report.statistics.PublishedNumbers.file;
import static org.lossexp.report.statistics.PublishedNumbers.number;
import static org.lossexp.report.statistics.PublishedNumbers.numbers;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TTestTest {

  @Test
  void correctedResampledAgreesWithCorrectR() throws IOException {
    JsonObject expected = file("correctr_nadeau_bengio.json");
    double[] differences =
        Direction.HIGHER_IS_BETTER.differences(
            numbers(expected.get("x")), numbers(expected.get("y")));
    double ratio = number(expected, "n2_test") / number(expected, "n1_train");

    TTest test = TTest.correctedResampled(differences, ratio);
    assertEquals(number(expected, "published/statistic"), test.statistic(), 5e-7);
    assertEquals(number(expected, "published/p_two_tailed"), test.pValue(), 5e-9);
    assertEquals(number(expected, "published/df"), test.degreesOfFreedom());
    assertEquals(number(expected, "computed/statistic"), test.statistic(), 1e-12);
    assertEquals(number(expected, "computed/p_two_tailed"), test.pValue(), 1e-13);

    double uncorrected = TTest.paired(differences).statistic();
    assertEquals(number(expected, "computed/uncorrected_t"), uncorrected, 1e-12);
  }

  @Test
  void crossValidationAgreesWithBaycomp() throws IOException {
    JsonObject root = file("baycomp_nbc_j48.json");
    double[] differences =
        Direction.HIGHER_IS_BETTER.differences(
            numbers(at(root, "single/j48")), numbers(at(root, "single/nbc")));
    String expected = "single/computed/rope_0/";

    TTest test = TTest.correctedResampled(differences, 1.0 / 9); // ten-fold cross-validation
    assertEquals(number(root, expected + "mean_difference_y_minus_x"), test.estimate(), 1e-13);
    assertEquals(
        number(root, expected + "corrected_variance"),
        test.standardError() * test.standardError(),
        1e-13);
    assertEquals(number(root, expected + "corrected_t"), test.statistic(), 1e-13);
    assertEquals(number(root, expected + "two_sided_p"), test.pValue(), 1e-13);
  }

  @Test
  void pairedTAndItsIntervalAgreeWithSciPy() {
    // expected: scipy.stats.ttest_1samp(values, 3.5), SciPy 1.17.1
    double[] differences =
        Arrays.stream(new double[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}).map(v -> v - 3.5).toArray();
    TTest test = TTest.paired(differences);
    assertEquals(0.7007648882267351, test.statistic(), 1e-14);
    assertEquals(0.4994301540979952, test.pValue(), 1e-13);
    assertEquals(2.706797990836801 - 3.5, test.interval(0.9).low(), 1e-13);
    assertEquals(5.293202009163198 - 3.5, test.interval(0.9).high(), 1e-13);
  }

  @Test
  void studentsDistributionAgreesWithSciPyInItsTails() {
    // expected: scipy.stats.t.isf and t.sf, SciPy 1.17.1
    assertEquals(12.706204736174705, StudentT.criticalValue(0.05, 1), 1e-11);
    assertEquals(2.2621571627982053, StudentT.criticalValue(0.05, 9), 1e-13);
    assertEquals(4.3146560488867385, StudentT.criticalValue(0.0125, 4), 1e-12);
    assertEquals(6.170056101418831, StudentT.criticalValue(1e-6, 29), 1e-11);
    assertEquals(0.9992648949694609, StudentT.twoSidedP(1e-3, 3), 1e-13);
    assertEquals(0.06676654481198814, StudentT.twoSidedP(2.5, 4), 1e-14);
    assertEquals(1.8982998449339822e-11, StudentT.twoSidedP(40, 9), 1e-22);
  }

  @Test
  void oneUnitDecidesNothing() {
    TTest test = TTest.correctedResampled(new double[] {0.4}, 0.25);
    assertEquals(0.4, test.estimate());
    assertEquals(Double.POSITIVE_INFINITY, test.standardError());
    assertEquals(1, test.pValue());
    assertEquals(Interval.wholeLine(0.95), test.interval(0.95));
  }

  @Test
  void equalDifferencesAreJudgedByTheirSigns() {
    double[] three = {0.9 - 0.8, 0.8 - 0.7, 0.7 - 0.6}; // equal but for the rounding of decimals
    TTest few = TTest.correctedResampled(three, 0.1);
    assertTrue(few.constant());
    assertEquals(0.25, few.pValue());
    assertEquals(Interval.wholeLine(0.95), few.interval(0.95));

    double[] eight = new double[8];
    Arrays.fill(eight, -0.1);
    TTest many = TTest.paired(eight);
    assertEquals(1.0 / 128, many.pValue());
    assertEquals(Double.NEGATIVE_INFINITY, many.statistic());
    assertEquals(new Interval(-0.1, -0.1, 0.95), many.interval(0.95));
  }

  @Test
  void noDifferenceAtAllIsNoEvidence() {
    TTest test = TTest.paired(new double[5]);
    assertEquals(1, test.pValue());
    assertEquals(0, test.statistic());
    assertEquals(new Interval(0, 0, 0.95), test.interval(0.95));
  }

  @Test
  void smallNoiseIsNotTakenForRounding() {
    assertFalse(TTest.paired(new double[] {0.1, 0.1 + 1e-8, 0.1}).constant());
  }
}

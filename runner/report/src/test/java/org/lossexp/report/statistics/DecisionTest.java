package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {

  @Test
  void levelsFollowHolmsSteps() {
    // p of 0.97, 1e-10, 0.30 and 0.005: the second and the last are rejected, at 0.05/4 and 0.05/3
    List<TTest> family =
        List.of(
            TTest.paired(new double[] {0.1, -0.1, 0.12, -0.11}),
            TTest.paired(new double[] {1, 1.001, 1.002, 1.001}),
            TTest.paired(new double[] {1, 0.1, 0.2, -0.1}),
            TTest.paired(new double[] {1, 1.2, 0.8, 1.5}));
    List<Decision> decisions = Decision.holm(family, 0.05);
    assertEquals(1 - 0.05 / 2, decisions.get(0).interval().level(), 1e-15);
    assertEquals(1 - 0.05 / 4, decisions.get(1).interval().level(), 1e-15);
    assertEquals(1 - 0.05 / 2, decisions.get(2).interval().level(), 1e-15);
    assertEquals(1 - 0.05 / 3, decisions.get(3).interval().level(), 1e-15);
    assertFalse(decisions.get(2).rejected());
    assertTrue(decisions.get(3).rejected());
    assertEquals(4 * family.get(1).pValue(), decisions.get(1).adjustedP());
  }

  @Test
  void oneComparisonIsNotAdjusted() {
    TTest test = TTest.paired(new double[] {0.1, 0.3, 0.2, 0.15});
    Decision decision = Decision.holm(List.of(test), 0.05).getFirst();
    assertEquals(test.pValue(), decision.adjustedP());
    assertEquals(test.interval(0.95).low(), decision.interval().low(), 1e-14);
  }

  @Test
  void orderInTheFileDoesNotMatter() {
    TTest better = TTest.paired(new double[] {0.1, 0.3, 0.2, 0.15, 0.2});
    TTest worse = TTest.paired(new double[] {-0.1, -0.3, -0.2, -0.15, -0.2}); // the same p
    Decision there = Decision.holm(List.of(better, worse), 0.05).getFirst();
    Decision back = Decision.holm(List.of(worse, better), 0.05).getLast();
    assertEquals(there, back);
  }

  @Test
  void wordsNeverContradictNumbers() {
    RandomResults random = new RandomResults(20260101);
    int rejections = 0;
    for (int round = 0; round < 3000; round++) {
      int units = random.between(1, 12);
      double alpha = random.between(0, 1) == 0 ? 0.05 : 0.25;
      double rope = random.between(0, 1) == 0 ? 0 : random.uniform();
      List<double[]> differences = new ArrayList<>();
      List<PairedTest> family = new ArrayList<>();
      boolean ranks = random.between(0, 3) == 0;
      for (int i = random.between(1, 6); i > 0; i--) {
        double[] each = random.differences(units);
        differences.add(each);
        family.add(ranks ? SignedRankTest.of(each) : TTest.correctedResampled(each, 0.25));
      }
      List<Decision> decisions = Decision.holm(family, alpha);
      for (int i = 0; i < decisions.size(); i++) {
        Decision decision = decisions.get(i);
        Interval interval = decision.interval();
        assertEquals(decision.adjustedP() <= alpha, decision.rejected());
        assertEquals(decision.rejected(), !interval.contains(0), family.get(i)::toString);
        assertTrue(interval.contains(family.get(i).estimate()), family.get(i)::toString);
        assertTrue(interval.level() >= 1 - alpha);
        if (!ranks) {
          // It is the test's own interval: t and its quantile need no settling at the boundary.
          Interval own = family.get(i).interval(interval.level());
          assertEquals(own.low(), interval.low(), 1e-9);
          assertEquals(own.high(), interval.high(), 1e-9);
        }
        Verdict verdict = Verdict.of(differences.get(i), interval, rope);
        assertAgrees(verdict, differences.get(i), interval, rope);
        assertPrintsAgree(verdict, interval, family.get(i).estimate(), rope);
        rejections += decision.rejected() ? 1 : 0;
      }
    }
    assertTrue(rejections > 1000, "the test saw both sides");
  }

  private static void assertAgrees(
      Verdict verdict, double[] differences, Interval interval, double rope) {
    double low = interval.low();
    double high = interval.high();
    switch (verdict) {
      case IDENTICAL -> {
        for (double difference : differences) {
          assertEquals(0.0, Math.abs(difference));
        }
      }
      case BETTER -> assertTrue(low > 0 && low > rope);
      case BETTER_MAY_NOT_MATTER -> assertTrue(low > 0 && low <= rope && high > rope);
      case PRACTICALLY_EQUAL -> assertTrue(rope > 0 && low >= -rope && high <= rope);
      case WORSE_MAY_NOT_MATTER -> assertTrue(high < 0 && high >= -rope && low < -rope);
      case WORSE -> assertTrue(high < 0 && high < -rope);
      case UNDECIDED -> assertTrue(low <= 0 && high >= 0 && (low < -rope || high > rope));
    }
  }

  /** What a reader of the rounded interval would conclude is what the verdict says. */
  private static void assertPrintsAgree(
      Verdict verdict, Interval interval, double estimate, double rope) {
    int decimals = Rounding.decimals(interval, estimate, 0, rope, -rope);
    Interval printed =
        new Interval(
            parse(Rounding.signed(interval.low(), decimals)),
            parse(Rounding.signed(interval.high(), decimals)),
            interval.level());
    double printedRope = parse(Rounding.fixed(rope, decimals));
    boolean openAtZero = Math.min(Math.abs(interval.low()), Math.abs(interval.high())) < 1e-300;
    if (verdict != Verdict.IDENTICAL && !openAtZero) {
      assertEquals(verdict, Verdict.of(new double[] {1}, printed, printedRope), interval::toString);
    }
  }

  private static double parse(String printed) {
    return Double.parseDouble(printed.replace("∞", "Infinity"));
  }
}

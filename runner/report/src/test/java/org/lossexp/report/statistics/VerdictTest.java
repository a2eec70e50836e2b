package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.lossexp.report.statistics.Verdict.BETTER;
import static org.lossexp.report.statistics.Verdict.BETTER_MAY_NOT_MATTER;
import static org.lossexp.report.statistics.Verdict.IDENTICAL;
import static org.lossexp.report.statistics.Verdict.PRACTICALLY_EQUAL;
import static org.lossexp.report.statistics.Verdict.UNDECIDED;
import static org.lossexp.report.statistics.Verdict.WORSE;
import static org.lossexp.report.statistics.Verdict.WORSE_MAY_NOT_MATTER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of the design paper on statistics, case by case. */
class VerdictTest {

  private static final double[] SOME = {0.1, -0.2};

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.03, 0.01, BETTER",
    "0.005, 0.03, 0.01, BETTER_MAY_NOT_MATTER",
    "0.01, 0.03, 0.01, BETTER_MAY_NOT_MATTER",
    "0.001, 0.005, 0.01, PRACTICALLY_EQUAL",
    "-0.005, 0.005, 0.01, PRACTICALLY_EQUAL",
    "-0.01, 0.01, 0.01, PRACTICALLY_EQUAL",
    "-0.005, 0.03, 0.01, UNDECIDED",
    "-0.02, 0.03, 0.01, UNDECIDED",
    "0, 0.03, 0.01, UNDECIDED",
    "0.001, 0.002, 0, BETTER",
    "-0.001, 0.001, 0, UNDECIDED",
    "-Infinity, Infinity, 0.01, UNDECIDED",
    "0.02, Infinity, 0.01, BETTER"
  })
  void followsTheRule(double low, double high, double rope, Verdict expected) {
    Interval interval = new Interval(low, high, 0.95);
    assertEquals(expected, Verdict.of(SOME, interval, rope));
    Interval mirrored = new Interval(-high, -low, 0.95);
    assertEquals(expected.mirrored(), Verdict.of(SOME, mirrored, rope));
  }

  @Test
  void identicalNeedsEveryDifferenceToBeExactlyZero() {
    Interval point = new Interval(0, 0, 0.95);
    assertEquals(IDENTICAL, Verdict.of(new double[] {0, -0.0, 0}, point, 0));
    assertEquals(UNDECIDED, Verdict.of(new double[] {0, 1e-300}, point, 0));
    assertEquals(IDENTICAL, Verdict.of(new double[] {0}, Interval.wholeLine(0.95), 0));
  }

  @Test
  void sameLossUnderTwoLabelsIsIdentical() {
    double[] scores = {0.91, 0.87, 0.93};
    for (Direction direction : Direction.values()) {
      double[] differences = direction.differences(scores, scores.clone());
      TTest test = TTest.correctedResampled(differences, 0.25);
      Decision decision = Decision.holm(List.of(test), 0.05).getFirst();
      assertEquals(IDENTICAL, Verdict.of(differences, decision.interval(), 0));
    }
  }

  @Test
  void directionTurnsErrorsRound() {
    double[] contender = {1, 2};
    double[] baseline = {2, 4};
    assertEquals(-1, Direction.HIGHER_IS_BETTER.differences(contender, baseline)[0]);
    assertEquals(2, Direction.LOWER_IS_BETTER.differences(contender, baseline)[1]);
    assertThrows(
        IllegalArgumentException.class,
        () -> Direction.LOWER_IS_BETTER.differences(contender, new double[] {1}));
  }

  @Test
  void everyWordHasItsMirror() {
    assertEquals(WORSE, BETTER.mirrored());
    assertEquals(WORSE_MAY_NOT_MATTER, BETTER_MAY_NOT_MATTER.mirrored());
    assertEquals(PRACTICALLY_EQUAL, PRACTICALLY_EQUAL.mirrored());
    for (Verdict verdict : Verdict.values()) {
      assertEquals(verdict, verdict.mirrored().mirrored());
    }
  }
}

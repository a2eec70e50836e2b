package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: NumPy and SciPy 1.17.1. */
class DescriptiveTest {

  private static final double[] VALUES = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};

  @Test
  void momentsAndQuantilesAgreeWithNumPy() {
    assertEquals(4, Descriptive.mean(VALUES), 1e-15);
    assertEquals(2.3664319132398464, Descriptive.standardDeviation(VALUES).orElseThrow(), 1e-15);
    assertEquals(4, Descriptive.median(VALUES));
    assertEquals(1, Descriptive.quantile(VALUES, 0));
    assertEquals(1, Descriptive.quantile(VALUES, 0.1));
    assertEquals(2.5, Descriptive.quantile(VALUES, 0.25));
    assertEquals(6, Descriptive.quantile(VALUES, 0.9));
    assertEquals(9, Descriptive.quantile(VALUES, 1));
  }

  @Test
  void interquartileMeanAgreesWithTrimMean() {
    assertEquals(3.857142857142857, Descriptive.interquartileMean(VALUES), 1e-15);
    assertEquals(3.5, Descriptive.interquartileMean(Arrays.copyOf(VALUES, 8)), 1e-15);
    assertEquals(3.3333333333333335, Descriptive.interquartileMean(new double[] {2, 7, 1}), 1e-15);
  }

  @Test
  void meanIntervalAgreesWithSciPy() {
    Interval interval = Descriptive.meanInterval(VALUES, 0, 0.95);
    assertEquals(2.410209408732996, interval.low(), 1e-13);
    assertEquals(5.589790591267004, interval.high(), 1e-13);
  }

  @Test
  void sharedTrainingRowsWidenTheIntervalOfTheMean() {
    double plain = Descriptive.meanInterval(VALUES, 0, 0.95).halfWidth();
    double corrected = Descriptive.meanInterval(VALUES, 0.25, 0.95).halfWidth();
    assertEquals(Math.sqrt(1 + 0.25 * VALUES.length), corrected / plain, 1e-12);
  }

  @Test
  void equalValuesHaveExactlyTheirMeanAndNoSpread() {
    double[] equal = new double[10];
    Arrays.fill(equal, 0.1); // summed up they give 0.9999999999999999
    assertEquals(0.1, Descriptive.mean(equal));
    assertEquals(0, Descriptive.standardDeviation(equal).orElseThrow());
    assertEquals(0, Descriptive.meanInterval(equal, 0, 0.95).halfWidth());
  }

  @Test
  void oneValueHasNoSpreadToReport() {
    double[] one = {0.7};
    assertTrue(Descriptive.standardDeviation(one).isEmpty());
    assertEquals(Interval.wholeLine(0.95), Descriptive.meanInterval(one, 0, 0.95));
    assertEquals(0.7, Descriptive.interquartileMean(one));
  }

  @Test
  void undefinedUnitsAreRefused() {
    double[] undefined = {0.5, Double.NaN};
    assertThrows(IllegalArgumentException.class, () -> Descriptive.mean(undefined));
    assertThrows(IllegalArgumentException.class, () -> Descriptive.median(undefined));
    assertThrows(IllegalArgumentException.class, () -> Descriptive.mean(new double[0]));
    assertThrows(IllegalArgumentException.class, () -> TTest.paired(undefined));
    assertThrows(IllegalArgumentException.class, () -> SignedRankTest.of(undefined));
    assertThrows(
        IllegalArgumentException.class,
        () -> Direction.HIGHER_IS_BETTER.differences(undefined, new double[] {1, 2}));
  }
}

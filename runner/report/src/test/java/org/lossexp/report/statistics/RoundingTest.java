package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class RoundingTest {

  private static int decimals(double low, double high, double... landmarks) {
    return Rounding.decimals(new Interval(low, high, 0.95), (low + high) / 2, landmarks);
  }

  @Test
  void theIntervalTellsTheDigits() {
    assertEquals(4, decimals(0.0041, 0.0183)); // half width 0.0071
    assertEquals(2, decimals(0.1, 0.3)); // 0.10
    assertEquals(2, decimals(0.1, 0.2992)); // 0.0996, which is 0.10
    assertEquals(1, decimals(10, 14)); // 2.0
    assertEquals(0, decimals(1000, 1500)); // 250
  }

  @Test
  void anIntervalWithoutWidthOrBoundsLeavesItToTheEstimate() {
    assertEquals(4, decimals(0.5, 0.5));
    assertEquals(3, decimals(0, 0));
    assertEquals(5, Rounding.decimals(Interval.wholeLine(0.95), 0.01234));
  }

  @Test
  void anEndOffALandmarkIsNotPrintedAsTheLandmark() {
    assertEquals(1, decimals(0.0004, 2, 5.0));
    assertEquals(4, decimals(0.0004, 2, 0));
    assertEquals(1, decimals(-0.0, 2, 0));
    assertEquals(1, decimals(Double.MIN_VALUE, 2, 0)); // no number of decimals would tell
    assertEquals(5, decimals(0.01001, 2.01001, 0, 0.01, -0.01));
  }

  @Test
  void numbersAreWrittenAlikeEverywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("de-CH-u-nu-deva"));
      assertEquals("1234567.89", Rounding.fixed(1234567.891, 2));
      assertEquals("0.00", Rounding.fixed(-0.001, 2));
      assertEquals("0.12", Rounding.fixed(0.125, 2));
      assertEquals("+0.011", Rounding.signed(0.0112, 3));
      assertEquals("-0.011", Rounding.signed(-0.0112, 3));
      assertEquals("0.00", Rounding.signed(0.001, 2));
      assertEquals("-∞", Rounding.fixed(Double.NEGATIVE_INFINITY, 2));
      assertEquals("+∞", Rounding.signed(Double.POSITIVE_INFINITY, 2));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aPStaysOnItsSideOfAlpha() {
    assertEquals("0.012", Rounding.p(0.01234, 0.05));
    assertEquals("0.83", Rounding.p(0.8349, 0.05));
    assertEquals("0.05", Rounding.p(0.05, 0.05).substring(0, 4));
    assertEquals("0.0501", Rounding.p(0.0501, 0.05));
    assertEquals("0.0004", Rounding.p(0.00042, 0.05));
    assertEquals("< 0.0001", Rounding.p(1e-9, 0.05));
    assertEquals("1.0", Rounding.p(1, 0.05));
  }
}

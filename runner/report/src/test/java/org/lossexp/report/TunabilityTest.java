package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lossexp.report.Tunability.Kind;

class TunabilityTest {
  private static final double NONE = Double.NaN;

  @Test
  void theBestOfSomeIsExpectedOverAllChoicesOfThem() {
    // expected: by hand. Of 1, 2, 4 and 8 the pairs have the maxima 2, 4, 8, 4, 8, 8
    double[] goals = {4, 1, 8, 2};
    assertEquals(
        Map.of(1, 15 / 4.0, 2, 34 / 6.0, 4, 8.0),
        rounded(Tunability.bestOf(goals, Kind.EXPECTED, true)));
    // and the minima 1, 1, 1, 2, 2, 4
    assertEquals(
        Map.of(1, 15 / 4.0, 2, 11 / 6.0, 4, 1.0),
        rounded(Tunability.bestOf(goals, Kind.EXPECTED, false)));
  }

  @Test
  void searchesThatLearnAreTakenInTheirOrder() {
    double[] goals = {4, 1, 8, 2, 9, 3, 3};
    assertEquals(
        Map.of(1, 4.0, 2, 4.0, 5, 9.0, 7, 9.0), Tunability.bestOf(goals, Kind.AS_TRIED, true));
  }

  @Test
  void aPointWithoutAResultCountsAsTheWorst() {
    assertEquals(
        Tunability.bestOf(new double[] {1, 2, 1}, Kind.EXPECTED, true),
        Tunability.bestOf(new double[] {NONE, 2, 1}, Kind.EXPECTED, true));
    assertEquals(Map.of(), Tunability.bestOf(new double[] {NONE, NONE}, Kind.EXPECTED, true));
  }

  private static Map<Integer, Double> rounded(Map<Integer, Double> best) {
    return Map.of(
        1, best.get(1),
        2, Math.round(best.get(2) * 6) / 6.0,
        4, best.get(4));
  }

  @Test
  void manyValuesAreSummedUp() {
    assertEquals("0.1, –", TuningTables.words(List.of("0.1", "")));
    assertEquals(
        "a × 7, b × 6",
        TuningTables.words(
            List.of("a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a")));
    assertEquals(
        "1e-4 … 0.007 … 0.013 (least, median, greatest)",
        TuningTables.words(
            List.of(
                "0.013", "0.012", "0.011", "0.01", "0.009", "0.008", "0.007", "0.006", "0.005",
                "0.004", "0.003", "0.002", "1e-4")));
  }
}

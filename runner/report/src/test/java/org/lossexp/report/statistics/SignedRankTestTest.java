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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignedRankTestTest {

  /** Hollander & Wolfe (1973), p. 29: depression scale of nine patients, before minus after. */
  private static final double[] DEPRESSION =
      Direction.HIGHER_IS_BETTER.differences(
          new double[] {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30},
          new double[] {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29});

  @Test
  void depressionExampleAgreesWithSciPyAndTheBook() {
    // expected: p by scipy.stats.wilcoxon(method="exact"); median and the 6th and 40th of the 45
    // pairwise averages by NumPy, the rule of the book
    SignedRankTest test = SignedRankTest.of(DEPRESSION);
    assertEquals(40, test.positiveRankSum());
    assertEquals(5, test.negativeRankSum());
    assertTrue(test.exact());
    assertEquals(0.0390625, test.pValue());
    assertEquals(0.46, test.estimate(), 1e-12);
    assertEquals(0.010, test.interval(0.95).low(), 1e-12);
    assertEquals(0.786, test.interval(0.95).high(), 1e-12);
  }

  @Test
  void tiesAreExactGivenTheRanks() {
    // expected: scipy.stats.wilcoxon(method=PermutationMethod(all 4096 signs))
    double[] tied = {0.5, -0.5, 1, 1, 2, -1, 3, 3, 3, -0.5, 4, 5};
    SignedRankTest test = SignedRankTest.of(tied);
    assertEquals(9, test.negativeRankSum());
    assertEquals(0.017578125, test.pValue());
  }

  @Test
  void twentyFiveUnitsAreStillExact() {
    // expected: scipy.stats.wilcoxon(method="exact")
    double[] differences =
        IntStream.rangeClosed(1, 25).mapToDouble(i -> i % 3 == 0 ? -i : i).toArray();
    SignedRankTest test = SignedRankTest.of(differences);
    assertTrue(test.exact());
    assertEquals(0.14847958087921143, test.pValue(), 1e-16);
  }

  @Test
  void manyUnitsAreApproximatedWithBothCorrections() {
    // expected: scipy.stats.wilcoxon(zero_method="wilcox", correction=True, method="asymptotic")
    double[] differences =
        IntStream.rangeClosed(1, 30).mapToDouble(i -> ((i * 37) % 23 - 8) / 2.0).toArray();
    SignedRankTest test = SignedRankTest.of(differences);
    assertFalse(test.exact());
    assertEquals(1, test.zeros());
    assertEquals(123, test.negativeRankSum());
    assertEquals(0.041896790534322485, test.pValue(), 1e-14);
  }

  @Test
  void demsarsDataSetsAgreeWithSciPyWhereZerosAreLeftOut() throws IOException {
    JsonObject root = file("demsar2006.json");
    String published = "published/wilcoxon_table2_C4.5_vs_C4.5+m/";
    double[] differences = numbers(at(root, published + "differences"));
    SignedRankTest test = SignedRankTest.of(differences);
    assertEquals(2, test.zeros());
    assertEquals(
        number(root, "computed/wilcoxon_scipy/wilcox/statistic"),
        Math.min(test.positiveRankSum(), test.negativeRankSum()));
    assertEquals(at(root, published + "rejected_at_0.05").getAsBoolean(), test.pValue() <= 0.05);
  }

  @Test
  void differencesThatAreEqualButForRoundingAreTies() {
    // 0.763 - 0.768 and 0.936 - 0.931 are 0.005 to the reader, but not to the last bit
    SignedRankTest test = SignedRankTest.of(new double[] {0.763 - 0.768, 0.936 - 0.931, 0.1});
    assertEquals(1.5, test.negativeRankSum());
  }

  @Test
  void intervalIsTheTestTurnedRound() {
    RandomResults random = new RandomResults(3);
    for (int round = 0; round < 300; round++) {
      double[] differences = new double[random.between(2, 14)];
      Arrays.setAll(differences, i -> random.normal());
      double alpha = 0.02 + 0.3 * random.uniform();
      Interval interval = SignedRankTest.of(differences).notRejectedAt(alpha);
      for (int i = 0; i < 20; i++) {
        double shift = 2 * random.normal();
        double[] shifted = Arrays.stream(differences).map(d -> d - shift).toArray();
        assertEquals(
            SignedRankTest.of(shifted).pValue() > alpha,
            interval.contains(shift),
            () -> Arrays.toString(differences) + " less " + shift + " at " + alpha);
      }
    }
  }

  @Test
  void fewUnitsGiveNoBound() {
    SignedRankTest test = SignedRankTest.of(new double[] {0.1, 0.2, 0.3, 0.4, 0.5});
    assertEquals(0.0625, test.pValue());
    assertEquals(Interval.wholeLine(0.95), test.interval(0.95));
    assertTrue(test.interval(0.9).low() > 0);
  }

  @Test
  void noDifferenceAtAllIsNoEvidence() {
    SignedRankTest test = SignedRankTest.of(new double[4]);
    assertEquals(1, test.pValue());
    assertEquals(4, test.units());
    assertEquals(new Interval(0, 0, 0.95), test.interval(0.95));
  }

  @Test
  void equalDifferencesHaveAnIntervalWithoutWidth() {
    double[] equal = new double[30];
    Arrays.fill(equal, 0.25);
    SignedRankTest test = SignedRankTest.of(equal);
    assertEquals(0.25, test.interval(0.95).low());
    assertEquals(0.25, test.interval(0.95).high());
  }
}

package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lossexp.report.statistics.PublishedNumbers.at;
import static org.lossexp.report.statistics.PublishedNumbers.file;
import static org.lossexp.report.statistics.PublishedNumbers.number;
import static org.lossexp.report.statistics.PublishedNumbers.numbers;
import static org.lossexp.report.statistics.PublishedNumbers.rows;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FriedmanTest {

  @Test
  void demsarsRanksGiveHisNumbers() throws IOException {
    JsonObject root = file("demsar2006.json");
    // The ranks as printed: the paper ranked unrounded values.
    double[][] ranks = rows(root.get("ranks_as_printed_table6"));
    Friedman test = Friedman.of(ranks, Direction.LOWER_IS_BETTER);
    double[] average = numbers(at(root, "published/average_ranks_3_decimals"));
    for (int i = 0; i < average.length; i++) {
      assertEquals(average[i], test.averageRanks().get(i), 5e-4);
    }
    // The paper does not correct for ties.
    double uncorrected = test.chiSquare() * test.tieCorrection();
    assertEquals(number(root, "published/friedman_chi2"), uncorrected, 5e-3);
    double f = 13 * uncorrected / (14 * 3 - uncorrected);
    assertEquals(number(root, "published/iman_davenport_F"), f, 5e-3);
    assertEquals(3, test.fNumeratorDegrees());
    assertEquals(39, test.fDenominatorDegrees());
  }

  @Test
  void demsarsRoundedTableAgreesWithSciPy() throws IOException {
    JsonObject root = file("demsar2006.json");
    Friedman test = Friedman.of(rows(root.get("auc_table6")), Direction.HIGHER_IS_BETTER);
    String expected = "computed/scipy_friedmanchisquare_on_rounded_table_tie_corrected/";
    assertEquals(number(root, expected + "statistic"), test.chiSquare(), 1e-12);
    assertEquals(number(root, expected + "p"), test.chiSquareP(), 1e-13);
    double[] average = numbers(at(root, "computed/from_ranks_of_rounded_table/average_ranks"));
    for (int i = 0; i < average.length; i++) {
      assertEquals(average[i], test.averageRanks().get(i), 1e-14);
    }
  }

  @Test
  void withoutTiesAllStatisticsAgree() throws IOException {
    JsonObject root = file("scikit_posthocs_friedman.json");
    double[][] blocks = rows(at(root, "tutorial/data"));
    Friedman test = Friedman.of(blocks, Direction.HIGHER_IS_BETTER);
    assertEquals(1, test.tieCorrection());
    assertEquals(number(root, "tutorial/published/friedman_chi2"), test.chiSquare(), 1e-12);
    assertEquals(number(root, "tutorial/published/p"), test.chiSquareP(), 1e-14);
  }

  @Test
  void fDistributionAgreesWithSciPy() throws IOException {
    JsonObject root = file("demsar2006.json");
    assertEquals(
        number(root, "computed/from_printed_ranks/F_p"),
        Friedman.upperTailOfF(number(root, "computed/from_printed_ranks/iman_davenport_F"), 3, 39),
        1e-14);
    assertEquals(
        0.05, Friedman.upperTailOfF(number(root, "computed/F_critical_0.05_3_39"), 3, 39), 1e-13);
  }

  @Test
  void perfectAgreementHasTheChanceOfItsOrders() {
    Friedman test = Friedman.of(new double[][] {{1, 2, 3}, {4, 5, 6}}, Direction.HIGHER_IS_BETTER);
    assertEquals(List.of(3.0, 2.0, 1.0), test.averageRanks());
    assertEquals(1.0 / 6, test.fP(), 1e-15);
    Friedman tied =
        Friedman.of(new double[][] {{1, 2, 2}, {4, 5, 5}, {0, 1, 1}}, Direction.HIGHER_IS_BETTER);
    assertEquals(1.0 / 9, tied.fP(), 1e-15);
  }

  @Test
  void nothingButTiesIsNoEvidence() {
    Friedman test = Friedman.of(new double[][] {{1, 1}, {2, 2}}, Direction.LOWER_IS_BETTER);
    assertEquals(0, test.tieCorrection());
    assertEquals(1, test.chiSquareP());
    assertEquals(1, test.fP());
  }

  @Test
  void nemenyiAgreesWithDemsarsTableFive() throws IOException {
    JsonObject root = file("demsar2006.json");
    for (String alpha : List.of("0.05", "0.10")) {
      double[] printed = numbers(at(root, "published/table5a_nemenyi_q/q_" + alpha));
      double[] computed = numbers(at(root, "computed/nemenyi_q_" + alpha));
      for (int i = 0; i < printed.length; i++) {
        double q = Nemenyi.quantile(i + 2, Double.parseDouble(alpha));
        assertEquals(printed[i], q, 1e-3);
        assertEquals(computed[i], q, 1e-9);
      }
    }
    double difference = Nemenyi.criticalDifference(4, 14, 0.05);
    assertEquals(number(root, "computed/CD_0.05"), difference, 1e-9);
    // expected: scipy.stats.studentized_range, SciPy 1.17.1
    assertEquals(3.5437991315177815, Nemenyi.quantile(20, 0.05), 1e-9);
  }

  @Test
  void nemenyiPValuesAgreeWithPmcmrPlus() throws IOException {
    JsonObject root = file("scikit_posthocs_friedman.json");
    double[][] blocks = rows(at(root, "test_block_3x7/data"));
    List<Double> ranks = Friedman.of(blocks, Direction.LOWER_IS_BETTER).averageRanks();
    double[][] expected = rows(at(root, "test_block_3x7/published/nemenyi_p_lower_triangle"));
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < i; j++) {
        double p = Nemenyi.pValue(ranks.get(i) - ranks.get(j), 7, 3);
        assertEquals(expected[i][j], p, 1e-7);
      }
    }
  }
}

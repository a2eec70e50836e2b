package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.report.statistics.PublishedNumbers.at;
import static org.lossexp.report.statistics.PublishedNumbers.file;
import static org.lossexp.report.statistics.PublishedNumbers.number;
import static org.lossexp.report.statistics.PublishedNumbers.numbers;
import static org.lossexp.report.statistics.PublishedNumbers.rows;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PosteriorTest {

  @Test
  void correlatedTAgreesWithBaycomp() throws IOException {
    JsonObject root = file("baycomp_nbc_j48.json");
    double[] j48BetterThanBayes =
        Direction.HIGHER_IS_BETTER.differences(
            numbers(at(root, "single/j48")), numbers(at(root, "single/nbc")));
    double ratio = 1.0 / 9; // ten-fold cross-validation

    double[] withoutRope = numbers(at(root, "single/published_docs/rope_0"));
    Posterior none = Posterior.correlatedT(j48BetterThanBayes, ratio, 0).orElseThrow();
    assertEquals(withoutRope[0], none.worse(), 1e-13);
    assertEquals(0, none.equal());
    assertEquals(withoutRope[1], none.better(), 1e-13);

    double[] withRope = numbers(at(root, "single/published_docs/rope_0.5"));
    Posterior half = Posterior.correlatedT(j48BetterThanBayes, ratio, 0.5).orElseThrow();
    assertEquals(withRope[0], half.worse(), 1e-13);
    assertEquals(withRope[1], half.equal(), 1e-13);
    assertEquals(withRope[2], half.better(), 1e-13);
  }

  @Test
  void equalDifferencesPutAllMassWhereTheyAre() {
    // expected: tests of baycomp
    double[] worse = new double[10];
    Arrays.fill(worse, -1);
    assertEquals(new Posterior(1, 0, 0), Posterior.correlatedT(worse, 0.1, 0).orElseThrow());
    assertEquals(new Posterior(0, 1, 0), Posterior.correlatedT(worse, 0.1, 1).orElseThrow());
    double[] none = new double[10];
    assertEquals(new Posterior(0.5, 0, 0.5), Posterior.correlatedT(none, 0.1, 0).orElseThrow());
  }

  @Test
  void withoutRopeItIsTheOneSidedPOfTheSameTest() {
    double[] differences = {0.1, 0.3, -0.1, 0.2};
    Posterior posterior = Posterior.correlatedT(differences, 0.25, 0).orElseThrow();
    double p = TTest.correctedResampled(differences, 0.25).pValue();
    assertEquals(p / 2, posterior.worse(), 1e-15);
  }

  @Test
  void oneUnitTeachesNothing() {
    assertTrue(Posterior.correlatedT(new double[] {0.3}, 0.25, 0.1).isEmpty());
  }

  @Test
  void signedRankAgreesWithBaycompOverManyDataSets() throws IOException {
    JsonObject root = file("baycomp_nbc_j48.json");
    double[] differences =
        Direction.HIGHER_IS_BETTER.differences(
            numbers(at(root, "multiple/mean_of_100_scores/j48")),
            numbers(at(root, "multiple/mean_of_100_scores/nbc")));
    Posterior posterior = Posterior.signedRank(differences, 1, new SplitMix64(1));
    double tolerance = number(root, "multiple/suggested_tolerance");
    for (double[] published : rows(at(root, "multiple/published_docs/signed_rank"))) {
      assertEquals(published[0], posterior.worse(), tolerance);
      assertEquals(published[1], posterior.equal(), tolerance);
      assertEquals(published[2], posterior.better(), tolerance);
    }
    // and the same recomputed with 400,000 draws in NumPy
    double[] computed = numbers(at(root, "multiple/computed/signed_rank/p_argmax"));
    assertEquals(computed[0], posterior.worse(), tolerance);
    assertEquals(1, posterior.worse() + posterior.equal() + posterior.better(), 1e-12);
  }

  @Test
  void signedRankIsSymmetricAndSureWhereAllAgree() {
    double[] differences = {0.4, 0.1, 0.3, -0.1, 0.2, 0, 0.05};
    double[] mirrored = Arrays.stream(differences).map(d -> -d).toArray();
    Posterior one = Posterior.signedRank(differences, 0.05, new SplitMix64(3));
    Posterior other = Posterior.signedRank(mirrored, 0.05, new SplitMix64(4));
    assertEquals(one.better(), other.worse(), 0.015);
    assertEquals(one.equal(), other.equal(), 0.015);
    assertEquals(
        new Posterior(0.5, 0, 0.5), Posterior.signedRank(new double[4], 0, new SplitMix64(1)));
    double[] clear = {3, 4, 5, 3, 4, 5, 4, 3};
    assertTrue(Posterior.signedRank(clear, 1, new SplitMix64(1)).better() > 0.99);
  }
}

package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class PowerTest {

  /** Differences that look normal, of exactly this mean and standard deviation 1. */
  private static double[] normal(int units, double mean) {
    var normal = new NormalDistribution();
    double[] quantiles = new double[units];
    Arrays.setAll(quantiles, i -> normal.inverseCumulativeProbability((i + 0.5) / units));
    double sd = Math.sqrt(Values.variance(quantiles));
    return Arrays.stream(quantiles).map(q -> mean + q / sd).toArray();
  }

  private static OptionalInt needed(double[] differences, double ratio, double rope, double alpha) {
    return Power.unitsNeeded(differences, ratio, rope, alpha, new SplitMix64(1));
  }

  @Test
  void agreesWithTheNoncentralT() {
    // expected: smallest n with 80 % power of the two-sided paired t, scipy.stats.nct, SciPy 1.17.1
    assertEquals(34, needed(normal(12, 0.5), 0, 0, 0.05).getAsInt(), 4);
    assertEquals(90, needed(normal(20, 0.3), 0, 0, 0.05).getAsInt(), 9);
    assertEquals(15, needed(normal(10, 0.8), 0, 0, 0.05).getAsInt(), 2);
    assertEquals(48, needed(normal(20, 0.5), 0, 0, 0.05 / 4).getAsInt(), 5);
  }

  @Test
  void unitsThatShareTrainingRowsNeverBecomeEnough() {
    // However many, the standard error stays above sqrt(1/4): the mean would have to be twice that.
    assertEquals(OptionalInt.empty(), needed(normal(10, 0.5), 0.25, 0, 0.05));
    assertTrue(needed(normal(10, 1.3), 0.25, 0, 0.05).isPresent());
  }

  @Test
  void aRopeLetsNoDifferenceBeDecidedToo() {
    assertEquals(OptionalInt.empty(), needed(normal(10, 0), 0, 0, 0.05));
    // Two one-sided tests: n = ((z(0.975) + z(0.9)) / 0.4)^2 = 66 (Chow, Shao & Wang 2008, 3.1.3)
    assertEquals(66, needed(normal(20, 0), 0, 0.4, 0.05).getAsInt(), 8);
  }

  @Test
  void littleSaysNothing() {
    assertEquals(OptionalInt.empty(), needed(new double[] {0.1, 0.3}, 0, 0, 0.05));
    assertEquals(OptionalInt.empty(), needed(new double[] {0.1, 0.1, 0.1}, 0, 0, 0.05));
  }
}

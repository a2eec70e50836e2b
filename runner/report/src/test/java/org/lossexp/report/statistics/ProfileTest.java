package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Expected values: NumPy 2.4, the definition of rliable (score distributions, mean over tasks of
 * the share of runs above a score; 40,000 stratified resamples).
 */
class ProfileTest {
  private static final List<double[]> SCORES =
      List.of(
          new double[] {0.71, 0.74, 0.69, 0.80, 0.77, 0.72, 0.75},
          new double[] {0.91, 0.95, 0.88, 0.93, 0.90});
  private static final double[] THRESHOLDS = {0.7, 0.745, 0.8, 0.905, 0.94};

  @Test
  void everyDataSetCountsTheSame() {
    assertArrayEquals(
        new double[] {13 / 14.0, 10 / 14.0, 8 / 14.0, 0.3, 0.1},
        Profile.shares(SCORES, THRESHOLDS),
        1e-12);
  }

  @Test
  void bandsAgreeWithNumPy() {
    double[] low = {0.78571429, 0.57142857, 0.5, 0.1, 0};
    double[] high = {1, 0.92857143, 0.71428571, 0.5, 0.3};
    List<Interval> bands = Profile.bands(SCORES, THRESHOLDS, 4000, 0.95, new SplitMix64(1));
    assertArrayEquals(low, bands.stream().mapToDouble(Interval::low).toArray(), 1e-8);
    assertArrayEquals(high, bands.stream().mapToDouble(Interval::high).toArray(), 1e-8);
  }

  @Test
  void oneUnitOnEachDataSetHasNoSpread() {
    List<double[]> single = List.of(new double[] {1}, new double[] {2});
    for (Interval band :
        Profile.bands(single, new double[] {0.5, 1.5}, 50, 0.95, new SplitMix64(1))) {
      assertEquals(band.low(), band.high());
    }
    assertEquals(
        List.of(1.0, 0.5),
        Arrays.stream(Profile.shares(single, new double[] {0.5, 1.5})).boxed().toList());
  }
}

package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final List<double[]> SETTINGS =
      List.of(
          new double[] {0.71, 0.74, 0.69, 0.80, 0.77, 0.72, 0.75},
          new double[] {0.91, 0.95, 0.88, 0.93, 0.90});

  private static Interval interquartileMean(long seed) {
    return Bootstrap.interval(
        SETTINGS, Descriptive::interquartileMean, 4000, 0.95, new SplitMix64(seed));
  }

  @Test
  void intervalOfTheInterquartileMeanAgreesWithNumPy() {
    // expected: NumPy, 400,000 stratified resamples of scipy.stats.trim_mean(x, 0.25)
    Interval interval = interquartileMean(1);
    assertEquals(0.78333333, interval.low(), 0.002);
    assertEquals(0.82666667, interval.high(), 0.002);
  }

  @Test
  void improvementAgreesWithRliablesDefinition() {
    // expected: NumPy 2.4, Mann and Whitney's U of each task, mean over tasks, 40,000 resamples
    List<double[]> a =
        List.of(new double[] {0.71, 0.74, 0.69, 0.80, 0.77}, new double[] {0.91, 0.95, 0.88, 0.93});
    List<double[]> b =
        List.of(new double[] {0.70, 0.72, 0.73, 0.74}, new double[] {0.90, 0.95, 0.92});
    assertEquals(0.54166667, EffectSize.improvement(a, b), 1e-8);
    Interval interval =
        Bootstrap.interval(a, b, EffectSize::improvement, 4000, 0.95, new SplitMix64(1));
    assertEquals(0.25, interval.low(), 0.02);
    assertEquals(0.84166667, interval.high(), 0.02);
  }

  @Test
  void theSeedDecidesEverything() {
    assertEquals(interquartileMean(7), interquartileMean(7));
    assertNotEquals(new SplitMix64(7).nextLong(), new SplitMix64(8).nextLong());
  }

  @Test
  void settingsAreNotMixed() {
    List<double[]> fixed = List.of(new double[] {1, 1, 1}, new double[] {5, 5, 5});
    Interval interval = Bootstrap.interval(fixed, Descriptive::mean, 100, 0.95, new SplitMix64(1));
    assertEquals(new Interval(3, 3, 0.95), interval);
  }

  @Test
  void splitMixAgreesWithTheJdk() {
    SplitMix64 ours = new SplitMix64(42);
    SplittableRandom theirs = new SplittableRandom(42);
    for (int i = 0; i < 100; i++) {
      assertEquals(theirs.nextLong(), ours.nextLong());
    }
  }
}

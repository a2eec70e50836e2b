package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values: scipy.stats.mannwhitneyu over the number of pairs, SciPy 1.17.1. */
class EffectSizeTest {

  @Test
  void a12IsMannAndWhitneysUPerPair() {
    double[] a = {3, 1, 4, 1, 5};
    double[] b = {9, 2, 6, 5, 3, 5};
    assertEquals(0.21666666666666667, EffectSize.a12(a, b), 1e-15);
    assertEquals(1, EffectSize.a12(a, b) + EffectSize.a12(b, a), 1e-15);
  }

  @Test
  void improvementAveragesOverSettings() {
    List<double[]> a = List.of(new double[] {3, 1, 4}, new double[] {5, 5, 2, 8});
    List<double[]> b = List.of(new double[] {2, 2, 9}, new double[] {5, 1, 1, 7});
    assertEquals((0.4444444444444444 + 0.6875) / 2, EffectSize.improvement(a, b), 1e-15);
  }

  @Test
  void tiedUnitsCountHalf() {
    assertEquals(0.625, EffectSize.pairedImprovement(new double[] {0.1, 0, 0.2, -0.1}));
    assertEquals(0.5, EffectSize.pairedImprovement(new double[3]));
  }
}

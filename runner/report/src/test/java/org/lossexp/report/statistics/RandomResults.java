package org.lossexp.report.statistics;

import java.util.Arrays;

/** Seeded random numbers and differences of many shapes, for tests that range over inputs. */
final class RandomResults {

  private final SplitMix64 random;

  RandomResults(long seed) {
    random = new SplitMix64(seed);
  }

  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  double uniform() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Box and Muller's normal. */
  double normal() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }

  /** Differences as experiments give them: smooth, on a coarse grid with ties, equal, or all 0. */
  double[] differences(int units) {
    double[] differences = new double[units];
    double shift = 2 * normal();
    switch (between(0, 7)) {
      case 0 -> Arrays.fill(differences, 0);
      case 1 -> Arrays.setAll(differences, i -> (0.1 * i + shift) - 0.1 * i);
      case 2, 3 -> Arrays.setAll(differences, i -> Math.round(2 * (normal() + shift)) / 50.0);
      default -> Arrays.setAll(differences, i -> normal() + shift);
    }
    return differences;
  }
}

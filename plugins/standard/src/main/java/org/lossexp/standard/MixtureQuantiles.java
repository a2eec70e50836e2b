package org.lossexp.standard;

import org.lossexp.spi.Quantiles;
import org.lossexp.spi.Reading;
import org.lossexp.spi.SpecialFunctions;
import org.lossexp.spi.StableMath;

/**
 * Mixtures of normal distributions, given by logits, means and the logarithms of standard
 * deviations. Each quantile is looked for from the one before: by Newton's steps where these stay
 * inside what is known to hold it, else by halving that.
 */
record MixtureQuantiles(int components) implements Quantiles {
  /** Farther than this from all means, in their standard deviations, no hundredth is. */
  private static final double FAR = 10;

  /** A standard deviation that no division by it makes NaN of. */
  private static final double LEAST = 1e-300;

  private static final int MOST_STEPS = 200;
  private static final double NEAR = 1e-13;
  private static final double EXACT = 1e-13;
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  @Override
  public void read(double[] raw, int elements, int each, double[] out) {
    double[] shares = new double[components];
    double[] deviations = new double[components];
    for (int i = 0; i < elements; i++) {
      int first = i * each;
      int means = first + components;
      StableMath.softmax(raw, first, components, shares, 0);
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < components; k++) {
        deviations[k] = Math.max(LEAST, StableMath.exp(raw[means + components + k]));
        low = Math.min(low, raw[means + k] - FAR * deviations[k]);
        high = Math.max(high, raw[means + k] + FAR * deviations[k]);
      }
      double x = low + (high - low) / 2;
      for (int q = 0; q < Reading.LEVELS; q++) {
        double level = (q + 1) / (Reading.LEVELS + 1.0);
        x = quantile(raw, means, shares, deviations, level, low, high, x);
        out[i * Reading.LEVELS + q] = x;
        low = x;
      }
    }
  }

  private double quantile(
      double[] raw,
      int means,
      double[] shares,
      double[] deviations,
      double level,
      double from,
      double to,
      double start) {
    double low = from;
    double high = to;
    double x = start;
    for (int step = 0; step < MOST_STEPS && high - low > NEAR * (1 + Math.abs(x)); step++) {
      double chance = 0;
      double density = 0;
      for (int k = 0; k < components; k++) {
        double u = (x - raw[means + k]) / deviations[k];
        chance += shares[k] * SpecialFunctions.normalCdf(u);
        density += shares[k] * StableMath.exp(-0.5 * u * u) / (deviations[k] * ROOT_TWO_PI);
      }
      if (Math.abs(chance - level) <= EXACT) {
        return x;
      }
      if (chance < level) {
        low = x;
      } else {
        high = x;
      }
      double next = x + (level - chance) / density;
      x = next > low && next < high ? next : low + (high - low) / 2;
    }
    return high;
  }
}

package org.lossexp.standard.ranking;

import org.lossexp.spi.StableMath;

/**
 * The negative log-likelihood of an order under the Plackett-Luce model, in which the next item is
 * always drawn from those that are left, with probabilities proportional to e^score.
 */
final class PlackettLuce {
  private PlackettLuce() {}

  /** What the i-th place of an order, from 0, weighs. */
  @FunctionalInterface
  interface Weight {
    /** {@return the logarithm of the weight of {@code place} of {@code length}} */
    double log(int place, int length);
  }

  /**
   * {@return Σ w_i (log_sum_exp of s_(i), s_(i+1), … − s_(i))} Adds {@code scale} times its
   * derivative to {@code gradient}. Takes {@code length} steps.
   *
   * @param scores of the items, from {@code first}; {@code gradient} alike
   * @param order the items' places in their list, 0 … length − 1, from {@code orderAt}
   * @param scratch overwritten from {@code at}, {@code length} numbers
   */
  static double negativeLogLikelihood(
      double[] scores,
      int first,
      int length,
      double[] order,
      int orderAt,
      Weight weight,
      double scale,
      double[] gradient,
      double[] scratch,
      int at) {
    double rest = Double.NEGATIVE_INFINITY;
    for (int i = length - 1; i >= 0; i--) {
      rest = LogSpace.add(rest, scores[first + (int) order[orderAt + i]]);
      scratch[at + i] = rest;
    }
    double value = 0;
    // The derivative with respect to s_(j) is e^s_(j) Σ_{i <= j} w_i e^-rest_i − w_j.
    double weights = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      int row = first + (int) order[orderAt + i];
      double log = weight.log(i, length);
      double w = StableMath.exp(log);
      weights = LogSpace.add(weights, log - scratch[at + i]);
      value += w * (scratch[at + i] - scores[row]);
      gradient[row] += scale * (StableMath.exp(scores[row] + weights) - w);
    }
    return value;
  }
}

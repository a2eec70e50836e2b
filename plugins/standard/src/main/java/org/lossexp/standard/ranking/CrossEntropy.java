package org.lossexp.standard.ranking;

import org.lossexp.spi.StableMath;

/** Binary cross-entropy of a logit. */
final class CrossEntropy {
  private CrossEntropy() {}

  /** {@return −t log sigmoid(x) − (1 − t) log(1 − sigmoid(x))} */
  static double value(double logit, double target) {
    // -log sigmoid(x) = softplus(-x), -log(1 - sigmoid(x)) = softplus(x)
    return target * StableMath.softplus(-logit) + (1 - target) * StableMath.softplus(logit);
  }

  /** {@return the derivative of {@link #value} with respect to the logit} */
  static double slope(double logit, double target) {
    return (1 - target) * StableMath.sigmoid(logit) - target * StableMath.sigmoid(-logit);
  }
}

package org.lossexp.standard.embedding;

import org.lossexp.spi.StableMath;

/** Cosines whose angle is made larger, so that the own class must lie nearer than it is. */
final class AngularMargin {
  private AngularMargin() {}

  /**
   * {@return ψ(θ) = (−1)^k cos(m θ) − 2 k with k = floor(m θ / π), of cos θ: the cosine of m times
   * the angle, continued downwards beyond π} (Liu et al. 2016)
   */
  static double psi(int times, double cosine) {
    int k = half(times, cosine);
    return sign(k) * chebyshev(times, cosine, cosine) - 2 * k;
  }

  /** {@return the derivative of {@link #psi} with respect to the cosine} */
  static double psiSlope(int times, double cosine) {
    // d/dx T_m(x) = m U_{m-1}(x), the polynomials of the second kind
    return sign(half(times, cosine)) * times * chebyshev(times - 1, cosine, 2 * cosine);
  }

  /**
   * {@return cos(θ + margin) of cos θ; beyond π, where it would rise again, cos θ − margin ·
   * sin(margin)} (Deng et al. 2019 and the authors' code)
   */
  static double added(double margin, double cosine) {
    double sin = StrictMath.sin(margin);
    double cos = StrictMath.cos(margin);
    // θ <= π − m where cos θ >= cos(π − m) = −cos m
    return cosine >= -cos ? cosine * cos - sine(cosine) * sin : cosine - margin * sin;
  }

  /**
   * {@return the derivative of {@link #added}; at cos θ = ±1, where it is infinite, cos(margin)}
   */
  static double addedSlope(double margin, double cosine) {
    double cos = StrictMath.cos(margin);
    if (cosine < -cos) {
      return 1;
    }
    double sine = sine(cosine);
    return sine > 0 ? cos + StrictMath.sin(margin) * cosine / sine : cos;
  }

  /**
   * Turns one row of logits into the derivative of their cross-entropy.
   *
   * @return the cross-entropy
   */
  static double crossEntropy(Matrix logits, int label) {
    double own = logits.at(0, label);
    int first = logits.offset();
    double[] numbers = logits.numbers();
    double logSum = StableMath.softmax(numbers, first, logits.columns(), numbers, first);
    logits.add(0, label, -1);
    return logSum - own;
  }

  private static int half(int times, double cosine) {
    double angle = StrictMath.acos(Math.clamp(cosine, -1, 1));
    return (int) Math.floor(times * angle / Math.PI);
  }

  private static int sign(int k) {
    return k % 2 == 0 ? 1 : -1;
  }

  /** {@return p_n, where p_0 = 1, p_1 = {@code first}, p_{k+1} = 2 x p_k − p_{k−1}} */
  private static double chebyshev(int n, double x, double first) {
    double previous = 1;
    double current = first;
    for (int k = 1; k < n; k++) {
      double next = 2 * x * current - previous;
      previous = current;
      current = next;
    }
    return n == 0 ? previous : current;
  }

  private static double sine(double cosine) {
    return Math.sqrt(Math.max(0, (1 - cosine) * (1 + cosine)));
  }
}

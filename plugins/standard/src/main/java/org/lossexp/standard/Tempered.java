package org.lossexp.standard;

/** Tsallis' logarithm and exponential, which temperature 1 makes the usual ones. */
final class Tempered {
  private Tempered() {}

  /** {@return (x^(1-t) - 1) / (1 - t)} */
  static double log(double t, double x) {
    double log = StrictMath.log(x);
    return t == 1 ? log : StrictMath.expm1((1 - t) * log) / (1 - t);
  }

  /** {@return max(0, 1 + (1-t) x)^(1 / (1-t))} */
  static double exp(double t, double x) {
    if (t == 1) {
      return StrictMath.exp(x);
    }
    double base = (1 - t) * x;
    return base <= -1 ? 0 : StrictMath.exp(StrictMath.log1p(base) / (1 - t));
  }
}

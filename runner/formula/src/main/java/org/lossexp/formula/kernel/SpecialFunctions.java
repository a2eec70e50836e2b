package org.lossexp.formula.kernel;

/** erf, lgamma, digamma. */
final class SpecialFunctions {
  private SpecialFunctions() {}

  static double erf(double x) {
    throw new UnsupportedOperationException("erf");
  }

  static double lgamma(double x) {
    throw new UnsupportedOperationException("lgamma");
  }

  static double digamma(double x) {
    throw new UnsupportedOperationException("digamma");
  }
}

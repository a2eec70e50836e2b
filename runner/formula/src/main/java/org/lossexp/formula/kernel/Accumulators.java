package org.lossexp.formula.kernel;

/** Scalars that grow position by position. */
final class Accumulators {
  private Accumulators() {}

  /** {@return the result of no positions} */
  static double start(Op op) {
    return switch (op) {
      case SUM, ARGMAX -> 0;
      case HIGHEST -> Double.NEGATIVE_INFINITY;
      case LOWEST -> Double.POSITIVE_INFINITY;
      default -> throw new AssertionError("accumulates nothing: " + op);
    };
  }
}

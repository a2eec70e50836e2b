package org.lossexp.testkit;

import java.util.function.DoubleUnaryOperator;

/**
 * A derivative by central differences, of several steps, each pair of them extrapolated to step 0
 * (Richardson 1911). The pair that agrees best is taken.
 *
 * @param slope the derivative
 * @param error about how far off it is; large at kinks and jumps
 */
record Differences(double slope, double error) {
  private static final double[] STEPS = {1.0 / 128, 1.0 / 1024, 1.0 / 8192, 1.0 / 65536};

  /** {@return the derivative at 0 of {@code f}, a function of a small change} */
  static Differences of(DoubleUnaryOperator f) {
    Differences best = new Differences(Double.NaN, Double.POSITIVE_INFINITY);
    double here = f.applyAsDouble(0);
    for (double step : STEPS) {
      double wide = central(f, step);
      double narrow = central(f, step / 2);
      double slope = (4 * narrow - wide) / 3;
      // Rounding of the values, and what the extrapolation changed.
      double rounding = 4e-16 * (1 + Math.abs(here)) / step;
      double error = Math.abs(slope - narrow) + rounding;
      if (error < best.error) {
        best = new Differences(slope, error);
      }
    }
    // At a kink the two sides differ however small the step, and their mean is nobody's derivative.
    double bend = bend(f, here, STEPS[STEPS.length - 2]);
    double closer = bend(f, here, STEPS[STEPS.length - 1]);
    boolean kink = closer > 1e-6 * (1 + Math.abs(best.slope)) && closer > 0.4 * bend;
    return kink ? new Differences(best.slope, Double.POSITIVE_INFINITY) : best;
  }

  /** {@return by how much the slopes of the two sides differ, from {@code here} to a step away} */
  private static double bend(DoubleUnaryOperator f, double here, double step) {
    return Math.abs((f.applyAsDouble(step) - here) - (here - f.applyAsDouble(-step))) / step;
  }

  private static double central(DoubleUnaryOperator f, double step) {
    return (f.applyAsDouble(step) - f.applyAsDouble(-step)) / (2 * step);
  }

  /** {@return whether the function bends or jumps here so that it has no derivative to compare} */
  boolean isUnclear() {
    return !(error <= 1e-4 * (1 + Math.abs(slope)));
  }

  /** {@return whether {@code derivative} is this one} */
  boolean agrees(double derivative) {
    return Math.abs(derivative - slope) <= 1e-7 * (1 + Math.abs(slope)) + 3 * error;
  }
}

package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;

/**
 * An optimizer that treats every weight alike, in plain loops over all of a layer's, which the JIT
 * compiler turns into vector instructions: no order of a sum is in them.
 */
abstract sealed class Elementwise extends Optimizer permits Adadelta, Lion, Nadam, Radam, RmsProp {
  /** Steps made. */
  private int steps;

  Elementwise(Parameters parameters) {
    super(parameters);
  }

  /**
   * Prepares what is the same for all weights of a step.
   *
   * @param step counted from 1
   */
  abstract void begin(double learningRate, int step);

  /** Moves the weights from {@code first} to below {@code last}. */
  @Override
  abstract void update(int first, int last);

  @Override
  final void begin(double learningRate) {
    steps++;
    begin(learningRate, steps);
  }

  /** The weights were moved already: only measures. */
  @Override
  final void move(int start, int rows, int stride, int column) {
    float[] w = weights;
    float[] g = gradients;
    FloatVector square = FloatVector.fromArray(Product.SPECIES, squares, column);
    FloatVector probe = FloatVector.fromArray(Product.SPECIES, probes, column);
    int at = start;
    for (int row = 0; row < rows; row++) {
      FloatVector gradient = FloatVector.fromArray(Product.SPECIES, g, at);
      square = gradient.fma(gradient, square);
      FloatVector weight = FloatVector.fromArray(Product.SPECIES, w, at);
      probe = probe.add(weight.sub(weight));
      at += stride;
    }
    square.intoArray(squares, column);
    probe.intoArray(probes, column);
  }

  /** {@return {@code base} to the power of {@code step}} */
  static double power(double base, int step) {
    return StrictMath.pow(base, step);
  }

  /** All weights are moved together. */
  @Override
  final boolean rests() {
    return false;
  }

  @Override
  void exchange(Exchange exchange) {
    steps = (int) exchange.whole(steps);
  }
}

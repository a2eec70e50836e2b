package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;

/**
 * Adagrad (Duchi, Hazan and Singer, JMLR 2011), as PyTorch defines it: {@code s += g²}, {@code w −=
 * rate × g / (√s + epsilon)}.
 */
final class Adagrad extends Optimizer {
  private final float[] sum;
  private final float epsilon;
  private float rate;

  Adagrad(Parameters parameters, double epsilon) {
    super(parameters);
    this.sum = new float[weights.length];
    this.epsilon = (float) epsilon;
  }

  @Override
  void begin(double learningRate) {
    rate = (float) learningRate;
  }

  @Override
  void move(int start, int rows, int stride, int column) {
    float[] w = weights;
    float[] g = gradients;
    float[] s = sum;
    FloatVector rates = FloatVector.broadcast(Product.SPECIES, rate);
    FloatVector least = FloatVector.broadcast(Product.SPECIES, epsilon);
    FloatVector square = FloatVector.fromArray(Product.SPECIES, squares, column);
    FloatVector probe = FloatVector.fromArray(Product.SPECIES, probes, column);
    int at = start;
    for (int row = 0; row < rows; row++) {
      FloatVector gradient = FloatVector.fromArray(Product.SPECIES, g, at);
      square = gradient.fma(gradient, square);
      FloatVector total = FloatVector.fromArray(Product.SPECIES, s, at).add(gradient.mul(gradient));
      total.intoArray(s, at);
      FloatVector step = rates.mul(gradient).div(total.sqrt().add(least));
      FloatVector weight = FloatVector.fromArray(Product.SPECIES, w, at).sub(step);
      probe = probe.add(weight.sub(weight));
      weight.intoArray(w, at);
      at += stride;
    }
    square.intoArray(squares, column);
    probe.intoArray(probes, column);
  }

  /** Without an epsilon, 0 is divided by 0. */
  @Override
  boolean rests() {
    return epsilon > 0;
  }

  @Override
  void exchange(Exchange exchange) {
    exchange.floats(sum);
  }
}

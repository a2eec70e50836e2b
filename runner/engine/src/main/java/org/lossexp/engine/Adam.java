package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;

/**
 * Adam (Kingma and Ba, ICLR 2015), as PyTorch defines it: {@code m += (1 − β₁)(g − m)}, {@code v =
 * β₂ v + (1 − β₂) g²}, {@code w −= rate / (1 − β₁ᵗ) × m / (√v / √(1 − β₂ᵗ) + epsilon)}.
 */
final class Adam extends Optimizer {
  private final float[] mean;
  private final float[] variance;
  private final double beta1;
  private final double beta2;
  private final float epsilon;
  private double power1 = 1;
  private double power2 = 1;
  private float rate;

  /** 1 / √(1 − β₂ᵗ). */
  private float root;

  Adam(Parameters parameters, double beta1, double beta2, double epsilon) {
    super(parameters);
    this.mean = new float[weights.length];
    this.variance = new float[weights.length];
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
  }

  @Override
  void begin(double learningRate) {
    power1 *= beta1;
    power2 *= beta2;
    rate = (float) (learningRate / (1 - power1));
    root = (float) (1 / Math.sqrt(1 - power2));
  }

  @Override
  void move(int start, int rows, int stride, int column) {
    float[] w = weights;
    float[] g = gradients;
    float[] m = mean;
    float[] v = variance;
    FloatVector fresh1 = FloatVector.broadcast(Product.SPECIES, (float) (1 - beta1));
    FloatVector keep2 = FloatVector.broadcast(Product.SPECIES, (float) beta2);
    FloatVector fresh2 = FloatVector.broadcast(Product.SPECIES, (float) (1 - beta2));
    FloatVector roots = FloatVector.broadcast(Product.SPECIES, root);
    FloatVector least = FloatVector.broadcast(Product.SPECIES, epsilon);
    FloatVector down = FloatVector.broadcast(Product.SPECIES, -rate);
    FloatVector square = FloatVector.fromArray(Product.SPECIES, squares, column);
    FloatVector probe = FloatVector.fromArray(Product.SPECIES, probes, column);
    int at = start;
    for (int row = 0; row < rows; row++) {
      FloatVector gradient = FloatVector.fromArray(Product.SPECIES, g, at);
      square = gradient.fma(gradient, square);
      FloatVector first = FloatVector.fromArray(Product.SPECIES, m, at);
      first = gradient.sub(first).fma(fresh1, first);
      first.intoArray(m, at);
      FloatVector second = FloatVector.fromArray(Product.SPECIES, v, at);
      second = second.fma(keep2, gradient.mul(gradient).mul(fresh2));
      second.intoArray(v, at);
      FloatVector divisor = second.sqrt().fma(roots, least);
      FloatVector weight = FloatVector.fromArray(Product.SPECIES, w, at);
      weight = weight.add(first.mul(down).div(divisor));
      probe = probe.add(weight.sub(weight));
      weight.intoArray(w, at);
      at += stride;
    }
    square.intoArray(squares, column);
    probe.intoArray(probes, column);
  }

  /** The mean gradient goes on moving a weight. */
  @Override
  boolean rests() {
    return false;
  }

  @Override
  void exchange(Exchange exchange) {
    exchange.floats(mean);
    exchange.floats(variance);
    power1 = exchange.real(power1);
    power2 = exchange.real(power2);
  }
}

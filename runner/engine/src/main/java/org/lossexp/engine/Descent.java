package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;

/**
 * Stochastic gradient descent, as PyTorch defines it: {@code v = momentum × v + g}, {@code w −=
 * rate × v}; with Nesterov's variant {@code w −= rate × (g + momentum × v)}. The velocity starts at
 * 0 and does not hold the rate, so that a change of the rate acts at once.
 */
final class Descent extends Optimizer {
  /** Of no length without momentum. */
  private final float[] velocity;

  private final float momentum;

  /** The step is {@code pull × v + push × g}. */
  private final float pull;

  private final float push;
  private float rate;

  Descent(Parameters parameters, double momentum, boolean nesterov) {
    super(parameters);
    this.velocity = new float[momentum == 0 ? 0 : weights.length];
    this.momentum = (float) momentum;
    this.pull = nesterov ? (float) momentum : 1;
    this.push = nesterov ? 1 : 0;
  }

  @Override
  void begin(double learningRate) {
    rate = (float) learningRate;
  }

  @Override
  void move(int start, int rows, int stride, int column) {
    float[] w = weights;
    float[] g = gradients;
    float[] v = velocity;
    boolean remembers = v.length > 0;
    FloatVector keep = FloatVector.broadcast(Product.SPECIES, momentum);
    FloatVector pulls = FloatVector.broadcast(Product.SPECIES, pull);
    FloatVector pushes = FloatVector.broadcast(Product.SPECIES, push);
    FloatVector down = FloatVector.broadcast(Product.SPECIES, -rate);
    FloatVector square = FloatVector.fromArray(Product.SPECIES, squares, column);
    FloatVector probe = FloatVector.fromArray(Product.SPECIES, probes, column);
    int at = start;
    for (int row = 0; row < rows; row++) {
      FloatVector gradient = FloatVector.fromArray(Product.SPECIES, g, at);
      square = gradient.fma(gradient, square);
      FloatVector speed = gradient;
      if (remembers) {
        speed = FloatVector.fromArray(Product.SPECIES, v, at).fma(keep, gradient);
        speed.intoArray(v, at);
      }
      FloatVector step = speed.fma(pulls, gradient.mul(pushes));
      FloatVector weight = step.fma(down, FloatVector.fromArray(Product.SPECIES, w, at));
      probe = probe.add(weight.sub(weight));
      weight.intoArray(w, at);
      at += stride;
    }
    square.intoArray(squares, column);
    probe.intoArray(probes, column);
  }

  @Override
  boolean rests() {
    return velocity.length == 0;
  }

  @Override
  void exchange(Exchange exchange) {
    exchange.floats(velocity);
  }
}

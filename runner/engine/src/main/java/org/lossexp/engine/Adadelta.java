package org.lossexp.engine;

/**
 * Adadelta (Zeiler 2012, arXiv 1212.5701), as PyTorch defines it: {@code s = rho s + (1 − rho) g²},
 * {@code d = √(a + epsilon) / √(s + epsilon) × g}, {@code a = rho a + (1 − rho) d²}, {@code w −=
 * rate × d}.
 */
final class Adadelta extends Elementwise {
  private final float[] squared;
  private final float[] moved;
  private final float keep;
  private final float fresh;
  private final float epsilon;
  private float rate;

  Adadelta(Parameters parameters, double rho, double epsilon) {
    super(parameters);
    this.squared = new float[weights.length];
    this.moved = new float[weights.length];
    this.keep = (float) rho;
    this.fresh = (float) (1 - rho);
    this.epsilon = (float) epsilon;
  }

  @Override
  void begin(double learningRate, int step) {
    rate = (float) learningRate;
  }

  @Override
  void update(int first, int last) {
    for (int i = first; i < last; i++) {
      float g = gradients[i];
      squared[i] = keep * squared[i] + fresh * g * g;
      float d = (float) Math.sqrt(moved[i] + epsilon) / (float) Math.sqrt(squared[i] + epsilon) * g;
      moved[i] = keep * moved[i] + fresh * d * d;
      weights[i] -= rate * d;
    }
  }

  @Override
  void exchange(Exchange exchange) {
    super.exchange(exchange);
    exchange.floats(squared);
    exchange.floats(moved);
  }
}

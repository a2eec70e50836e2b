package org.lossexp.engine;

/**
 * Adagrad (Duchi, Hazan and Singer, JMLR 2011), as PyTorch defines it: {@code s += g²}, {@code w −=
 * rate × g / (√s + epsilon)}.
 */
final class Adagrad extends Elementwise {
  private final float[] sum;
  private final float epsilon;

  Adagrad(Parameters parameters, double epsilon) {
    super(parameters);
    this.sum = new float[weights.length];
    this.epsilon = (float) epsilon;
  }

  @Override
  void update(double learningRate, int step) {
    float rate = (float) learningRate;
    for (int i = 0; i < weights.length; i++) {
      float g = gradients[i];
      sum[i] += g * g;
      weights[i] -= rate * g / ((float) Math.sqrt(sum[i]) + epsilon);
    }
  }

  @Override
  void exchange(Exchange exchange) {
    super.exchange(exchange);
    exchange.floats(sum);
  }
}

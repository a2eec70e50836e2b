package org.lossexp.engine;

/**
 * Lion (Chen et al., NeurIPS 2023, algorithm 2): {@code w −= rate × sign(beta1 m + (1 − beta1) g)},
 * {@code m = beta2 m + (1 − beta2) g}.
 */
final class Lion extends Elementwise {
  private final float[] mean;
  private final double beta1;
  private final double beta2;
  private float rate;

  Lion(Parameters parameters, double beta1, double beta2) {
    super(parameters);
    this.mean = new float[weights.length];
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  @Override
  void begin(double learningRate, int step) {
    rate = (float) learningRate;
  }

  @Override
  void update(int first, int last) {
    float keep1 = (float) beta1;
    float fresh1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float fresh2 = (float) (1 - beta2);
    for (int i = first; i < last; i++) {
      float g = gradients[i];
      weights[i] -= rate * Math.signum(keep1 * mean[i] + fresh1 * g);
      mean[i] = keep2 * mean[i] + fresh2 * g;
    }
  }

  @Override
  void exchange(Exchange exchange) {
    super.exchange(exchange);
    exchange.floats(mean);
  }
}

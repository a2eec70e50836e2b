package org.lossexp.engine;

/**
 * Adam with Nesterov's momentum (Dozat 2016, ICLR workshop), as PyTorch defines it, with a momentum
 * that rises to beta1 by {@code 1 − 0.5 × 0.96^(t × momentum_decay)}.
 */
final class Nadam extends Elementwise {
  private static final double BASE = 0.96;

  private final float[] mean;
  private final float[] variance;
  private final double beta1;
  private final double beta2;
  private final float epsilon;
  private final double momentumDecay;
  private double product = 1;
  private float ofGradient;
  private float ofMean;
  private float scale;

  Nadam(Parameters parameters, double beta1, double beta2, double epsilon, double momentumDecay) {
    super(parameters);
    this.mean = new float[weights.length];
    this.variance = new float[weights.length];
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
    this.momentumDecay = momentumDecay;
  }

  private double momentum(int step) {
    return beta1 * (1 - 0.5 * StrictMath.pow(BASE, step * momentumDecay));
  }

  @Override
  void begin(double learningRate, int step) {
    double now = momentum(step);
    double next = momentum(step + 1);
    product *= now;
    ofGradient = (float) (learningRate * (1 - now) / (1 - product));
    ofMean = (float) (learningRate * next / (1 - product * next));
    scale = (float) (1 / (1 - power(beta2, step)));
  }

  @Override
  void update(int first, int last) {
    float keep1 = (float) beta1;
    float fresh1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float fresh2 = (float) (1 - beta2);
    for (int i = first; i < last; i++) {
      float g = gradients[i];
      mean[i] = keep1 * mean[i] + fresh1 * g;
      variance[i] = keep2 * variance[i] + fresh2 * g * g;
      float divisor = (float) Math.sqrt(variance[i] * scale) + epsilon;
      weights[i] -= (ofGradient * g + ofMean * mean[i]) / divisor;
    }
  }

  @Override
  void exchange(Exchange exchange) {
    super.exchange(exchange);
    exchange.floats(mean);
    exchange.floats(variance);
    product = exchange.real(product);
  }
}

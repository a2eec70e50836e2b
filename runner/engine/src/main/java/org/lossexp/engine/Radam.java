package org.lossexp.engine;

/**
 * Rectified Adam (Liu et al., ICLR 2020), as PyTorch defines it: as long as the variance of the
 * adaptive rate is not known (their rho of 5 and less), a step of momentum alone.
 */
final class Radam extends Elementwise {
  /** The length of the average from which the rate is adapted. */
  private static final double ENOUGH = 5;

  private final float[] mean;
  private final float[] variance;
  private final double beta1;
  private final double beta2;
  private final float epsilon;
  private boolean adaptive;
  private float rate;

  Radam(Parameters parameters, double beta1, double beta2, double epsilon) {
    super(parameters);
    this.mean = new float[weights.length];
    this.variance = new float[weights.length];
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
  }

  @Override
  void begin(double learningRate, int step) {
    double power2 = power(beta2, step);
    double longest = 2 / (1 - beta2) - 1;
    double length = longest - 2 * step * power2 / (1 - power2);
    adaptive = length > ENOUGH;
    double rectified =
        adaptive
            ? Math.sqrt(
                (length - 4)
                    * (length - 2)
                    * longest
                    / ((longest - 4) * (longest - 2) * length)
                    * (1 - power2))
            : 1;
    rate = (float) (learningRate * rectified / (1 - power(beta1, step)));
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
      float divisor = adaptive ? (float) Math.sqrt(variance[i]) + epsilon : 1;
      weights[i] -= rate * mean[i] / divisor;
    }
  }

  @Override
  void exchange(Exchange exchange) {
    super.exchange(exchange);
    exchange.floats(mean);
    exchange.floats(variance);
  }
}

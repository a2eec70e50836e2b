package org.lossexp.engine;

/**
 * RMSprop (Tieleman and Hinton 2012, Coursera lecture 6.5; centred: Graves 2013, arXiv 1308.0850),
 * as PyTorch defines it: {@code s = alpha s + (1 − alpha) g²}, {@code v = momentum × v + g / (√s +
 * epsilon)}, {@code w −= rate × v}; centred, the squared mean gradient is taken from {@code s}.
 */
final class RmsProp extends Elementwise {
  private final float[] squared;
  private final float[] mean;
  private final float[] velocity;
  private final float keep;
  private final float fresh;
  private final float epsilon;
  private final float momentum;

  /** 1 where the mean gradient is taken off, else 0. */
  private final float centred;

  private float rate;

  RmsProp(Parameters parameters, double alpha, double epsilon, double momentum, boolean centred) {
    super(parameters);
    this.squared = new float[weights.length];
    this.mean = new float[weights.length];
    this.velocity = new float[weights.length];
    this.keep = (float) alpha;
    this.fresh = (float) (1 - alpha);
    this.epsilon = (float) epsilon;
    this.momentum = (float) momentum;
    this.centred = centred ? 1 : 0;
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
      mean[i] = keep * mean[i] + fresh * g;
      // A mean square is no less than the squared mean, but for rounding.
      float spread = Math.max(0, squared[i] - centred * mean[i] * mean[i]);
      velocity[i] = momentum * velocity[i] + g / ((float) Math.sqrt(spread) + epsilon);
      weights[i] -= rate * velocity[i];
    }
  }

  @Override
  void exchange(Exchange exchange) {
    super.exchange(exchange);
    exchange.floats(squared);
    exchange.floats(mean);
    exchange.floats(velocity);
  }
}

package org.lossexp.engine;

/**
 * A matrix of numbers that a layer keeps from step to step, in panels: what it learns, with the
 * gradient, or what it only remembers, without one.
 *
 * <p>Optimizers, penalties and clipping know these, not layers.
 */
final class Parameters {
  private final String name;
  private final Panels shape;
  private final int weights;
  private final float[] values;
  private final float[] gradients;
  private final float[] kept;

  private Parameters(String name, Panels shape, int weights, boolean learned) {
    this.name = name;
    this.shape = shape;
    this.weights = weights;
    this.values = new float[shape.size()];
    this.gradients = new float[learned ? shape.size() : 0];
    this.kept = new float[shape.size()];
  }

  /**
   * {@return what is learned, at first 0}
   *
   * @param name what the matrix is in its layer, such as {@code weights}
   * @param weights how many of its rows, the first, penalties act on; those below are biases
   */
  static Parameters learned(String name, Panels shape, int weights) {
    return new Parameters(name, shape, weights, true);
  }

  /** {@return what a layer remembers of training and no optimizer moves, at first 0} */
  static Parameters remembered(String name, Panels shape) {
    return new Parameters(name, shape, 0, false);
  }

  String name() {
    return name;
  }

  /** {@return where {@link #values} and {@link #gradients} lie} */
  Panels shape() {
    return shape;
  }

  /** {@return how many rows, the first, are weights, on which penalties act} */
  int weights() {
    return weights;
  }

  /** {@return whether an optimizer moves them} */
  boolean isLearned() {
    return gradients.length > 0;
  }

  float[] values() {
    return values;
  }

  /** {@return the objective's gradient with respect to {@link #values}} */
  float[] gradients() {
    return gradients;
  }

  /** {@return the squared norm of {@link #gradients}, summed column by column, down the rows} */
  double gradientSquare() {
    double sum = 0;
    for (int column = 0; column < shape.columns(); column++) {
      for (int row = 0; row < shape.rows(); row++) {
        double gradient = gradients[shape.index(row, column)];
        sum += gradient * gradient;
      }
    }
    return sum;
  }

  /** Remembers the values. */
  void keep() {
    System.arraycopy(values, 0, kept, 0, values.length);
  }

  /** Returns to the values last remembered. */
  void restore() {
    System.arraycopy(kept, 0, values, 0, values.length);
  }

  /** Hands over the values, and those remembered. */
  void exchange(Exchange exchange) {
    exchange.floats(values);
    exchange.floats(kept);
  }
}

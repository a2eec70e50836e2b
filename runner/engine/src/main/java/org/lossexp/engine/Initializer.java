package org.lossexp.engine;

import org.lossexp.data.RandomStream;

/** How weights are drawn before training; biases start at 0. */
enum Initializer {
  /** He's before a curve that lets one side through, else Glorot's. */
  DEFAULT,
  /** Uniform from ±√(6 / inputs) (He et al., ICCV 2015). */
  HE,
  /** Uniform from ±√(6 / (inputs + units)) (Glorot and Bengio, AISTATS 2010). */
  GLOROT,
  /** Rows or columns, whichever are fewer, of length 1 and at right angles (Saxe et al. 2014). */
  ORTHOGONAL,
  /** All 0. */
  ZEROS;

  /** {@return the initializer that files call {@code word}} */
  static Initializer of(String word) {
    return switch (word) {
      case "default" -> DEFAULT;
      case "he" -> HE;
      case "glorot" -> GLOROT;
      case "orthogonal" -> ORTHOGONAL;
      case "zeros" -> ZEROS;
      default -> throw new IllegalArgumentException("no initializer: " + word);
    };
  }

  /**
   * Draws the weights, input by input.
   *
   * @param fanOut numbers that an input takes part in
   * @param activation what follows the sums
   */
  void draw(Parameters parameters, int fanOut, Activation activation, RandomStream stream) {
    int fanIn = parameters.weights();
    switch (this) {
      case DEFAULT ->
          (activation.isOneSided() ? HE : GLOROT).draw(parameters, fanOut, activation, stream);
      case HE -> uniform(parameters, fanIn, stream);
      case GLOROT -> uniform(parameters, fanIn + fanOut, stream);
      case ORTHOGONAL -> orthogonal(parameters, stream);
      case ZEROS -> {}
    }
  }

  private static void uniform(Parameters parameters, int fans, RandomStream stream) {
    Panels shape = parameters.shape();
    double bound = Math.sqrt(6.0 / fans);
    for (int row = 0; row < parameters.weights(); row++) {
      for (int column = 0; column < shape.columns(); column++) {
        parameters.values()[shape.index(row, column)] =
            (float) (bound * (2 * stream.uniform() - 1));
      }
    }
  }

  /** Normal numbers, made orthogonal one vector after the other, twice against rounding. */
  private static void orthogonal(Parameters parameters, RandomStream stream) {
    Panels shape = parameters.shape();
    int inputs = parameters.weights();
    boolean byInput = inputs < shape.columns();
    int count = byInput ? inputs : shape.columns();
    int length = byInput ? shape.columns() : inputs;
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        vectors[i][j] = stream.gaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < i; before++) {
          add(-dot(vectors[before], vectors[i]), vectors[before], vectors[i]);
        }
      }
      double norm = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int j = 0; j < length; j++) {
        vectors[i][j] /= norm;
        int at = byInput ? shape.index(i, j) : shape.index(j, i);
        parameters.values()[at] = (float) vectors[i][j];
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] += factor * from[i];
    }
  }
}

package org.lossexp.engine;

import org.lossexp.spi.StableMath;

/**
 * Softmax between two layers, a row at a time. Written for being right, not fast: as the last
 * layer's activation, where it usually stands, softmax is a {@link Link}.
 */
final class Softmax {
  private Softmax() {}

  /** Replaces sums by shares in {@code rows} rows. */
  static void apply(Rows values, int rows) {
    float[] data = values.data();
    for (int row = 0; row < rows; row++) {
      int first = row * values.stride();
      int end = first + values.width();
      float highest = Float.NEGATIVE_INFINITY;
      for (int i = first; i < end; i++) {
        highest = Math.max(highest, data[i]);
      }
      double sum = 0;
      for (int i = first; i < end; i++) {
        data[i] = (float) StableMath.exp(data[i] - highest);
        sum += data[i];
      }
      for (int i = first; i < end; i++) {
        data[i] = (float) (data[i] / sum);
      }
    }
  }

  /** Turns the gradient with respect to shares into the one with respect to sums. */
  static void chain(Rows values, Rows gradient, int rows) {
    float[] shares = values.data();
    float[] data = gradient.data();
    for (int row = 0; row < rows; row++) {
      int first = row * values.stride();
      int end = first + values.width();
      double mean = 0;
      for (int i = first; i < end; i++) {
        mean += (double) data[i] * shares[i];
      }
      for (int i = first; i < end; i++) {
        data[i] = (float) (shares[i] * (data[i] - mean));
      }
    }
  }
}

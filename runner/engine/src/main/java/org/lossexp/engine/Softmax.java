package org.lossexp.engine;

import org.lossexp.spi.StableMath;

/**
 * Softmax between two layers, a row at a time. Written for being right, not fast: as the last
 * layer's activation, where it usually stands, softmax is a {@link Link}.
 */
final class Softmax {
  private Softmax() {}

  /** Replaces sums by shares. */
  static void apply(Rows values, int first, int last) {
    float[] data = values.data();
    for (int row = first; row < last; row++) {
      int start = row * values.stride();
      int end = start + values.width();
      float highest = Float.NEGATIVE_INFINITY;
      for (int i = start; i < end; i++) {
        highest = Math.max(highest, data[i]);
      }
      double sum = 0;
      for (int i = start; i < end; i++) {
        data[i] = (float) StableMath.exp(data[i] - highest);
        sum += data[i];
      }
      for (int i = start; i < end; i++) {
        data[i] = (float) (data[i] / sum);
      }
    }
  }

  /** Turns the gradient with respect to shares into the one with respect to sums. */
  static void chain(Rows values, Rows gradient, int first, int last) {
    float[] shares = values.data();
    float[] data = gradient.data();
    for (int row = first; row < last; row++) {
      int start = row * values.stride();
      int end = start + values.width();
      double mean = 0;
      for (int i = start; i < end; i++) {
        mean += (double) data[i] * shares[i];
      }
      for (int i = start; i < end; i++) {
        data[i] = (float) (shares[i] * (data[i] - mean));
      }
    }
  }
}

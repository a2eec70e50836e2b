package org.lossexp.standard;

import org.lossexp.spi.Batch;
import org.lossexp.spi.StableMath;

/** Softmax of a batch's rows, and the way back. */
final class Softened {
  private Softened() {}

  /** Writes softmax of each row to {@code out} from {@code first}. */
  static void probabilities(Batch batch, double[] out, int first) {
    int columns = batch.columns();
    for (int row = 0; row < batch.rows(); row++) {
      int i = row * columns;
      StableMath.softmax(batch.prediction(), i, columns, out, first + i);
    }
  }

  /**
   * Turns the derivative with respect to the probabilities into the one with respect to the logits,
   * times {@code scale}: p_j (g_j - Σ p g).
   */
  static void pullBack(Batch batch, double[] p, int first, double[] gradient, double scale) {
    int columns = batch.columns();
    for (int row = 0; row < batch.rows(); row++) {
      int begin = row * columns;
      double mean = 0;
      for (int i = begin; i < begin + columns; i++) {
        mean += p[first + i] * gradient[i];
      }
      for (int i = begin; i < begin + columns; i++) {
        gradient[i] = scale * p[first + i] * (gradient[i] - mean);
      }
    }
  }
}

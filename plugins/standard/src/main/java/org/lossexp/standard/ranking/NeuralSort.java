package org.lossexp.standard.ranking;

import org.lossexp.spi.StableMath;

/**
 * The soft permutation matrix of NeuralSort (Grover et al. 2019): row i, from 1, is softmax over
 * the items j of ((n + 1 − 2 i) s_j − Σ_k |s_j − s_k|) / temperature, and near to 1 at the item
 * that has rank i.
 *
 * <p>The matrix is never stored: rows are computed when they are needed, for n steps each.
 *
 * @param scores of the items, from {@code first}
 * @param scratch holds Σ_k |s_j − s_k| of each item, from {@code at}
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
record NeuralSort(
    double[] scores, int first, int length, double temperature, double[] scratch, int at) {
  NeuralSort {
    for (int j = 0; j < length; j++) {
      double sum = 0;
      for (int k = 0; k < length; k++) {
        sum += Math.abs(scores[first + j] - scores[first + k]);
      }
      scratch[at + j] = sum;
    }
  }

  /** Writes row {@code i}, from 0, to {@code out} from {@code outAt}. */
  void row(int i, double[] out, int outAt) {
    exponents(i, out, outAt);
    StableMath.softmax(out, outAt, length, out, outAt);
  }

  private void exponents(int i, double[] out, int outAt) {
    double slope = slope(i);
    for (int j = 0; j < length; j++) {
      out[outAt + j] = (slope * scores[first + j] - scratch[at + j]) / temperature;
    }
  }

  private double slope(int i) {
    return length - 1 - 2 * i;
  }

  /**
   * Adds to {@code gradient} what comes through the scores in row {@code i}, and to {@code spread}
   * what comes through the sums of distances, for {@link #backDistances}.
   *
   * @param exponent the derivative with respect to the exponents of row {@code i}, from {@code
   *     exponentAt}
   */
  void backRow(
      int i, double[] exponent, int exponentAt, double[] gradient, double[] spread, int spreadAt) {
    double slope = slope(i);
    for (int j = 0; j < length; j++) {
      double pull = exponent[exponentAt + j] / temperature;
      gradient[first + j] += slope * pull;
      spread[spreadAt + j] -= pull;
    }
  }

  /** Adds to {@code gradient} what comes through Σ_k |s_j − s_k|; sign(0) = 0. */
  void backDistances(double[] spread, int spreadAt, double[] gradient) {
    for (int j = 0; j < length; j++) {
      double pull = spread[spreadAt + j];
      for (int k = 0; k < length; k++) {
        double sign = Math.signum(scores[first + j] - scores[first + k]);
        gradient[first + j] += sign * pull;
        gradient[first + k] -= sign * pull;
      }
    }
  }
}

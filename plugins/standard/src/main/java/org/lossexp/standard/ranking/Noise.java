package org.lossexp.standard.ranking;

import org.lossexp.spi.Batch;

/**
 * Draws that are handed in with the batch, so that a loss stays a function.
 *
 * @param numbers list by list {@code draws} rows, each with a number for every item; empty: zeros
 * @param draws rows of every list, the same for all
 */
@SuppressWarnings("ArrayRecordComponent") // a view of the host's memory, compared by nobody
record Noise(double[] numbers, int draws) {
  /** {@return the batch's {@code noise}; one row of zeros for every list where there is none} */
  static Noise of(Batch batch) {
    double[] numbers = batch.extras().getOrDefault("noise", new double[0]);
    if (numbers.length == 0) {
      return new Noise(numbers, 1);
    }
    if (batch.rows() == 0 || numbers.length % batch.rows() != 0) {
      throw new IllegalArgumentException(
          "%d numbers of noise for %d items".formatted(numbers.length, batch.rows()));
    }
    return new Noise(numbers, numbers.length / batch.rows());
  }

  /** {@return the number of item {@code i} of the list at row {@code first} in {@code draw}} */
  double at(int first, int length, int draw, int i) {
    return numbers.length == 0 ? 0 : numbers[first * draws + draw * length + i];
  }
}

package org.lossexp.standard.ranking;

import org.lossexp.spi.Batch;

/**
 * What was drawn for each list and is handed in with the batch, so that a loss stays a function.
 *
 * @param numbers list by list {@code count} draws, each with a number for every item; empty where
 *     nothing is given
 * @param count draws of every list, the same for all; 1 where nothing is given
 */
@SuppressWarnings("ArrayRecordComponent") // a view of the host's memory, compared by nobody
record Draws(double[] numbers, int count) {
  /** {@return the batch's further input {@code name}} */
  static Draws of(Batch batch, String name) {
    double[] numbers = batch.extras().getOrDefault(name, new double[0]);
    if (numbers.length == 0) {
      return new Draws(numbers, 1);
    }
    if (batch.rows() == 0 || numbers.length % batch.rows() != 0) {
      throw new IllegalArgumentException(
          "%d numbers of `%s` for %d items".formatted(numbers.length, name, batch.rows()));
    }
    return new Draws(numbers, numbers.length / batch.rows());
  }

  boolean given() {
    return numbers.length > 0;
  }

  /** {@return where {@code draw} of the {@code length} items from row {@code first} begins} */
  int start(int first, int length, int draw) {
    return first * count + draw * length;
  }

  /** {@return the number of item {@code i} in that draw; 0 where nothing is given} */
  double number(int first, int length, int draw, int i) {
    return given() ? numbers[start(first, length, draw) + i] : 0;
  }
}

package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;

/** A margin between the two distances of an anchor, a positive and a negative in each row. */
interface GivenTriplets extends Joined {
  double margin();

  /** {@return whether a negative counts by its distance to the positive where that is smaller} */
  boolean swap();

  double distance(Rows left, Rows right, int i);

  /** Adds {@code slope} times the derivative of {@code distance}. */
  void push(double slope, double distance, Rows left, Rows right, int i);

  @Override
  default void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
    Rows anchor = parts[0];
    Rows positive = parts[1];
    Rows negative = parts[2];
    for (int i = 0; i < batch.rows(); i++) {
      double near = distance(anchor, positive, i);
      double far = distance(anchor, negative, i);
      double across = swap() ? distance(positive, negative, i) : far;
      // Of equal distances the one to the anchor counts.
      Rows other = across < far ? positive : anchor;
      double excess = near - Math.min(far, across) + margin();
      terms.add(Math.max(0, excess));
      if (excess > 0) {
        push(1, near, anchor, positive, i);
        push(-1, Math.min(far, across), other, negative, i);
      }
    }
  }
}

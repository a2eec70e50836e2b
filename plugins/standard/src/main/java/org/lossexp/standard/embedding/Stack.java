package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;

/**
 * Parts of a batch that lie below one another, such as queries and what they are compared with: the
 * extra input {@link #PART} counts them from 0, row by row.
 */
record Stack(Batch batch, int parts) {
  static final String PART = "part";

  /** {@return how many rows a part has} */
  int count(int part) {
    int count = 0;
    for (int row = 0; row < batch.rows(); row++) {
      count += isIn(row, part) ? 1 : 0;
    }
    return count;
  }

  /** {@return the next row of a part after {@code row}; the number of rows where none is left} */
  int next(int part, int row) {
    int next = row + 1;
    while (next < batch.rows() && !isIn(next, part)) {
      next++;
    }
    return next;
  }

  boolean isIn(int row, int part) {
    double[] of = batch.extras().get(PART);
    // Without it, parts are equally long as far as that goes.
    return of == null ? (int) ((long) row * parts / batch.rows()) == part : of[row] == part;
  }
}

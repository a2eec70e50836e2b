package org.lossexp.formula;

import org.lossexp.spi.Batch;
import org.lossexp.spi.TargetEncoding;

/** Targets in one encoding, read in another. */
final class Encodings {
  private Encodings() {}

  /** {@return whether targets that are encoded {@code from} say all that {@code to} says} */
  static boolean converts(TargetEncoding from, TargetEncoding to) {
    return from == to
        || to == TargetEncoding.NONE
        || (from == TargetEncoding.CLASS_INDEX && to == TargetEncoding.ONE_HOT)
        || (from == TargetEncoding.ZERO_ONE && to == TargetEncoding.PLUS_MINUS_ONE);
  }

  /**
   * {@return {@code batch} with its target encoded as {@code to} says}
   *
   * @param target memory for it, a number for each raw output
   */
  static Batch convert(Batch batch, TargetEncoding from, TargetEncoding to, double[] target) {
    if (from == to || to == TargetEncoding.NONE) {
      return batch;
    }
    int columns = batch.columns();
    int length = batch.rows() * columns;
    if (to == TargetEncoding.ONE_HOT) {
      for (int i = 0; i < length; i++) {
        target[i] = batch.target()[i / columns] == i % columns ? 1 : 0;
      }
    } else {
      for (int i = 0; i < length; i++) {
        target[i] = 2 * batch.target()[i] - 1;
      }
    }
    return new Batch(
        batch.rows(),
        columns,
        batch.prediction(),
        target,
        batch.starts(),
        batch.progress(),
        batch.extras(),
        batch.state());
  }
}

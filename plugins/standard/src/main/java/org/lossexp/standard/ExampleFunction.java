package org.lossexp.standard;

import org.lossexp.spi.Batch;

/** A loss with a value for every example, whose target is the index of its class. */
interface ExampleFunction extends Fitted {
  @Override
  default int units(int rows) {
    return rows;
  }

  /** {@return the class of {@code row}, checked: the wrong one would read a neighbour's logits} */
  static int label(Batch batch, int row) {
    double label = batch.target()[row];
    if (!(label >= 0 && label < batch.columns())) {
      throw new IllegalArgumentException(
          "row %d has class %s of %d".formatted(row, label, batch.columns()));
    }
    return (int) label;
  }
}

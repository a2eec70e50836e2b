package org.lossexp.engine;

import org.lossexp.spi.Head;

/**
 * The border between the model, which computes in float, and the loss, which computes in double:
 * hands the last layer's sums over through the head's link, and takes the gradient back through it.
 */
final class Link {
  private final Head head;
  private final Signal sums;

  Link(Head head, Signal sums) {
    this.head = head;
    this.sums = sums;
  }

  Head head() {
    return head;
  }

  /** {@return numbers an example} */
  int columns() {
    return sums.width();
  }

  /**
   * Writes the predictions of {@code rows} examples.
   *
   * @param out [rows × columns] from {@code offset}, row by row
   */
  void predict(int rows, double[] out, int offset) {
    int columns = columns();
    float[] from = sums.values().data();
    int padding = sums.values().stride() - columns;
    int end = offset + rows * columns;
    int at = 0;
    int column = 0;
    for (int i = offset; i < end; i++) {
      out[i] = from[at++];
      if (++column == columns) {
        column = 0;
        at += padding;
      }
    }
    head.apply(out, offset, rows);
  }

  /**
   * Turns the gradient with respect to predictions into the one with respect to the sums.
   *
   * @param predictions what {@link #predict} wrote
   * @param gradient of the sum of the loss's values; overwritten
   * @param share what the sum is multiplied by
   */
  void back(int rows, double[] predictions, double[] gradient, double share) {
    int columns = columns();
    int size = rows * columns;
    head.applyBack(predictions, gradient, rows);
    float[] to = sums.gradient().data();
    int padding = sums.gradient().stride() - columns;
    int at = 0;
    int column = 0;
    for (int i = 0; i < size; i++) {
      to[at++] = (float) (gradient[i] * share);
      if (++column == columns) {
        column = 0;
        at += padding;
      }
    }
    sums.gate(rows);
  }
}

package org.lossexp.engine;

import org.lossexp.spi.Head;
import org.lossexp.spi.StableMath;

/**
 * The border between the model, which computes in float, and the loss, which computes in double:
 * hands the last layer's sums over through the head's link, and takes the gradient back through it.
 */
final class Link {
  private final Head.Link kind;
  private final Signal sums;

  Link(Head.Link kind, Signal sums) {
    this.kind = kind;
    this.sums = sums;
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
    switch (kind) {
      case IDENTITY -> {}
      case SIGMOID -> {
        for (int i = offset; i < end; i++) {
          out[i] = StableMath.sigmoid(out[i]);
        }
      }
      case SOFTMAX -> {
        for (int i = offset; i < end; i += columns) {
          StableMath.softmax(out, i, columns, out, i);
        }
      }
      case SOFTPLUS -> {
        for (int i = offset; i < end; i++) {
          out[i] = StableMath.softplus(out[i]);
        }
      }
    }
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
    switch (kind) {
      case IDENTITY -> {}
      case SIGMOID -> {
        for (int i = 0; i < size; i++) {
          gradient[i] *= predictions[i] * (1 - predictions[i]);
        }
      }
      case SOFTMAX -> {
        for (int i = 0; i < size; i += columns) {
          double mean = 0;
          for (int j = i; j < i + columns; j++) {
            mean += gradient[j] * predictions[j];
          }
          for (int j = i; j < i + columns; j++) {
            gradient[j] = predictions[j] * (gradient[j] - mean);
          }
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < size; i++) {
          // With y = log(1 + e^z): sigmoid(z) = 1 - e^-y
          gradient[i] *= -StrictMath.expm1(-predictions[i]);
        }
      }
    }
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

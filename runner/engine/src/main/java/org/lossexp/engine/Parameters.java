package org.lossexp.engine;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A matrix of numbers that a layer keeps from step to step, in panels: what it learns, with the
 * gradient, or what it only remembers, without one.
 *
 * <p>Optimizers, penalties and clipping know these, not layers.
 */
final class Parameters {
  private final String name;
  private final Panels shape;
  private final int weights;
  private final float[] values;
  private final float[] gradients;
  private final float[] kept;

  /** Of a table, the {@link #strips} whose gradients may differ from 0. */
  private final BitSet touched = new BitSet();

  /** Whether {@link #touched} is told. */
  private boolean table;

  /** Whether all gradients may differ from 0, whatever {@link #touched} says. */
  private boolean full = true;

  private Parameters(String name, Panels shape, int weights, boolean learned) {
    this.name = name;
    this.shape = shape;
    this.weights = weights;
    this.values = new float[shape.size()];
    this.gradients = new float[learned ? shape.size() : 0];
    this.kept = new float[shape.size()];
  }

  /**
   * {@return what is learned, at first 0}
   *
   * @param name what the matrix is in its layer, such as {@code weights}
   * @param weights how many of its rows, the first, penalties act on; those below are biases
   */
  static Parameters learned(String name, Panels shape, int weights) {
    return new Parameters(name, shape, weights, true);
  }

  /**
   * {@return what is looked up and learned, at first 0: a step has gradients for a few rows, or
   * columns, and whoever adds to a gradient says where, see {@link #touchRow}}
   */
  static Parameters table(String name, Panels shape, int weights) {
    Parameters table = learned(name, shape, weights);
    table.table = true;
    table.full = false;
    return table;
  }

  /** {@return what a layer remembers of training and no optimizer moves, at first 0} */
  static Parameters remembered(String name, Panels shape) {
    return new Parameters(name, shape, 0, false);
  }

  String name() {
    return name;
  }

  /** {@return where {@link #values} and {@link #gradients} lie} */
  Panels shape() {
    return shape;
  }

  /** {@return how many rows, the first, are weights, on which penalties act} */
  int weights() {
    return weights;
  }

  /** {@return whether an optimizer moves them} */
  boolean isLearned() {
    return gradients.length > 0;
  }

  float[] values() {
    return values;
  }

  /** {@return the objective's gradient with respect to {@link #values}} */
  float[] gradients() {
    return gradients;
  }

  /** Says that gradients of a row of a table may differ from 0 from now on. */
  void touchRow(int row) {
    if (shape.rows() == 1) {
      touched.set(0, shape.count());
    } else {
      touched.set(row);
    }
  }

  /** Says that the gradient of a column may differ from 0 from now on, of a table of one row. */
  void touchColumn(int column) {
    touched.set(column / shape.width());
  }

  /** Says that any gradient may differ from 0 from now on. */
  void touchAll() {
    full = true;
  }

  /** Makes the gradients 0. */
  void clear() {
    if (full) {
      Arrays.fill(gradients, 0);
      full = !table;
    } else {
      spans((all, from, to) -> Arrays.fill(all, from, to, 0));
    }
    touched.clear();
  }

  /** {@return whether it may be {@linkplain #isSparse() sparse}} */
  boolean isTable() {
    return table;
  }

  /** {@return whether gradients are 0 but for those of some {@link #strips}} */
  boolean isSparse() {
    return !full;
  }

  /**
   * {@return the first strip from {@code from} on whose gradients may differ from 0, negative
   * without one}
   *
   * <p>A strip is a row; of a matrix of one row it is a panel.
   */
  int nextTouched(int from) {
    if (!full) {
      return touched.nextSetBit(from);
    }
    return from < strips() ? from : -1;
  }

  private int strips() {
    return shape.rows() == 1 ? shape.count() : shape.rows();
  }

  /** What is done with {@link #gradients} that lie side by side. */
  @FunctionalInterface
  interface Span {
    void visit(float[] gradients, int from, int to);
  }

  /** Visits all gradients that may differ from 0. */
  void spans(Span span) {
    if (full) {
      span.visit(gradients, 0, gradients.length);
      return;
    }
    int width = shape.width();
    for (int strip = touched.nextSetBit(0); strip >= 0; strip = touched.nextSetBit(strip + 1)) {
      if (shape.rows() == 1) {
        span.visit(gradients, shape.start(strip, 0), shape.start(strip, 0) + width);
      } else {
        for (int panel = 0; panel < shape.count(); panel++) {
          span.visit(gradients, shape.start(panel, strip), shape.start(panel, strip) + width);
        }
      }
    }
  }

  /** {@return the squared norm of {@link #gradients}, summed column by column, down the rows} */
  double gradientSquare() {
    boolean across = shape.rows() == 1;
    double sum = 0;
    for (int column = 0; column < shape.columns(); column++) {
      // Squares of 0 are left out, which adds up to the same.
      for (int row = across ? 0 : nextTouched(0);
          row >= 0;
          row = across ? -1 : nextTouched(row + 1)) {
        double gradient = gradients[shape.index(row, column)];
        sum += gradient * gradient;
      }
    }
    return sum;
  }

  /** Remembers the values. */
  void keep() {
    System.arraycopy(values, 0, kept, 0, values.length);
  }

  /** Returns to the values last remembered. */
  void restore() {
    System.arraycopy(kept, 0, values, 0, values.length);
  }

  /** Hands over the values, and those remembered. */
  void exchange(Exchange exchange) {
    exchange.floats(values);
    exchange.floats(kept);
  }
}

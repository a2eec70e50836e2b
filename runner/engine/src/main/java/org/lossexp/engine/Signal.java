package org.lossexp.engine;

/**
 * What flows between two layers.
 *
 * @param values what the lower layer gives
 * @param gradient of the objective with respect to {@code values}; written by the layer above, and
 *     of no rows where nothing below learns
 * @param rectified whether {@code values} went through relu at the end of a product; whoever writes
 *     the gradient then gates it with them, most cheaply at the end of a product, too
 */
record Signal(Rows values, Rows gradient, boolean rectified) {
  /** {@return what a layer of {@code width} gives for up to {@code capacity} examples} */
  static Signal of(int capacity, int width, boolean rectified) {
    return new Signal(Rows.of(capacity, width), Rows.of(capacity, width), rectified);
  }

  /** {@return examples as the data has them, of which nobody wants a gradient} */
  static Signal data(int capacity, int width) {
    return new Signal(Rows.of(capacity, width), Rows.of(0, width), false);
  }

  /** {@return whether something below learns from the gradient} */
  boolean learns() {
    return gradient.data().length > 0;
  }

  int width() {
    return values.width();
  }

  /** Gates a gradient that was written without regard to {@link #rectified}. */
  void gate(int rows) {
    gate(0, rows);
  }

  /** Gates the rows from {@code first} to below {@code last}. */
  void gate(int first, int last) {
    if (rectified) {
      Curves.reluGradient(values, gradient, first, last);
    }
  }
}

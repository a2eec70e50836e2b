package org.lossexp.engine;

/** A step of the model, its memory sized once for all batches. */
sealed interface Layer permits Dense, Dropout, Pointwise {
  /** {@return what the layer gives to the next} */
  Signal output();

  /**
   * Computes the output from the input.
   *
   * @param training whether the layer behaves as in training: only then is anything dropped
   */
  void forward(int rows, boolean training);

  /**
   * From the output's gradient, computes those of the layer's own parameters and, where something
   * below learns, of the input.
   */
  void backward(int rows);
}

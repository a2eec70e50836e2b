package org.lossexp.engine;

import java.util.Map;

/**
 * What a step trains on: its examples, and how they make a batch of the loss. Filled anew for each
 * step by a {@link Feed}, which sizes it.
 */
final class Selection {
  /** Rows of the training part, in the order in which the model takes them. */
  final int[] examples;

  /** What the model looks up, [examples × code columns]; empty where the data has no codes. */
  final int[] codes;

  /** The loss's target of each row of its batch. */
  final double[] target;

  /** How many examples there are. */
  int count;

  /** Rows of the loss's batch. */
  int rows;

  /** Where the lists of the batch begin, and at last {@link #rows}. */
  int[] starts = new int[0];

  /** Further inputs of the loss. */
  Map<String, double[]> extras = Map.of();

  Selection(int examples, int codeColumns, int targets) {
    this.examples = new int[examples];
    this.codes = new int[Math.multiplyExact(examples, codeColumns)];
    this.target = new double[targets];
  }
}

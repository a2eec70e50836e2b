package org.lossexp.data;

/**
 * The rows that are trained on, validated on or tested on. Shared between threads: nobody writes to
 * the arrays.
 *
 * @param rows number of examples, at least 1
 * @param columns number of features after encoding; 0 where the data holds a target only
 * @param features [rows × columns], row by row, after all steps; every value is finite
 * @param target [rows] as the loss sees it: the index of the class, 0 … classes − 1, or the real
 *     value after target scaling; corrupted where a step corrupts this part
 * @param original [rows] the target in original units: {@code target × sd + mean} of {@link
 *     Prepared.TargetScale}; the very same array as {@code target} where nothing was scaled
 * @param source [rows] which row of the source each example is, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written to, compared by nobody
public record Part(
    int rows, int columns, float[] features, double[] target, double[] original, int[] source) {
  public Part {
    if (features.length != (long) rows * columns
        || target.length != rows
        || original.length != rows
        || source.length != rows) {
      throw new IllegalArgumentException("array lengths do not fit " + rows + " × " + columns);
    }
  }
}

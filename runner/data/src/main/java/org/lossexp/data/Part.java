package org.lossexp.data;

import java.util.Map;

/**
 * The rows that are trained on, validated on or tested on. Shared between threads: nobody writes to
 * the arrays.
 *
 * @param rows number of examples, at least 1; for lists the items of all, one list after the other
 * @param columns number of features after encoding; 0 where the data holds a target only
 * @param features [rows × columns], row by row, after all steps; every value is finite. Of images
 *     as {@link org.lossexp.experiment.Shape} says
 * @param codes [rows × {@link Prepared#codes}], row by row: what a model looks up, such as user and
 *     item; mostly empty
 * @param target [rows × {@link Prepared#outputs}] as the loss sees it, row by row: the index of the
 *     class, 0 … classes − 1; 0 or 1 for each label; the real value after target scaling; the
 *     relevance, the rating. Corrupted where a step corrupts this part
 * @param original the target in original units, as {@link Prepared.TargetScale} gives it back; the
 *     very same array as {@code target} where nothing was scaled
 * @param source [rows] which row of the source each example is, from 0
 * @param starts the row at which each list begins, and at last {@code rows}: [lists + 1]; {@code
 *     {0, rows}} where rows stand alone
 * @param extras further inputs by the name that losses and metrics know them by, each [rows × its
 *     own columns]: {@code weights}, {@code event}, {@code teacher_logits}; mostly empty
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written to, compared by nobody
public record Part(
    int rows,
    int columns,
    float[] features,
    int[] codes,
    double[] target,
    double[] original,
    int[] source,
    int[] starts,
    Map<String, double[]> extras) {
  public Part {
    extras = Map.copyOf(extras);
    if (features.length != (long) rows * columns
        || target.length % rows != 0
        || codes.length % rows != 0
        || original.length != target.length
        || source.length != rows
        || starts[starts.length - 1] != rows) {
      throw new IllegalArgumentException("array lengths do not fit " + rows + " × " + columns);
    }
  }

  /** Rows of a table that stand alone. */
  public Part(
      int rows, int columns, float[] features, double[] target, double[] original, int[] source) {
    this(
        rows,
        columns,
        features,
        new int[0],
        target,
        original,
        source,
        new int[] {0, rows},
        Map.of());
  }

  /** {@return the number of lists; 1 where rows stand alone} */
  public int lists() {
    return starts.length - 1;
  }
}

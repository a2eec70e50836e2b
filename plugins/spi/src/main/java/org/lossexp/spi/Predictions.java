package org.lossexp.spi;

import java.util.Map;

/**
 * What a metric judges. The arrays belong to the host, may be longer than needed, and are not
 * changed by a metric.
 *
 * @param rows number of examples, at least 1: for ranking and recommendation the items of all
 *     lists, one after the other
 * @param columns numbers an example in {@code prediction}: target columns for {@link
 *     Reading#POINT}, 1 for {@link Reading#CLASS} and {@link Reading#SCORE}, classes for {@link
 *     Reading#PROBABILITIES}, one a label for labels, target columns × {@link Reading#LEVELS} for
 *     {@link Reading#QUANTILES}, the embedding's length for {@link Reading#EMBEDDING}
 * @param prediction what the metric's {@link Reading} says, [rows × columns], row by row; points
 *     and quantiles in the target's original units
 * @param target the true values: [rows × target columns] for {@link Reading#POINT} and {@link
 *     Reading#QUANTILES}, 0 or 1 for each label, the item's relevance [rows] for {@link
 *     Reading#SCORE} in lists, else the class index, [rows]
 * @param classes number of classes; 0 where there are none
 * @param starts the row at which each list (query, user) begins, and at last {@code rows}: [lists +
 *     1]; {@code {0, rows}} where there are no lists
 * @param extras further columns of the data by name, such as {@code event} [rows] (1 where the time
 *     of a survival target was observed, 0 where it was censored); mostly empty
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
public record Predictions(
    int rows,
    int columns,
    double[] prediction,
    double[] target,
    int classes,
    int[] starts,
    Map<String, double[]> extras) {
  public Predictions {
    extras = Map.copyOf(extras);
  }

  /** Predictions without lists and further columns. */
  public Predictions(int rows, int columns, double[] prediction, double[] target, int classes) {
    this(rows, columns, prediction, target, classes, new int[] {0, rows}, Map.of());
  }

  /** {@return these predictions, their rows in lists that begin at {@code starts}} */
  public Predictions inLists(int... starts) {
    return new Predictions(rows, columns, prediction, target, classes, starts, extras);
  }

  /** {@return these predictions with further columns} */
  public Predictions with(Map<String, double[]> extras) {
    return new Predictions(rows, columns, prediction, target, classes, starts, extras);
  }

  /** {@return the number of lists} */
  public int lists() {
    return starts.length - 1;
  }
}

package org.lossexp.spi;

/**
 * What a metric judges. The arrays belong to the host, may be longer than needed, and are not
 * changed by a metric.
 *
 * @param rows number of examples, at least 1
 * @param columns numbers an example in {@code prediction}: target columns for {@link
 *     Reading#POINT}, 1 for {@link Reading#CLASS}, classes for {@link Reading#PROBABILITIES}
 * @param prediction what the metric's {@link Reading} says, [rows × columns], row by row; points in
 *     the target's original units
 * @param target the true values: [rows × columns] for {@link Reading#POINT}, else the class index,
 *     [rows]
 * @param classes number of classes; 0 where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
public record Predictions(
    int rows, int columns, double[] prediction, double[] target, int classes) {}

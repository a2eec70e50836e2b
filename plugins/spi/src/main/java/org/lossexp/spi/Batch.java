package org.lossexp.spi;

import java.util.Map;

/**
 * The examples that a loss looks at together. The arrays belong to the host, may be longer than
 * needed, and are not changed by a loss.
 *
 * @param rows number of examples
 * @param columns raw outputs an example: {@link Head#units()}
 * @param prediction raw outputs after the head's link, [rows × columns], row by row
 * @param target as {@link LossFunction#encoding()} says: [rows] class indices, or [rows × columns]
 * @param extras further inputs by name, such as {@code weights} [rows × columns]; mostly empty
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
public record Batch(
    int rows, int columns, double[] prediction, double[] target, Map<String, double[]> extras) {
  public Batch {
    extras = Map.copyOf(extras);
  }

  /** A batch without further inputs. */
  public Batch(int rows, int columns, double[] prediction, double[] target) {
    this(rows, columns, prediction, target, Map.of());
  }
}

package org.lossexp.spi;

import java.util.Map;

/**
 * The examples that a loss looks at together. The arrays belong to the host, may be longer than
 * needed, and are not changed by a loss.
 *
 * @param rows number of examples: for ranking the items of all lists, one after the other
 * @param columns raw outputs an example: {@link Head#units()}
 * @param prediction raw outputs after the head's link, [rows × columns], row by row
 * @param target as {@link LossFunction#encoding()} says: [rows] class indices, or [rows × columns]
 * @param starts for ranking, and sequences, the row at which each list begins, and at last {@code
 *     rows}: [lists + 1]; {@code {0, rows}} where there are no lists
 * @param progress share of the planned training that is over, from 0 up to 1
 * @param extras further inputs by name, such as {@code weights} [rows × columns]; mostly empty
 * @param state the loss's own trained numbers by name: {@link LossFunction#state()}
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
public record Batch(
    int rows,
    int columns,
    double[] prediction,
    double[] target,
    int[] starts,
    double progress,
    Map<String, double[]> extras,
    Map<String, double[]> state) {
  public Batch {
    extras = Map.copyOf(extras);
    state = Map.copyOf(state);
  }

  /** A batch of one list, at the start of training, without further inputs. */
  public Batch(int rows, int columns, double[] prediction, double[] target) {
    this(rows, columns, prediction, target, new int[] {0, rows}, 0, Map.of(), Map.of());
  }

  /** {@return this batch, its rows in lists that begin at {@code starts}} */
  public Batch inLists(int... starts) {
    return new Batch(rows, columns, prediction, target, starts, progress, extras, state);
  }

  /** {@return this batch, at {@code progress} of the training} */
  public Batch at(double progress) {
    return new Batch(rows, columns, prediction, target, starts, progress, extras, state);
  }

  /** {@return this batch with further inputs} */
  public Batch with(Map<String, double[]> extras) {
    return new Batch(rows, columns, prediction, target, starts, progress, extras, state);
  }

  /** {@return this batch with the loss's own trained numbers} */
  public Batch withState(Map<String, double[]> state) {
    return new Batch(rows, columns, prediction, target, starts, progress, extras, state);
  }

  /** {@return the number of lists} */
  public int lists() {
    return starts.length - 1;
  }
}

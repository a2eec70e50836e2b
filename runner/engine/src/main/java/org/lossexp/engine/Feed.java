package org.lossexp.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;

/** Makes, of the examples of the training part, what each step of an epoch trains on. */
abstract sealed class Feed permits RowFeed, TupleFeed, PairFeed, ViewFeed, PreferenceFeed {
  /** What examples count in the loss: one number an example. */
  static final String WEIGHTS = "weights";

  /** Whether a time was observed to its end; some losses know it under the other name. */
  private static final String EVENT = "event";

  private static final String EVENTS = "events";

  /** {@return the most examples of a step} */
  abstract int examples();

  /** {@return the most rows that the loss's batch of a step has} */
  abstract int rows();

  /** {@return numbers that the target of such a row has} */
  abstract int targetColumns();

  /** {@return the steps of an epoch} */
  abstract int steps();

  /**
   * Starts an epoch.
   *
   * @param epoch the key of everything that is drawn for it
   */
  abstract void begin(RandomStream.Key epoch);

  /** Chooses what a step trains on, for {@code 0 ≤ step < steps()}, in rising order. */
  abstract void fill(int step, Selection selection);

  /**
   * Puts the examples of {@code selection} before the model.
   *
   * @param part the training part
   */
  void present(Selection selection, Part part, Model model) {
    model.take(part, selection.examples, 0, selection.codes, selection.count);
  }

  /** Copies what the data has for the loss besides, row by row of the loss's batch. */
  static final class Columns {
    private final Map<String, double[]> from = new LinkedHashMap<>();
    private final Map<String, double[]> to = new LinkedHashMap<>();
    private final int rows;
    private final int units;

    /**
     * @param wanted names of inputs that the loss reads
     * @param most rows of a batch
     * @param units raw outputs a row: a loss that takes weights takes one for each
     */
    Columns(Part part, Set<String> wanted, int most, int units) {
      this.rows = part.rows();
      this.units = units;
      for (String name : wanted) {
        double[] values = part.extras().get(name.equals(EVENTS) ? EVENT : name);
        if (values != null) {
          from.put(name, values);
          int columns = name.equals(WEIGHTS) ? units : values.length / rows;
          to.put(name, new double[most * columns]);
        }
      }
    }

    /** {@return the memory that {@link #gather} fills} */
    Map<String, double[]> memory() {
      return to;
    }

    void gather(int[] examples, int count) {
      from.forEach((name, values) -> {
        double[] out = to.get(name);
        if (name.equals(WEIGHTS)) {
          for (int i = 0; i < count * units; i++) {
            out[i] = values[examples[i / units]];
          }
          return;
        }
        int columns = values.length / rows;
        for (int i = 0; i < count; i++) {
          System.arraycopy(values, examples[i] * columns, out, i * columns, columns);
        }
      });
    }
  }

  /** Writes the codes of the selected examples. */
  static void copyCodes(Part part, Selection selection) {
    if (selection.codes.length == 0) {
      return;
    }
    int width = part.codes().length / part.rows();
    for (int i = 0; i < selection.count; i++) {
      System.arraycopy(
          part.codes(), selection.examples[i] * width, selection.codes, i * width, width);
    }
  }
}

package org.lossexp.standard;

import java.util.Set;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;

/** The probabilities that a loss finds in the scores of the classes by a way of its own. */
record Distribution(int classes, Readout largest, Mapping mapping) implements Readout {
  /** From the scores of one example to its probabilities. */
  interface Mapping {
    /** Maps {@code length} scores from {@code first} to {@code out} from {@code at}. */
    void map(double[] scores, int first, int length, double[] out, int at);
  }

  static Distribution of(int classes, Mapping mapping) {
    return new Distribution(classes, Readouts.argmax(classes), mapping);
  }

  @Override
  public Set<Reading> gives() {
    return Set.of(Reading.CLASS, Reading.PROBABILITIES);
  }

  @Override
  public int width(Reading reading) {
    return reading == Reading.CLASS ? 1 : classes;
  }

  @Override
  public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
    if (reading == Reading.CLASS) {
      // No mapping changes the order of the scores.
      largest.read(reading, raw, rows, columns, out);
      return;
    }
    for (int row = 0; row < rows; row++) {
      mapping.map(raw, row * columns, columns, out, row * columns);
    }
  }
}

package org.lossexp.standard.ranking;

import java.util.Set;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;

/** One ranking score a row, made of the row's raw outputs by {@code rule}. */
record ScoreReadout(Rule rule) implements Readout {
  /** From the raw outputs of a row to its score. */
  @FunctionalInterface
  interface Rule {
    /** {@return the score of the row whose {@code columns} outputs begin at {@code first}} */
    double score(double[] raw, int first, int columns);
  }

  @Override
  public Set<Reading> gives() {
    return Set.of(Reading.SCORE);
  }

  @Override
  public int width(Reading reading) {
    return 1;
  }

  @Override
  public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
    for (int row = 0; row < rows; row++) {
      out[row] = rule.score(raw, row * columns, columns);
    }
  }
}

package org.lossexp.standard.embedding;

import org.lossexp.spi.Evaluation;

/** Where a loss writes its values, one after the other. */
final class Terms {
  private final Evaluation evaluation;
  private int written;

  Terms(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** A value that counts 1. */
  void add(double value) {
    add(value, 1);
  }

  /** A value that counts 1 if it is above 0. */
  void addNonzero(double value) {
    add(value, value > 0 ? 1 : 0);
  }

  void add(double value, double count) {
    evaluation.values()[written] = value;
    evaluation.counts()[written] = count;
    written++;
  }
}

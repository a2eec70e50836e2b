package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;

/**
 * Which examples of a batch belong together. Pairs are ordered; an example is no pair with itself.
 */
record Labels(Batch batch) {
  int count() {
    return batch.rows();
  }

  boolean isPositive(int i, int j) {
    return i != j && batch.target()[i] == batch.target()[j];
  }

  boolean isNegative(int i, int j) {
    return batch.target()[i] != batch.target()[j];
  }

  /** {@return the examples that have the label of example {@code i}, itself left out} */
  int positives(int i) {
    int positives = 0;
    for (int j = 0; j < count(); j++) {
      positives += isPositive(i, j) ? 1 : 0;
    }
    return positives;
  }

  int negatives(int i) {
    return count() - 1 - positives(i);
  }

  int positivePairs() {
    int pairs = 0;
    for (int i = 0; i < count(); i++) {
      pairs += positives(i);
    }
    return pairs;
  }

  int negativePairs() {
    return count() * (count() - 1) - positivePairs();
  }

  int triplets() {
    long triplets = 0;
    for (int i = 0; i < count(); i++) {
      int positives = positives(i);
      triplets += (long) positives * (count() - 1 - positives);
    }
    return units(count(), triplets);
  }

  int anchorsWithPositives() {
    int anchors = 0;
    for (int i = 0; i < count(); i++) {
      anchors += positives(i) > 0 ? 1 : 0;
    }
    return anchors;
  }

  /** {@return the examples that have both a positive and a negative} */
  int anchorsOfTriplets() {
    int anchors = 0;
    for (int i = 0; i < count(); i++) {
      anchors += positives(i) > 0 && negatives(i) > 0 ? 1 : 0;
    }
    return anchors;
  }

  /** {@return the most ordered pairs that {@code rows} examples have} */
  static int mostPairs(int rows) {
    return units(rows, (long) rows * (rows - 1));
  }

  /** {@return the most triplets: each example has half of the others as positives} */
  static int mostTriplets(int rows) {
    long half = (rows - 1L) / 2;
    return units(rows, rows * half * (rows - 1 - half));
  }

  private static int units(int rows, long units) {
    if (units > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d examples can make %d terms, which is too many: take smaller batches"
              .formatted(rows, units));
    }
    return (int) units;
  }
}

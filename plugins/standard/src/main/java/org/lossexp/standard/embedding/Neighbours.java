package org.lossexp.standard.embedding;

/** The examples of a batch as each other's neighbours. */
record Neighbours(Pairs pairs, Labels labels, Memory memory) {
  int count() {
    return labels.count();
  }

  boolean isPositive(int i, int j) {
    return labels.isPositive(i, j);
  }

  boolean isNegative(int i, int j) {
    return labels.isNegative(i, j);
  }

  /** {@return the measure of a pair} */
  double value(int i, int j) {
    return pairs.value(i, j);
  }

  /** Adds to the derivative with respect to the measure of a pair. */
  void push(int i, int j, double derivative) {
    pairs.push(i, j, derivative);
  }

  /** Visits ordered positive pairs: by the first index, then by the second. */
  void forEachPositivePair(PairVisitor visitor) {
    for (int i = 0; i < count(); i++) {
      for (int j = 0; j < count(); j++) {
        if (isPositive(i, j)) {
          visitor.visit(i, j);
        }
      }
    }
  }

  /** Visits triplets: by anchor, then by positive, then by negative. */
  void forEachTriplet(TripletVisitor visitor) {
    forEachPositivePair((a, p) -> {
      for (int n = 0; n < count(); n++) {
        if (isNegative(a, n)) {
          visitor.visit(a, p, n);
        }
      }
    });
  }

  /** Sees two rows. */
  interface PairVisitor {
    void visit(int i, int j);
  }

  /** Sees an anchor, a positive and a negative. */
  interface TripletVisitor {
    void visit(int a, int p, int n);
  }
}

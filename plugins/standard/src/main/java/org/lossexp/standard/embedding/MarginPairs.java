package org.lossexp.standard.embedding;

/**
 * Hinges of positive pairs beyond one margin and of negative pairs within another, each averaged
 * over those that are not 0.
 */
record MarginPairs(
    Layout layout, Measure measure, double positiveMargin, double negativeMargin, boolean normalize)
    implements WithinBatch {
  @Override
  public int units(int rows) {
    return 1;
  }

  @Override
  public void evaluate(Neighbours batch, Terms terms) {
    terms.add(mean(batch, true, positiveMargin) + mean(batch, false, negativeMargin));
  }

  private static double mean(Neighbours batch, boolean positive, double margin) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < batch.count(); i++) {
      for (int j = 0; j < batch.count(); j++) {
        double hinge = hinge(batch, i, j, positive, margin);
        sum += hinge;
        pairs += hinge > 0 ? 1 : 0;
      }
    }
    if (pairs == 0) {
      return 0;
    }
    for (int i = 0; i < batch.count(); i++) {
      for (int j = 0; j < batch.count(); j++) {
        if (hinge(batch, i, j, positive, margin) > 0) {
          batch.push(i, j, (positive ? 1.0 : -1.0) / pairs);
        }
      }
    }
    return sum / pairs;
  }

  private static double hinge(Neighbours batch, int i, int j, boolean positive, double margin) {
    if (i == j || batch.isPositive(i, j) != positive) {
      return 0;
    }
    return Math.max(0, positive ? batch.value(i, j) - margin : margin - batch.value(i, j));
  }
}

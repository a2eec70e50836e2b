package org.lossexp.standard.metrics;

import org.lossexp.spi.Predictions;

/**
 * The other examples around each example, nearest first: by Euclidean distance, of embeddings
 * brought to length 1 where the angle between them is what counts.
 */
final class Neighbours {
  private final int rows;
  private final int width;
  private final double[] points;
  private final int[] labels;
  private final int[] examplesOf;

  private Neighbours(int rows, int width, double[] points, int[] labels) {
    this.rows = rows;
    this.width = width;
    this.points = points;
    this.labels = labels;
    int classes = 0;
    for (int label : labels) {
      classes = Math.max(classes, label + 1);
    }
    examplesOf = new int[classes];
    for (int label : labels) {
      examplesOf[label]++;
    }
  }

  /** {@return the neighbours among {@code predictions}, which are embeddings with classes} */
  static Neighbours of(Predictions predictions, boolean byAngle) {
    int[] labels = new int[predictions.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (int) predictions.target()[row];
    }
    return new Neighbours(
        predictions.rows(), predictions.columns(), Embedded.points(predictions, byAngle), labels);
  }

  /** What is said of one example and the others. */
  interface OfExample {
    /**
     * {@return the value of an example; NaN where it says nothing}
     *
     * @param distances of all examples, squared; infinite to itself
     */
    double of(int row, double[] distances);
  }

  /** {@return the mean over the examples that say something; NaN where none does} */
  double mean(OfExample metric) {
    Distances distances = new Distances(points, rows, width);
    double[][] out = new double[Distances.TOGETHER][rows];
    double sum = 0;
    int counted = 0;
    for (int first = 0; first < rows; first += Distances.TOGETHER) {
      int count = Math.min(Distances.TOGETHER, rows - first);
      distances.of(points, first, count, out);
      for (int i = 0; i < count; i++) {
        out[i][first + i] = Double.POSITIVE_INFINITY;
        double value = metric.of(first + i, out[i]);
        if (!Double.isNaN(value)) {
          sum += Math.clamp(value, 0, 1); // a rounding may leave it beyond
          counted++;
        }
      }
    }
    return sum / counted;
  }

  int rows() {
    return rows;
  }

  int classes() {
    return examplesOf.length;
  }

  int label(int row) {
    return labels[row];
  }

  /** {@return how many other examples have the class of {@code row}} */
  int alike(int row) {
    return examplesOf[labels[row]] - 1;
  }
}

package org.lossexp.standard.metrics;

import org.lossexp.spi.Predictions;

/** What clusters of embeddings say of their classes. */
final class Clusters {
  private Clusters() {}

  /** {@return the normalized mutual information; NaN where there is one class alone} */
  static double agreement(Predictions predictions, boolean byAngle) {
    int rows = predictions.rows();
    int[] labels = new int[rows];
    int classes = 0;
    for (int row = 0; row < rows; row++) {
      labels[row] = (int) predictions.target()[row];
      classes = Math.max(classes, labels[row] + 1);
    }
    int occurring = 0;
    for (int count : counts(labels, classes)) {
      occurring += count > 0 ? 1 : 0;
    }
    if (occurring < 2) {
      return Double.NaN;
    }
    double[] points = Embedded.points(predictions, byAngle);
    int[] clusters = KMeans.clusters(points, rows, predictions.columns(), occurring);
    return mutualInformation(clusters, occurring, labels, classes);
  }

  /**
   * {@return the mutual information of two partitions of the same examples, divided by the mean of
   * their entropies}
   */
  static double mutualInformation(int[] first, int parts, int[] second, int otherParts) {
    int[] firstCounts = counts(first, parts);
    int[] secondCounts = counts(second, otherParts);
    int[] joint = new int[parts * otherParts];
    for (int i = 0; i < first.length; i++) {
      joint[first[i] * otherParts + second[i]]++;
    }
    double n = first.length;
    double information = 0;
    for (int a = 0; a < parts; a++) {
      for (int b = 0; b < otherParts; b++) {
        double both = joint[a * otherParts + b];
        if (both > 0) {
          information +=
              both / n * StrictMath.log(both * n / ((double) firstCounts[a] * secondCounts[b]));
        }
      }
    }
    double entropies = entropy(firstCounts, n) + entropy(secondCounts, n);
    return Math.clamp(2 * information / entropies, 0, 1);
  }

  private static int[] counts(int[] parts, int number) {
    int[] counts = new int[number];
    for (int part : parts) {
      counts[part]++;
    }
    return counts;
  }

  private static double entropy(int[] counts, double n) {
    double sum = 0;
    for (int count : counts) {
      sum -= count == 0 ? 0 : count / n * StrictMath.log(count / n);
    }
    return sum;
  }
}

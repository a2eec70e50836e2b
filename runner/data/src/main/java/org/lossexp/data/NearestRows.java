package org.lossexp.data;

import java.util.Arrays;

/**
 * What the nearest rows say of the class of a row, by brute force over a few thousand. Neighbours
 * of odd rows are even ones, and the other way round: among rows that are each other's neighbours,
 * those without a wrong label would be counted often and those with one once.
 */
final class NearestRows {
  private static final int NEIGHBOURS = 10;

  private NearestRows() {}

  /**
   * {@return what neighbours say}
   *
   * @param labels of the rows of {@code design}
   */
  static TargetFacts.Neighbours of(DesignMatrix design, int[] labels, int classes) {
    int n = labels.length;
    float[][] points = new float[n][design.columns().length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < points[i].length; j++) {
        points[i][j] = (float) design.columns()[j][i];
      }
    }
    int unanimous = 0;
    int disagreeing = 0;
    long unlike = 0;
    long oneStep = 0;
    for (int i = 0; i < n && n > 2 * NEIGHBOURS; i++) {
      int[] nearest = nearest(points, i);
      boolean alike = true;
      for (int neighbour : nearest) {
        alike &= labels[neighbour] == labels[nearest[0]];
        int step = Math.abs(labels[neighbour] - labels[i]);
        unlike += step > 0 ? 1 : 0;
        oneStep += step == 1 ? 1 : 0;
      }
      unanimous += alike ? 1 : 0;
      disagreeing += alike && labels[nearest[0]] != labels[i] ? 1 : 0;
    }
    return new TargetFacts.Neighbours(
        unanimous,
        unanimous == 0 ? 0 : (double) disagreeing / unanimous,
        unlike == 0 ? 0 : (double) oneStep / unlike,
        oneStepByChance(labels, classes));
  }

  /** Of equally near rows the first are taken. */
  private static int[] nearest(float[][] points, int row) {
    int[] nearest = new int[NEIGHBOURS];
    double[] distances = new double[NEIGHBOURS];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int other = 1 - row % 2; other < points.length; other += 2) {
      double limit = distances[NEIGHBOURS - 1];
      double distance = distance(points[row], points[other]);
      if (distance >= limit) {
        continue;
      }
      int place = NEIGHBOURS - 1;
      while (place > 0 && distances[place - 1] > distance) {
        distances[place] = distances[place - 1];
        nearest[place] = nearest[place - 1];
        place--;
      }
      distances[place] = distance;
      nearest[place] = other;
    }
    return nearest;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[j];
      sum += difference * difference;
    }
    return sum;
  }

  private static double oneStepByChance(int[] labels, int classes) {
    double[] share = new double[classes];
    for (int label : labels) {
      share[label] += 1.0 / labels.length;
    }
    double unlike = 0;
    double oneStep = 0;
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b < classes; b++) {
        unlike += a == b ? 0 : share[a] * share[b];
        oneStep += Math.abs(a - b) == 1 ? share[a] * share[b] : 0;
      }
    }
    return unlike == 0 ? 0 : oneStep / unlike;
  }
}

package org.lossexp.standard.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Clusters of points around their means (Lloyd 1982), the same for the same points in any order:
 * they are taken in the order of their coordinates, and the first centers are drawn far from one
 * another (k-means++, Arthur and Vassilvitskii 2007) from a constant.
 */
final class KMeans {
  static final int ITERATIONS = 30;

  /** Where the drawing begins; any number would do. */
  private static final long SEED = 2007;

  private final double[] points;
  private final int rows;
  private final int width;
  private final double[] centers;
  private final int clusters;
  private final int[] cluster;
  private final double[] distance;
  private long state = SEED;

  private KMeans(double[] points, int rows, int width, int clusters) {
    this.points = points;
    this.rows = rows;
    this.width = width;
    this.clusters = clusters;
    centers = new double[clusters * width];
    cluster = new int[rows];
    distance = new double[rows];
  }

  /** {@return the cluster of each row of {@code points}, [rows × width]} */
  static int[] clusters(double[] points, int rows, int width, int clusters) {
    int[] order =
        IntStream.range(0, rows)
            .boxed()
            .sorted(byCoordinates(points, width))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ordered = new double[rows * width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(points, order[i] * width, ordered, i * width, width);
    }
    KMeans means = new KMeans(ordered, rows, width, clusters);
    means.seed();
    for (int i = 0; i < ITERATIONS && means.assign(); i++) {
      means.move();
    }
    int[] found = new int[rows];
    for (int i = 0; i < rows; i++) {
      found[order[i]] = means.cluster[i];
    }
    return found;
  }

  private static Comparator<Integer> byCoordinates(double[] points, int width) {
    return (a, b) ->
        Arrays.compare(points, a * width, (a + 1) * width, points, b * width, (b + 1) * width);
  }

  /** Draws each next center with chances as the squared distances from those that are there. */
  private void seed() {
    double[][] fromCenter = new double[1][rows];
    Distances distances = new Distances(points, rows, width);
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int next = (int) (uniform() * rows);
    for (int c = 0; c < clusters; c++) {
      System.arraycopy(points, next * width, centers, c * width, width);
      distances.of(centers, c, 1, fromCenter);
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        distance[i] = Math.min(distance[i], fromCenter[0][i]);
        sum += distance[i];
      }
      double drawn = uniform() * sum;
      next = 0;
      for (double passed = distance[0]; passed <= drawn && next < rows - 1; ) {
        passed += distance[++next];
      }
    }
  }

  /** Puts every point to its nearest center, the first of equals; says whether one moved. */
  private boolean assign() {
    Distances distances = new Distances(centers, clusters, width);
    double[][] out = new double[Distances.TOGETHER][clusters];
    boolean moved = false;
    for (int first = 0; first < rows; first += Distances.TOGETHER) {
      int count = Math.min(Distances.TOGETHER, rows - first);
      distances.of(points, first, count, out);
      for (int i = 0; i < count; i++) {
        int nearest = 0;
        for (int c = 1; c < clusters; c++) {
          nearest = out[i][c] < out[i][nearest] ? c : nearest;
        }
        moved |= cluster[first + i] != nearest;
        cluster[first + i] = nearest;
        distance[first + i] = out[i][nearest];
      }
    }
    return moved;
  }

  /** Moves every center to the mean of its points; one without points to the farthest point. */
  private void move() {
    int[] counts = new int[clusters];
    Arrays.fill(centers, 0);
    for (int i = 0; i < rows; i++) {
      counts[cluster[i]]++;
      for (int d = 0; d < width; d++) {
        centers[cluster[i] * width + d] += points[i * width + d];
      }
    }
    for (int c = 0; c < clusters; c++) {
      if (counts[c] == 0) {
        int farthest = 0;
        for (int i = 1; i < rows; i++) {
          farthest = distance[i] > distance[farthest] ? i : farthest;
        }
        System.arraycopy(points, farthest * width, centers, c * width, width);
        distance[farthest] = 0;
      } else {
        for (int d = 0; d < width; d++) {
          centers[c * width + d] /= counts[c];
        }
      }
    }
  }

  /** {@return the next number from 0 to 1 (SplitMix64, Steele, Lea and Flood 2014)} */
  private double uniform() {
    state += 0x9e3779b97f4a7c15L;
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }
}

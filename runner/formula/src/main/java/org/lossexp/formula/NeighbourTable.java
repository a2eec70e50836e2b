package org.lossexp.formula;

import java.util.Arrays;
import java.util.List;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.spi.Batch;

/**
 * How far anchors are from their neighbours, and what the derivative with respect to it is, in
 * scratch memory.
 *
 * <p>In a batch every example is an anchor, and all examples are its neighbours, itself too, at
 * their own numbers. Where embeddings stand side by side, the first of a row is the anchor and the
 * others are its neighbours.
 */
final class NeighbourTable {
  private final double[] x;
  private final int parts;
  private final int width;
  private final int anchors;
  private final int neighbours;
  private final boolean distances;
  private final boolean similarities;
  private final double[] scratch;
  private final int distanceAt;
  private final int similarityAt;
  private final UnitVectors vectors;

  /** What a formula wants to be measured. */
  record Measures(int parts, boolean distances, boolean similarities) {
    static Measures of(int parts, List<Signal> signals) {
      List<String> names = signals.stream().map(Signal::name).toList();
      return new Measures(
          parts,
          names.stream().anyMatch(EmbeddingKind::isDistance),
          names.stream().anyMatch(EmbeddingKind::isSimilarity));
    }

    private int neighbours(int rows) {
      return parts == 1 ? rows : parts - 1;
    }

    /** {@return the scratch memory that the table of a batch takes} */
    int size(int rows, int columns) {
      int entries = rows * neighbours(rows);
      return (distances ? 2 * entries : 0)
          + (similarities ? 2 * entries + UnitVectors.size(rows * parts, columns / parts) : 0);
    }
  }

  NeighbourTable(Batch batch, Measures measures, double[] scratch) {
    this.x = batch.prediction();
    this.parts = measures.parts;
    this.width = batch.columns() / parts;
    this.anchors = batch.rows();
    this.neighbours = measures.neighbours(batch.rows());
    this.distances = measures.distances;
    this.similarities = measures.similarities;
    this.scratch = scratch;
    int entries = anchors * neighbours;
    this.distanceAt = 0;
    this.similarityAt = distances ? 2 * entries : 0;
    this.vectors =
        similarities
            ? new UnitVectors(x, anchors * parts, width, scratch, similarityAt + 2 * entries)
            : null;
    for (int a = 0; a < anchors; a++) {
      for (int m = 0; m < neighbours; m++) {
        measure(a, m);
      }
    }
    if (distances) {
      Arrays.fill(scratch, distanceAt + entries, distanceAt + 2 * entries, 0);
    }
    if (similarities) {
      Arrays.fill(scratch, similarityAt + entries, similarityAt + 2 * entries, 0);
    }
  }

  private void measure(int a, int m) {
    int here = anchor(a) * width;
    int there = neighbour(a, m) * width;
    if (distances) {
      double squares = 0;
      for (int c = 0; c < width; c++) {
        double difference = x[here + c] - x[there + c];
        squares += difference * difference;
      }
      scratch[distanceAt + a * neighbours + m] = Math.sqrt(squares);
    }
    if (similarities) {
      scratch[similarityAt + a * neighbours + m] =
          vectors.cosine(anchor(a), vectors, neighbour(a, m));
    }
  }

  private int anchor(int a) {
    return a * parts;
  }

  private int neighbour(int a, int m) {
    return parts == 1 ? m : a * parts + 1 + m;
  }

  double distance(int a, int m) {
    return scratch[distanceAt + a * neighbours + m];
  }

  double similarity(int a, int m) {
    return scratch[similarityAt + a * neighbours + m];
  }

  /** Adds to the derivative with respect to a distance. */
  void pushDistance(int a, int m, double slope) {
    scratch[distanceAt + anchors * neighbours + a * neighbours + m] += slope;
  }

  /** Adds to the derivative with respect to a similarity. */
  void pushSimilarity(int a, int m, double slope) {
    scratch[similarityAt + anchors * neighbours + a * neighbours + m] += slope;
  }

  /** Writes the derivative with respect to the embeddings. */
  void pullBack(double[] gradient) {
    Arrays.fill(gradient, 0, anchors * parts * width, 0);
    int entries = anchors * neighbours;
    for (int a = 0; a < anchors; a++) {
      for (int m = 0; m < neighbours; m++) {
        int entry = a * neighbours + m;
        if (distances) {
          pull(scratch[distanceAt + entries + entry], a, m, gradient);
        }
        if (similarities && scratch[similarityAt + entries + entry] != 0) {
          double slope = scratch[similarityAt + entries + entry];
          vectors.push(slope, anchor(a), vectors, neighbour(a, m));
        }
      }
    }
    if (similarities) {
      vectors.pullBack(gradient);
    }
  }

  /** The derivative of a distance is the direction; where two points coincide it is 0. */
  private void pull(double slope, int a, int m, double[] gradient) {
    double distance = distance(a, m);
    if (slope == 0 || distance == 0) {
      return;
    }
    int here = anchor(a) * width;
    int there = neighbour(a, m) * width;
    for (int c = 0; c < width; c++) {
      double pull = slope * (x[here + c] - x[there + c]) / distance;
      gradient[here + c] += pull;
      gradient[there + c] -= pull;
    }
  }
}

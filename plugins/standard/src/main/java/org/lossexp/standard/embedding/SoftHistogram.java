package org.lossexp.standard.embedding;

/**
 * A histogram that a value enters at its two nearest nodes, the nearer the more, so that it has a
 * derivative: triangular kernels (Ustinova and Lempitsky 2016).
 */
final class SoftHistogram {
  private final double low;
  private final double step;
  private final Matrix heights;
  private final Matrix slopes;

  /** A histogram of {@code bins + 1} nodes from {@code low} to {@code high}. */
  SoftHistogram(double low, double high, int bins, Memory memory) {
    this.low = low;
    this.step = (high - low) / bins;
    this.heights = memory.zeros(1, bins + 1);
    this.slopes = memory.zeros(1, bins + 1);
  }

  /** {@return the doubles of {@link Memory} that it takes} */
  static int size(int bins) {
    return 2 * (bins + 1);
  }

  int nodes() {
    return heights.columns();
  }

  void clear() {
    heights.clear();
    slopes.clear();
  }

  void add(double value, double weight) {
    double place = place(value);
    int node = (int) place;
    heights.add(0, node, weight * (1 - (place - node)));
    if (place > node) {
      heights.add(0, node + 1, weight * (place - node));
    }
  }

  double height(int node) {
    return heights.at(0, node);
  }

  /** Adds to the derivative with respect to a height. */
  void push(int node, double derivative) {
    slopes.add(0, node, derivative);
  }

  /** {@return the derivative with respect to a value of weight 1; 0 at a node} */
  double slope(double value) {
    double place = place(value);
    int node = (int) place;
    return place > node ? (slopes.at(0, node + 1) - slopes.at(0, node)) / step : 0;
  }

  /** {@return the number of the node below, and how far the value is on the way to the next} */
  private double place(double value) {
    return Math.clamp((value - low) / step, 0, nodes() - 1);
  }
}

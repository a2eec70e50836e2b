package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Head;

/**
 * A factorisation machine (Rendle, ICDM 2010): every code and every feature has a weight and {@code
 * k} numbers; {@code b + Σ w_i x_i + Σ_{i<j} (v_i · v_j) x_i x_j}, where x is 1 for a code.
 */
final class FactorizationMachine extends Scorer {
  private static final double SD = 0.1;

  private final int k;
  private final int features;
  private final float[] examples;
  private final Parameters bias = Parameters.learned("bias", new Panels(1, 1), 0);

  /** For each code column, then for the features: a weight each, and k numbers. */
  private final List<Parameters> weights = new ArrayList<>();

  private final List<Parameters> vectors = new ArrayList<>();
  private final List<Parameters> learned = new ArrayList<>();

  /** [capacity × k] the sums of all vectors of an example. */
  private final double[] sums;

  FactorizationMachine(Prepared data, Head head, int capacity, int k) {
    super(data, head, capacity);
    this.k = k;
    this.features = data.training().columns();
    this.examples = new float[capacity * features];
    this.sums = new double[capacity * k];
    for (DataHeader.Code code : data.codes()) {
      add(code.name(), code.size());
    }
    if (features > 0) {
      add("features", features);
    }
    learned.add(bias);
    learned.addAll(weights);
    learned.addAll(vectors);
  }

  private void add(String name, int size) {
    weights.add(Parameters.table("weights of " + name, new Panels(size, 1), size));
    vectors.add(Parameters.table(name, new Panels(size, k), size));
  }

  @Override
  public List<Parameters> learned() {
    return learned;
  }

  @Override
  public void initialize(RandomStream.Key key) {
    bias.values()[0] = level();
    for (int i = 0; i < vectors.size(); i++) {
      draw(vectors.get(i), key.with("machine").with(i), SD);
    }
  }

  @Override
  public void take(Part part, int[] rows, int first, int[] lookups, int count) {
    super.take(part, rows, first, lookups, count);
    for (int i = 0; i < count && features > 0; i++) {
      int from = rows[first + i] * features;
      System.arraycopy(part.features(), from, examples, i * features, features);
    }
  }

  /** What is done with each vector of an example. */
  @FunctionalInterface
  private interface Visitor {
    void visit(int table, int index, double x);
  }

  private void visit(int row, Visitor visitor) {
    for (int column = 0; column < width; column++) {
      visitor.visit(column, codes[row * width + column], 1);
    }
    for (int j = 0; j < features; j++) {
      double x = examples[row * features + j];
      if (x != 0) {
        visitor.visit(width, j, x);
      }
    }
  }

  @Override
  void score(int rows, double[] out, int offset) {
    for (int row = 0; row < rows; row++) {
      int at = row * k;
      Arrays.fill(sums, at, at + k, 0);
      double[] score = {bias.values()[0]};
      double[] squares = {0};
      visit(
          row,
          (table, index, x) -> {
            Parameters vector = vectors.get(table);
            score[0] += x * weights.get(table).values()[weights.get(table).shape().index(index, 0)];
            for (int f = 0; f < k; f++) {
              double part = x * vector.values()[vector.shape().index(index, f)];
              sums[at + f] += part;
              squares[0] += part * part;
            }
          });
      double square = 0;
      for (int f = 0; f < k; f++) {
        square += sums[at + f] * sums[at + f];
      }
      out[offset + row] = score[0] + 0.5 * (square - squares[0]);
    }
  }

  @Override
  void pullBack(int rows, double[] slopes, double share) {
    double all = 0;
    for (int row = 0; row < rows; row++) {
      double slope = slopes[row] * share;
      all += slope;
      int at = row * k;
      visit(
          row,
          (table, index, x) -> {
            Parameters weight = weights.get(table);
            weight.touchRow(index);
            weight.gradients()[weight.shape().index(index, 0)] += (float) (slope * x);
            Parameters vector = vectors.get(table);
            vector.touchRow(index);
            for (int f = 0; f < k; f++) {
              int i = vector.shape().index(index, f);
              double others = sums[at + f] - x * vector.values()[i];
              vector.gradients()[i] += (float) (slope * x * others);
            }
          });
    }
    bias.gradients()[0] = (float) all;
  }
}

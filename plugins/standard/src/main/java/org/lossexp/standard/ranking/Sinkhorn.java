package org.lossexp.standard.ranking;

import java.util.Arrays;

/**
 * A soft permutation P whose columns and rows are divided by their sums in turn, until all are 1
 * (Sinkhorn 1964), and the derivative of −d' P g through all of it.
 *
 * <p>The scaled matrix is always u_i P_ij v_j, so an iteration is two vectors, and all that is kept
 * are those of every iteration: 4 n numbers each. Takes n^2 steps an iteration. The rows of P are
 * kept too for lists of up to {@value #KEPT} items, and computed anew for longer ones, which takes
 * about five times as long.
 */
final class Sinkhorn {
  private static final int KEPT = 256;

  /** allRank's floor of a sum. */
  private static final double FLOOR = 1e-10;

  private final NeuralSort matrix;
  private final int n;
  private final int most;
  private final double tolerance;
  private final double[] scratch;
  private final int rowsAt;
  private final int historyAt;
  private final int rowSlopeAt;
  private final int columnSlopeAt;
  private final int sumAt;
  private int done;
  private int discountAt;
  private int gainAt;

  /** {@return how much scratch lists of up to {@code rows} items want} */
  static int scratch(int rows, int iterations) {
    int kept = Math.min(rows, KEPT);
    return Math.multiplyExact(rows, 4 * iterations + 6) + kept * kept;
  }

  Sinkhorn(NeuralSort matrix, int iterations, double tolerance, double[] scratch, int at) {
    this.matrix = matrix;
    this.n = matrix.length();
    this.most = iterations;
    this.tolerance = tolerance;
    this.scratch = scratch;
    this.rowSlopeAt = at;
    this.columnSlopeAt = at + n;
    this.sumAt = at + 2 * n;
    this.historyAt = at + 3 * n;
    this.rowsAt = historyAt + (4 * iterations + 2) * n;
    if (n <= KEPT) {
      for (int i = 0; i < n; i++) {
        matrix.row(i, scratch, rowsAt + i * n);
      }
    }
  }

  /** {@return where row {@code i} of P stands; until the next call, unless rows are kept} */
  private int row(int i) {
    if (n <= KEPT) {
      return rowsAt + i * n;
    }
    matrix.row(i, scratch, rowsAt);
    return rowsAt;
  }

  /** The factors u of the rows after iteration {@code t}; those of iteration 0 are 1. */
  private int rowScale(int t) {
    return historyAt + 4 * t * n;
  }

  /** The factors v of the columns after iteration {@code t}; those of iteration 0 are 1. */
  private int columnScale(int t) {
    return historyAt + (4 * t + 1) * n;
  }

  /** The derivative with respect to Σ_j P_ij v_j of iteration {@code t}, from 1. */
  private int rowSumSlope(int t) {
    return historyAt + (4 * t - 2) * n;
  }

  /** The derivative with respect to Σ_i u_i P_ij of iteration {@code t}, from 1. */
  private int columnSumSlope(int t) {
    return historyAt + (4 * t - 1) * n;
  }

  /** {@return d' P g of the scaled matrix, d and g in scratch} */
  double forward(int discountAt, int gainAt) {
    this.discountAt = discountAt;
    this.gainAt = gainAt;
    Arrays.fill(scratch, rowScale(0), rowScale(0) + 2 * n, 1);
    sumColumns();
    boolean balanced = false;
    done = 0;
    while (done < most && !balanced) {
      done++;
      int before = columnScale(done - 1);
      int v = columnScale(done);
      int u = rowScale(done);
      for (int j = 0; j < n; j++) {
        scratch[v + j] = scratch[before + j] / divisor(scratch[before + j] * scratch[sumAt + j]);
      }
      balanced = true;
      Arrays.fill(scratch, sumAt, sumAt + n, 0);
      for (int i = 0; i < n; i++) {
        int row = row(i);
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += scratch[row + j] * scratch[v + j];
        }
        double last = scratch[rowScale(done - 1) + i];
        double scale = last / divisor(last * sum);
        scratch[u + i] = scale;
        balanced &= Math.abs(scale * sum - 1) < tolerance;
        for (int j = 0; j < n; j++) {
          scratch[sumAt + j] += scale * scratch[row + j];
        }
      }
      for (int j = 0; j < n; j++) {
        balanced &= Math.abs(scratch[v + j] * scratch[sumAt + j] - 1) < tolerance;
      }
    }
    double value = 0;
    for (int i = 0; i < n; i++) {
      value += scratch[discountAt + i] * scratch[rowScale(done) + i] * gain(row(i));
    }
    return value;
  }

  /** {@return Σ_j P_ij v_j g_j of the row of P at {@code row}} */
  private double gain(int row) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += scratch[row + j] * scratch[columnScale(done) + j] * scratch[gainAt + j];
    }
    return sum;
  }

  /** Writes Σ_i P_ij to the sums. */
  private void sumColumns() {
    Arrays.fill(scratch, sumAt, sumAt + n, 0);
    for (int i = 0; i < n; i++) {
      int row = row(i);
      for (int j = 0; j < n; j++) {
        scratch[sumAt + j] += scratch[row + j];
      }
    }
  }

  /** A sum at the floor is a constant; one of 0 has nothing to scale. */
  private static double divisor(double sum) {
    return sum == 0 ? 1 : Math.max(sum, FLOOR);
  }

  /** Finds the derivatives of −d' P g with respect to the sums of every iteration. */
  void back() {
    int slopeU = rowSlopeAt;
    int slopeV = columnSlopeAt;
    Arrays.fill(scratch, slopeV, slopeV + n, 0);
    for (int i = 0; i < n; i++) {
      int row = row(i);
      double d = scratch[discountAt + i];
      scratch[slopeU + i] = -d * gain(row);
      for (int j = 0; j < n; j++) {
        scratch[slopeV + j] -=
            d * scratch[rowScale(done) + i] * scratch[row + j] * scratch[gainAt + j];
      }
    }
    for (int t = done; t >= 1; t--) {
      backRows(t);
      backColumns(t);
    }
  }

  /** Through u_i = 1 / Σ_j P_ij v_j. */
  private void backRows(int t) {
    for (int i = 0; i < n; i++) {
      int row = row(i);
      double scale = scratch[rowScale(t) + i];
      double slope = -scratch[rowSlopeAt + i] * scale * scale;
      scratch[rowSumSlope(t) + i] = slope;
      for (int j = 0; j < n; j++) {
        scratch[columnSlopeAt + j] += slope * scratch[row + j];
      }
    }
  }

  /** Through v_j = 1 / Σ_i u_i P_ij, or v_j = v_j / FLOOR of the iteration before. */
  private void backColumns(int t) {
    for (int j = 0; j < n; j++) {
      double scale = scratch[columnScale(t) + j];
      double before = scratch[columnScale(t - 1) + j];
      boolean floored = scale == before / FLOOR;
      scratch[columnSumSlope(t) + j] = floored ? 0 : -scratch[columnSlopeAt + j] * scale * scale;
      scratch[columnSlopeAt + j] = floored ? scratch[columnSlopeAt + j] / FLOOR : 0;
    }
    for (int i = 0; i < n; i++) {
      int row = row(i);
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += scratch[row + j] * scratch[columnSumSlope(t) + j];
      }
      scratch[rowSlopeAt + i] = sum;
    }
  }

  /**
   * Writes the derivative with respect to the exponents of row {@code i} of P to scratch from
   * {@code outAt}.
   */
  void backRow(int i, int outAt) {
    int row = row(i);
    double mean = 0;
    for (int j = 0; j < n; j++) {
      double slope =
          -scratch[discountAt + i]
              * scratch[rowScale(done) + i]
              * scratch[columnScale(done) + j]
              * scratch[gainAt + j];
      for (int t = 1; t <= done; t++) {
        slope +=
            scratch[rowSumSlope(t) + i] * scratch[columnScale(t) + j]
                + scratch[columnSumSlope(t) + j] * scratch[rowScale(t - 1) + i];
      }
      scratch[outAt + j] = slope;
      mean += scratch[row + j] * slope;
    }
    for (int j = 0; j < n; j++) {
      scratch[outAt + j] = scratch[row + j] * (scratch[outAt + j] - mean);
    }
  }
}

package org.lossexp.engine;

import org.lossexp.data.Part;

/** Linear regression by the normal equations and Gaussian elimination with pivots. */
final class LeastSquares {
  private LeastSquares() {}

  /** {@return the slopes, then the constant} */
  static double[] fit(Part part) {
    int size = part.columns() + 1;
    double[][] equations = new double[size][size + 1];
    for (int row = 0; row < part.rows(); row++) {
      double[] x = new double[size + 1];
      for (int column = 0; column < part.columns(); column++) {
        x[column] = part.features()[row * part.columns() + column];
      }
      x[size - 1] = 1;
      x[size] = part.target()[row];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= size; j++) {
          equations[i][j] += x[i] * x[j];
        }
      }
    }
    return solve(equations);
  }

  private static double[] solve(double[][] equations) {
    int size = equations.length;
    for (int i = 0; i < size; i++) {
      int pivot = i;
      for (int row = i; row < size; row++) {
        if (Math.abs(equations[row][i]) > Math.abs(equations[pivot][i])) {
          pivot = row;
        }
      }
      double[] chosen = equations[pivot];
      equations[pivot] = equations[i];
      equations[i] = chosen;
      for (int row = 0; row < size; row++) {
        double factor = row == i ? 0 : equations[row][i] / chosen[i];
        for (int j = i; j <= size; j++) {
          equations[row][j] -= factor * chosen[j];
        }
      }
    }
    double[] solution = new double[size];
    for (int i = 0; i < size; i++) {
      solution[i] = equations[i][size] / equations[i][i];
    }
    return solution;
  }
}

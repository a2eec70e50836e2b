package org.lossexp.standard.embedding;

/** What losses know of the components of a batch of embeddings. */
final class Columns {
  private Columns() {}

  static double mean(Matrix x, int column) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += x.at(i, column);
    }
    return sum / x.rows();
  }

  static double dot(Matrix x, int column, Matrix y, int otherColumn) {
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += x.at(i, column) * y.at(i, otherColumn);
    }
    return sum;
  }

  /** {@return {@code x} with the mean of each column taken off} */
  static Matrix centered(Matrix x, Memory memory) {
    Matrix centered = memory.zeros(x.rows(), x.columns());
    for (int c = 0; c < x.columns(); c++) {
      double mean = mean(x, c);
      for (int i = 0; i < x.rows(); i++) {
        centered.set(i, c, x.at(i, c) - mean);
      }
    }
    return centered;
  }

  /** {@return rows − 1, by which unbiased variances divide; 1 for a single row, which has none} */
  static int degreesOfFreedom(Matrix x) {
    return Math.max(1, x.rows() - 1);
  }

  /**
   * Divides centred columns by {@code sqrt(variance + eps)}, the variance over all rows.
   *
   * @return these divisors, [1 × columns]
   */
  static Matrix standardize(Matrix centered, double eps, Memory memory) {
    Matrix deviations = memory.zeros(1, centered.columns());
    for (int c = 0; c < centered.columns(); c++) {
      double variance = dot(centered, c, centered, c) / centered.rows();
      double deviation = Math.sqrt(variance + eps);
      deviations.set(0, c, deviation);
      for (int i = 0; i < centered.rows() && deviation > 0; i++) {
        centered.set(i, c, centered.at(i, c) / deviation);
      }
    }
    return deviations;
  }

  /** Takes the derivative back through centring and standardizing, and adds it to {@code out}. */
  static void pullBack(Matrix standardized, Matrix deviations, Matrix slopes, Matrix out) {
    for (int c = 0; c < standardized.columns(); c++) {
      double deviation = deviations.at(0, c);
      double mean = mean(slopes, c);
      double along = dot(slopes, c, standardized, c) / standardized.rows();
      for (int i = 0; i < standardized.rows() && deviation > 0; i++) {
        double slope = slopes.at(i, c) - mean - standardized.at(i, c) * along;
        out.add(i, c, slope / deviation);
      }
    }
  }
}

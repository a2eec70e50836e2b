package org.lossexp.standard.embedding;

import org.lossexp.spi.StableMath;

/**
 * How often a random walk that starts at one point, and goes on with probability alpha, is seen at
 * each other: {@code F = (1 − α) (I − α D^-½ S D^-½)^-1} with the affinities {@code S =
 * exp(max(cos, 0) / 0.5)}, 0 on the diagonal, and D their row sums (Zhou et al. 2003, as Aziere and
 * Todorovic 2019 use it).
 *
 * @param visits F
 * @param slopes the derivative with respect to F, which losses add up
 * @param affinities S
 * @param scales D^-½, [points × 1]
 */
record Diffusion(double alpha, Matrix visits, Matrix slopes, Matrix affinities, Matrix scales) {
  private static final double TEMPERATURE = 0.5;

  /** Takes {@code 3 p² + p} doubles of memory for p points; {@link #pullBack} as much as 2 p². */
  static Diffusion of(Pairs cosines, double alpha, Memory memory) {
    int points = cosines.left().count();
    Matrix affinities = memory.zeros(points, points);
    Matrix scales = memory.zeros(points, 1);
    for (int i = 0; i < points; i++) {
      double degree = 0;
      for (int j = 0; j < points; j++) {
        double affinity =
            i == j ? 0 : StableMath.exp(Math.max(0, cosines.value(i, j)) / TEMPERATURE);
        affinities.set(i, j, affinity);
        degree += affinity;
      }
      scales.set(i, 0, degree > 0 ? 1 / Math.sqrt(degree) : 0);
    }
    Matrix visits = memory.zeros(points, points);
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        double step = affinities.at(i, j) * scales.at(i, 0) * scales.at(j, 0);
        visits.set(i, j, (i == j ? 1 : 0) - alpha * step);
      }
    }
    invert(visits);
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        visits.set(i, j, (1 - alpha) * visits.at(i, j));
      }
    }
    Matrix slopes = memory.zeros(points, points);
    return new Diffusion(alpha, visits, slopes, affinities, scales);
  }

  /**
   * Inverts in place by Gauss and Jordan's elimination. No pivots are sought: the matrix is
   * symmetric and, for alpha below 1, positive definite, for the eigenvalues of D^-½ S D^-½ lie
   * between −1 and 1.
   */
  private static void invert(Matrix matrix) {
    for (int k = 0; k < matrix.rows(); k++) {
      double pivot = matrix.at(k, k);
      matrix.set(k, k, 1);
      for (int c = 0; c < matrix.columns(); c++) {
        matrix.set(k, c, matrix.at(k, c) / pivot);
      }
      for (int i = 0; i < matrix.rows(); i++) {
        if (i != k) {
          double factor = matrix.at(i, k);
          matrix.set(i, k, 0);
          matrix.addRow(i, -factor, matrix, k);
        }
      }
    }
  }

  /** Takes the derivative with respect to F back to the cosines. */
  void pullBack(Pairs cosines, Memory memory) {
    int points = visits.rows();
    // F = (1 − α) M^-1 and dM^-1 = −M^-1 dM M^-1, so the derivative with respect to the steps
    // −(M − I) / α is α / (1 − α) F^T G F^T; F is symmetric.
    Matrix half = memory.zeros(points, points);
    Matrix steps = memory.zeros(points, points);
    for (int i = 0; i < points; i++) {
      for (int k = 0; k < points; k++) {
        half.addRow(i, visits.at(i, k), slopes, k);
      }
    }
    for (int i = 0; i < points; i++) {
      for (int k = 0; k < points; k++) {
        steps.addRow(i, alpha / (1 - alpha) * half.at(i, k), visits, k);
      }
    }
    for (int i = 0; i < points; i++) {
      double scale = scales.at(i, 0);
      double ofScale = 0;
      for (int j = 0; j < points; j++) {
        double both = steps.at(i, j) + steps.at(j, i);
        ofScale += both * affinities.at(i, j) * scales.at(j, 0);
      }
      // d D^-½ = −½ D^-³ᐟ² dD
      double ofDegree = -0.5 * scale * scale * scale * ofScale;
      for (int j = 0; j < points; j++) {
        double ofAffinity = steps.at(i, j) * scale * scales.at(j, 0) + ofDegree;
        if (i != j && cosines.value(i, j) > 0) {
          cosines.push(i, j, ofAffinity * affinities.at(i, j) / TEMPERATURE);
        }
      }
    }
  }
}

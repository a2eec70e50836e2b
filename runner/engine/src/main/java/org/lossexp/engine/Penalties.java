package org.lossexp.engine;

import java.util.List;
import org.lossexp.experiment.Penalty;

/**
 * Adds penalties and their gradients, in double, every sum in the order of columns and down the
 * rows: the same at every vector width.
 */
final class Penalties {
  private final List<Penalty> penalties;
  private final List<Parameters> learned;

  Penalties(List<Penalty> penalties, List<Parameters> learned) {
    this.penalties = penalties;
    this.learned = learned;
  }

  /**
   * Adds to the gradients of the layers.
   *
   * @param progress share of the planned training that is over
   * @return what the penalties add to the objective
   */
  double add(double progress) {
    double value = 0;
    for (Penalty penalty : penalties) {
      double weight = penalty.weight().applyAsDouble(progress);
      for (Parameters parameters : learned) {
        parameters.touchAll();
        Panels shape = parameters.shape();
        for (int column = 0; column < shape.columns(); column++) {
          value += weight * add(penalty.kind(), weight, parameters, column);
        }
      }
    }
    return value;
  }

  /** {@return the penalty of the weights that lead into one unit} The last row is the bias. */
  private static double add(Penalty.Kind kind, double weight, Parameters parameters, int column) {
    Panels shape = parameters.shape();
    float[] weights = parameters.values();
    float[] gradients = parameters.gradients();
    int inputs = parameters.weights();
    return switch (kind) {
      case L1 -> {
        double sum = 0;
        for (int row = 0; row < inputs; row++) {
          int i = shape.index(row, column);
          sum += Math.abs(weights[i]);
          gradients[i] += (float) (weight * Math.signum(weights[i]));
        }
        yield sum;
      }
      case L2 -> {
        double sum = 0;
        for (int row = 0; row < inputs; row++) {
          int i = shape.index(row, column);
          sum += (double) weights[i] * weights[i];
          gradients[i] += (float) (2 * weight * weights[i]);
        }
        yield sum;
      }
      case GROUP_LASSO -> {
        double square = 0;
        for (int row = 0; row < inputs; row++) {
          double w = weights[shape.index(row, column)];
          square += w * w;
        }
        double norm = Math.sqrt(square);
        double root = Math.sqrt(inputs);
        double share = norm == 0 ? 0 : weight * root / norm;
        for (int row = 0; row < inputs; row++) {
          int i = shape.index(row, column);
          gradients[i] += (float) (share * weights[i]);
        }
        yield root * norm;
      }
    };
  }
}

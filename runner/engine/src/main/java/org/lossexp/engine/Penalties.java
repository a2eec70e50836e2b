package org.lossexp.engine;

import java.util.List;
import org.lossexp.experiment.Penalty;

/**
 * Adds penalties and their gradients, in double, every sum in the order of columns and down the
 * rows: the same at every vector width.
 */
final class Penalties {
  private final List<Penalty> penalties;
  private final List<Dense> layers;

  Penalties(List<Penalty> penalties, List<Dense> layers) {
    this.penalties = penalties;
    this.layers = layers;
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
      for (Dense layer : layers) {
        Panels shape = layer.shape();
        for (int column = 0; column < shape.columns(); column++) {
          value += weight * add(penalty.kind(), weight, layer, column);
        }
      }
    }
    return value;
  }

  /** {@return the penalty of the weights that lead into one unit} The last row is the bias. */
  private static double add(Penalty.Kind kind, double weight, Dense layer, int column) {
    Panels shape = layer.shape();
    float[] weights = layer.parameters();
    float[] gradients = layer.gradients();
    int inputs = shape.rows() - 1;
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

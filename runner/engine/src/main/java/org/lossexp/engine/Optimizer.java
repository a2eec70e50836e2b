package org.lossexp.engine;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Moves the weights of a layer against their gradient, and measures both on the way.
 *
 * <p>A column of a panel is a lane: its sums run down the rows and are finished here in the order
 * of columns, so that they are the same at every vector width.
 */
abstract sealed class Optimizer permits Adam, Descent {
  final float[] weights;
  final float[] gradients;

  /**
   * Of each column, the sum of the squared gradients. In float: a gradient beyond 10¹⁹ counts as
   * infinite.
   */
  final float[] squares;

  /** Of each column, 0 if its new weights are finite, else NaN. */
  final float[] probes;

  private final Panels shape;

  Optimizer(Dense layer) {
    weights = layer.parameters();
    gradients = layer.gradients();
    shape = layer.shape();
    squares = new float[Panels.padded(shape.columns())];
    probes = new float[squares.length];
  }

  /** {@return the optimizer that {@code call} describes, for {@code layer}} */
  static Optimizer of(Value.Call call, Dense layer) {
    Arguments arguments = call.arguments();
    return switch (call.name()) {
      case "sgd" -> new Descent(layer, arguments.real("momentum"), arguments.flag("nesterov"));
      case "adam" ->
          new Adam(
              layer, arguments.real("beta1"), arguments.real("beta2"), arguments.real("epsilon"));
      default -> throw new IllegalArgumentException("no optimizer: " + call.name());
    };
  }

  /** Makes one step. */
  final void step(double learningRate) {
    begin(learningRate);
    for (int panel = 0; panel < shape.count(); panel++) {
      for (int lane = 0; lane < shape.width(); lane += Product.LANES) {
        int start = shape.start(panel, 0) + lane;
        move(start, shape.rows(), shape.width(), panel * shape.width() + lane);
      }
    }
  }

  /** {@return the squared Euclidean norm of the last step's gradient} */
  final double gradientSquare() {
    return sum(squares);
  }

  /** {@return whether all weights were finite after the last step} */
  final boolean finite() {
    return sum(probes) == 0;
  }

  private double sum(float[] columns) {
    double sum = 0;
    for (int column = 0; column < shape.columns(); column++) {
      sum += columns[column];
    }
    return sum;
  }

  /** Prepares what is the same for all weights of a step. */
  abstract void begin(double learningRate);

  /**
   * Moves one vector of columns and writes their {@link #squares} and {@link #probes}.
   *
   * @param start of the first row in {@link #weights}
   * @param stride from row to row
   * @param column of the first lane in the layer
   */
  abstract void move(int start, int rows, int stride, int column);
}

package org.lossexp.engine;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Moves the weights of a layer against their gradient, and measures both on the way.
 *
 * <p>A column of a panel is a lane: its sums run down the rows and are finished here in the order
 * of columns, so that they are the same at every vector width.
 */
abstract sealed class Optimizer permits Adagrad, Adam, Descent, Elementwise {
  final float[] weights;
  final float[] gradients;

  /**
   * Of each column, the sum of the squared gradients. In float: a gradient beyond 10¹⁹ counts as
   * infinite.
   */
  final float[] squares;

  /** Of each column, 0 if its new weights are finite, else NaN. */
  final float[] probes;

  private final Parameters parameters;
  private final Panels shape;

  private Decay decay = Decay.NONE;

  /** Whether the last step moved only weights with a gradient. */
  private boolean sparse;

  Optimizer(Parameters parameters) {
    this.parameters = parameters;
    weights = parameters.values();
    gradients = parameters.gradients();
    shape = parameters.shape();
    squares = new float[Panels.padded(shape.columns())];
    probes = new float[squares.length];
  }

  /**
   * Weights that shrink, biases too, as PyTorch has it.
   *
   * @param rate how strongly
   * @param decoupled whether weights shrink by themselves (Loshchilov and Hutter, ICLR 2019), not
   *     through the gradient
   */
  private record Decay(double rate, boolean decoupled) {
    private static final Decay NONE = new Decay(0, false);
  }

  /** {@return the optimizer that {@code call} describes, for {@code parameters}} */
  static Optimizer of(Value.Call call, Parameters parameters) {
    Arguments arguments = call.arguments();
    Optimizer optimizer =
        switch (call.name()) {
          case "sgd" ->
              new Descent(parameters, arguments.real("momentum"), arguments.flag("nesterov"));
          case "adam", "adamw" ->
              new Adam(
                  parameters,
                  arguments.real("beta1"),
                  arguments.real("beta2"),
                  arguments.real("epsilon"));
          case "rmsprop" ->
              new RmsProp(
                  parameters,
                  arguments.real("alpha"),
                  arguments.real("epsilon"),
                  arguments.real("momentum"),
                  arguments.flag("centered"));
          case "adagrad" -> new Adagrad(parameters, arguments.real("epsilon"));
          case "adadelta" ->
              new Adadelta(parameters, arguments.real("rho"), arguments.real("epsilon"));
          case "nadam" ->
              new Nadam(
                  parameters,
                  arguments.real("beta1"),
                  arguments.real("beta2"),
                  arguments.real("epsilon"),
                  arguments.real("momentum_decay"));
          case "radam" ->
              new Radam(
                  parameters,
                  arguments.real("beta1"),
                  arguments.real("beta2"),
                  arguments.real("epsilon"));
          case "lion" -> new Lion(parameters, arguments.real("beta1"), arguments.real("beta2"));
          default -> throw new IllegalArgumentException("no optimizer: " + call.name());
        };
    boolean decoupled = call.name().equals("adamw") || call.name().equals("lion");
    return optimizer.decaying(arguments.real("weight_decay"), decoupled);
  }

  /** {@return this optimizer, its weights shrinking} */
  final Optimizer decaying(double rate, boolean decoupled) {
    decay = new Decay(rate, decoupled);
    return this;
  }

  /** Makes one step. */
  final void step(double learningRate) {
    beginStep(learningRate);
    sparse = parameters.isSparse() && rests();
    if (sparse) {
      if (shape.rows() > 1) {
        Arrays.fill(squares, 0);
        Arrays.fill(probes, 0);
      }
      for (int strip = parameters.nextTouched(0);
          strip >= 0;
          strip = parameters.nextTouched(strip + 1)) {
        if (shape.rows() == 1) {
          move(strip, 0, 1);
        } else {
          for (int panel = 0; panel < shape.count(); panel++) {
            move(panel, strip, 1);
          }
        }
      }
    } else {
      for (int panel = 0; panel < shape.count(); panel++) {
        move(panel);
      }
    }
  }

  /** Begins a step that consists of moving each panel: {@link #step} in pieces. */
  final void beginStep(double learningRate) {
    decay(learningRate);
    begin(learningRate);
  }

  /**
   * {@return how many panels there are; none of a table, of which {@link #step} may leave rows out}
   */
  final int panels() {
    return parameters.isTable() ? 0 : shape.count();
  }

  /** Moves one panel. Different threads may move different ones. */
  final void move(int panel) {
    update(shape.start(panel, 0), shape.start(panel + 1, 0));
    move(panel, 0, shape.rows());
  }

  private void move(int panel, int row, int rows) {
    int width = shape.width();
    for (int lane = 0; lane < width; lane += Product.LANES) {
      int column = panel * width + lane;
      if (rows == shape.rows()) {
        // A vector each: to fill so few numbers is a call that shows in small nets.
        FloatVector.zero(Product.SPECIES).intoArray(squares, column);
        FloatVector.zero(Product.SPECIES).intoArray(probes, column);
      }
      move(shape.start(panel, row) + lane, rows, width, column);
    }
  }

  private void decay(double learningRate) {
    if (decay.rate == 0) {
      return;
    }
    if (decay.decoupled) {
      float keep = (float) (1 - learningRate * decay.rate);
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= keep;
      }
    } else {
      parameters.touchAll();
      float pull = (float) decay.rate;
      for (int i = 0; i < weights.length; i++) {
        gradients[i] += pull * weights[i];
      }
    }
  }

  /** {@return the squared Euclidean norm of the last step's gradient} */
  final double gradientSquare() {
    double sum = 0;
    for (int panel = next(0, true); panel >= 0; panel = next(panel + 1, true)) {
      for (int column = panel * shape.width(); column < end(panel); column++) {
        sum += squares[column];
      }
    }
    return sum;
  }

  /** {@return whether all weights were finite after the last step} */
  final boolean finite() {
    boolean finite = true;
    for (int panel = next(0, sparse); panel >= 0; panel = next(panel + 1, sparse)) {
      for (int column = panel * shape.width(); column < end(panel); column++) {
        finite &= probes[column] == 0;
      }
    }
    return finite;
  }

  /**
   * {@return the first panel from {@code panel} on, negative without one}
   *
   * @param touched whether those may be left out that hold no gradient, of a matrix of one row
   */
  private int next(int panel, boolean touched) {
    if (touched && shape.rows() == 1) {
      return parameters.nextTouched(panel);
    }
    return panel < shape.count() ? panel : -1;
  }

  /** {@return the column behind those of a panel} */
  private int end(int panel) {
    return Math.min((panel + 1) * shape.width(), shape.columns());
  }

  /**
   * {@return whether a weight whose gradient is 0 stays as it is, to the bit, and so does all that
   * is kept for it}
   */
  abstract boolean rests();

  /** Prepares what is the same for all weights of a step. */
  abstract void begin(double learningRate);

  /** Moves the weights from {@code first} to below {@code last}, unless {@link #move} does. */
  void update(int first, int last) {}

  /**
   * Moves one vector of columns and adds to their {@link #squares} and {@link #probes}.
   *
   * @param start of the first row in {@link #weights}
   * @param stride from row to row
   * @param column of the first lane in the layer
   */
  abstract void move(int start, int rows, int stride, int column);

  /** Hands over what is kept from step to step. */
  abstract void exchange(Exchange exchange);
}

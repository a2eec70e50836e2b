package org.lossexp.engine;

import java.util.List;
import org.lossexp.data.RandomStream;

/**
 * A fully connected layer: {@code activation(x W + b)}, or {@code activation(x W)}: without a bias
 * b has no gradient, and stays 0.
 *
 * <p>Weights live in panels over the layer's outputs from step to step, the bias as one more row
 * below them. A transposed copy, in panels over the inputs, serves the way back.
 */
final class Dense implements Layer {
  private final Signal input;
  private final Signal output;
  private final Activation activation;

  /** Whether there is an activation that the products do not end with. */
  private final boolean curved;

  private final Rows slopes;
  private final Initializer initializer;
  private final boolean biased;
  private final Panels shape;
  private final Parameters parameters;
  private final Panels transposedShape;
  private final float[] transposed;
  private final Product[] forward;
  private final Product[] weightGradient;
  private final Product[] inputGradient;
  private final Panelwise forwards;
  private final Panelwise weightGradients;
  private final Panelwise inputGradients;
  private final Stretches activates;
  private final Stretches chains;
  private final Stretches transposes = new Stretches(this::transpose);
  private Team team = Team.ALONE;

  /** A layer with a bias. */
  Dense(Signal input, int units, Activation activation, Initializer initializer, int capacity) {
    this(input, units, activation, initializer, true, capacity);
  }

  /**
   * @param capacity the most examples that are passed at once
   */
  Dense(
      Signal input,
      int units,
      Activation activation,
      Initializer initializer,
      boolean biased,
      int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, units, activation.isRectifier());
    this.activation = activation;
    this.curved = !output.rectified() && activation.curve() != Activation.Curve.IDENTITY;
    this.slopes = activation.slopes(capacity, units);
    this.initializer = initializer;
    this.biased = biased;
    this.shape = new Panels(input.width() + 1, units);
    this.parameters = Parameters.learned("weights", shape, input.width());
    this.transposedShape = new Panels(units, input.width());
    this.transposed = new float[input.learns() ? transposedShape.size() : 0];
    this.forward = new Product[shape.count()];
    this.weightGradient = new Product[shape.count()];
    this.inputGradient = new Product[input.learns() ? transposedShape.count() : 0];
    prepareProducts();
    this.forwards = new Panelwise(forward);
    this.weightGradients = new Panelwise(weightGradient);
    this.inputGradients = new Panelwise(inputGradient);
    this.activates =
        new Stretches((first, last) -> activation.apply(output.values(), slopes, first, last));
    this.chains =
        new Stretches((first, last) ->
            activation.chain(output.values(), slopes, output.gradient(), first, last));
  }

  private void prepareProducts() {
    int width = shape.width();
    Product.View examples = input.values().view(0);
    for (int panel = 0; panel < shape.count(); panel++) {
      Product.View weights = shape.view(parameters.values(), panel);
      Product.View bias =
          new Product.View(parameters.values(), shape.start(panel, input.width()), 0, 1);
      Product.View sums = output.values().view(panel * width);
      forward[panel] = Product.biased(examples, weights, sums, width, bias, output.rectified());
      Product.View above = output.gradient().view(panel * width);
      Product.View slopes = shape.view(parameters.gradients(), panel);
      weightGradient[panel] = Product.of(examples.transposed(), above, slopes, width);
    }
    width = transposedShape.width();
    for (int panel = 0; panel < inputGradient.length; panel++) {
      Product.View above = output.gradient().view(0);
      Product.View weights = transposedShape.view(transposed, panel);
      Product.View below = input.gradient().view(panel * width);
      inputGradient[panel] =
          input.rectified()
              ? Product.gated(above, weights, below, width, input.values().data())
              : Product.of(above, weights, below, width);
    }
  }

  @Override
  public void initialize(RandomStream.Key key) {
    RandomStream stream = key.with(input.width()).with(shape.columns()).stream();
    initializer.draw(parameters, shape.columns(), activation, stream);
  }

  /** {@return the weights, below them the bias: inputs + 1 rows} */
  @Override
  public List<Parameters> parameters() {
    return List.of(parameters);
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public void join(Team joined) {
    team = joined;
  }

  @Override
  public long multiplications() {
    return (long) input.width() * shape.columns();
  }

  @Override
  public void forward(int rows, boolean training) {
    forwards.run(team, rows, input.width());
    if (curved) {
      activates.run(team, rows, activation.cost() * shape.columns());
    }
  }

  @Override
  public void backward(int rows) {
    if (curved) {
      chains.run(team, rows, activation.cost() * shape.columns());
    }
    weightGradients.run(team, input.width(), rows);
    if (biased) {
      shape.sumColumns(output.gradient(), rows, parameters.gradients(), input.width());
    }
    if (input.learns()) {
      transposes.run(
          team, transposedShape.count(), 16L * transposedShape.width() * shape.columns());
      inputGradients.run(team, rows, shape.columns());
    }
  }

  /**
   * Writes the weights of the panels from {@code first} to below {@code last}: a panel of inputs at
   * a time, so that what is read and what is written stay in the cache.
   */
  private void transpose(int firstPanel, int lastPanel) {
    int step = shape.width();
    int width = transposedShape.width();
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      int first = panel * width;
      int inputs = Math.min(width, input.width() - first);
      for (int strip = 0; strip < shape.count(); strip++) {
        int units = Math.min(step, shape.columns() - strip * step);
        int from = shape.start(strip, first);
        int to = transposedShape.start(panel, strip * step);
        for (int unit = 0; unit < units; unit++) {
          // Two calls, each with a step that is a constant when the copy is compiled into it.
          if (step == Product.LANES) {
            copyColumn(from + unit, Product.LANES, to, inputs);
          } else {
            copyColumn(from + unit, 2 * Product.LANES, to, inputs);
          }
          to += width;
        }
      }
    }
  }

  private void copyColumn(int from, int step, int to, int inputs) {
    float[] source = parameters.values();
    float[] target = transposed;
    for (int i = 0; i < inputs; i++) {
      target[to + i] = source[from + i * step];
    }
  }
}

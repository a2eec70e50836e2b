package org.lossexp.engine;

/**
 * An activation that stands apart from the layer below, as in {@code dropout(0.1) -> tanh()}. One
 * that follows a linear layer belongs to that layer and is computed there.
 */
final class Pointwise implements Layer {
  private final Signal input;
  private final Signal output;
  private final Activation activation;
  private final Rows slopes;

  Pointwise(Signal input, Activation activation, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, input.width(), false);
    this.activation = activation;
    this.slopes = activation.slopes(capacity, input.width());
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public void forward(int rows, boolean training) {
    Rows values = output.values();
    System.arraycopy(input.values().data(), 0, values.data(), 0, rows * values.stride());
    activation.apply(values, slopes, 0, rows);
  }

  @Override
  public void backward(int rows) {
    if (input.learns()) {
      Rows gradient = output.gradient();
      activation.chain(output.values(), slopes, gradient, 0, rows);
      System.arraycopy(gradient.data(), 0, input.gradient().data(), 0, rows * gradient.stride());
      input.gate(rows);
    }
  }
}

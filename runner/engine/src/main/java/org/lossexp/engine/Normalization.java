package org.lossexp.engine;

/**
 * Divides the numbers of an example by their Euclidean norm, which is held above a tiny number, as
 * PyTorch's {@code normalize} does. In double, from the first number to the last.
 */
final class Normalization implements Layer {
  private static final double LEAST = 1e-12;

  private final Signal input;
  private final Signal output;
  private final double[] norms;

  Normalization(Signal input, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, input.width(), false);
    this.norms = new double[capacity];
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public void forward(int rows, boolean training) {
    float[] x = input.values().data();
    float[] y = output.values().data();
    int width = input.width();
    for (int row = 0; row < rows; row++) {
      int start = row * output.values().stride();
      double squares = 0;
      for (int i = start; i < start + width; i++) {
        squares += (double) x[i] * x[i];
      }
      norms[row] = Math.max(Math.sqrt(squares), LEAST);
      for (int i = start; i < start + width; i++) {
        y[i] = (float) (x[i] / norms[row]);
      }
    }
  }

  @Override
  public void backward(int rows) {
    if (!input.learns()) {
      return;
    }
    float[] y = output.values().data();
    float[] above = output.gradient().data();
    float[] below = input.gradient().data();
    int width = input.width();
    for (int row = 0; row < rows; row++) {
      int start = row * output.values().stride();
      double along = 0;
      if (norms[row] > LEAST) {
        for (int i = start; i < start + width; i++) {
          along += (double) above[i] * y[i];
        }
      }
      for (int i = start; i < start + width; i++) {
        below[i] = (float) ((above[i] - along * y[i]) / norms[row]);
      }
    }
    input.gate(rows);
  }
}

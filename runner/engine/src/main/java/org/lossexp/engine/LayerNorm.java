package org.lossexp.engine;

import java.util.Arrays;
import java.util.List;
import org.lossexp.data.RandomStream;

/**
 * Brings the numbers of an example to mean 0 and variance 1, then scales and shifts each by what is
 * learned (Ba, Kiros and Hinton 2016). Means are taken in double, from the first number to the
 * last.
 */
final class LayerNorm implements Layer {
  private static final double EPSILON = 1e-5;

  private final Signal input;
  private final Signal output;

  /** Row 0 scales, row 1 shifts. */
  private final Parameters parameters;

  /** The numbers before scale and shift. */
  private final Rows normal;

  private final double[] inverse;

  LayerNorm(Signal input, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, input.width(), false);
    this.parameters = Parameters.learned("scale and shift", new Panels(2, input.width()), 0);
    this.normal = Rows.of(capacity, input.width());
    this.inverse = new double[capacity];
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public List<Parameters> parameters() {
    return List.of(parameters);
  }

  @Override
  public void initialize(RandomStream.Key key) {
    for (int column = 0; column < input.width(); column++) {
      parameters.values()[parameters.shape().index(0, column)] = 1;
    }
  }

  @Override
  public void forward(int rows, boolean training) {
    float[] x = input.values().data();
    int width = input.width();
    Panels shape = parameters.shape();
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      double sum = 0;
      for (int i = start; i < start + width; i++) {
        sum += x[i];
      }
      double mean = sum / width;
      double squares = 0;
      for (int i = start; i < start + width; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
      inverse[row] = 1 / Math.sqrt(squares / width + EPSILON);
      for (int column = 0; column < width; column++) {
        float value = (float) ((x[start + column] - mean) * inverse[row]);
        normal.data()[start + column] = value;
        float scale = parameters.values()[shape.index(0, column)];
        float shift = parameters.values()[shape.index(1, column)];
        output.values().data()[start + column] = Math.fma(value, scale, shift);
      }
    }
  }

  @Override
  public void backward(int rows) {
    float[] above = output.gradient().data();
    float[] gradients = parameters.gradients();
    int width = input.width();
    Panels shape = parameters.shape();
    Arrays.fill(gradients, 0);
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      double sum = 0;
      double product = 0;
      for (int column = 0; column < width; column++) {
        float value = normal.data()[start + column];
        float gradient = above[start + column];
        int scale = shape.index(0, column);
        gradients[scale] = Math.fma(gradient, value, gradients[scale]);
        gradients[shape.index(1, column)] += gradient;
        double inner = (double) gradient * parameters.values()[scale];
        sum += inner;
        product += inner * value;
      }
      if (input.learns()) {
        for (int column = 0; column < width; column++) {
          double inner =
              (double) above[start + column] * parameters.values()[shape.index(0, column)];
          double along = normal.data()[start + column] * product;
          input.gradient().data()[start + column] =
              (float) (inverse[row] * (inner - (sum + along) / width));
        }
      }
    }
    if (input.learns()) {
      input.gate(rows);
    }
  }
}

package org.lossexp.engine;

import java.util.Arrays;
import java.util.List;
import org.lossexp.data.RandomStream;

/**
 * Brings each channel to mean 0 and variance 1 over the batch and all places, then scales and
 * shifts it by what is learned (Ioffe and Szegedy, ICML 2015). Outside training it takes running
 * means instead, as PyTorch forms them: a tenth of each new one.
 *
 * <p>Sums are taken in double, example by example and place by place.
 */
final class BatchNorm implements Layer {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final Signal input;
  private final Signal output;
  private final int channels;

  /** Row 0 scales, row 1 shifts. */
  private final Parameters parameters;

  /** Row 0 holds means, row 1 variances. */
  private final Parameters running;

  /** The numbers before scale and shift. */
  private final Rows normal;

  private final double[] mean;
  private final double[] inverse;
  private final double[] sums;
  private final double[] products;

  /**
   * @param channels of which a row of the input holds one group after the other
   */
  BatchNorm(Signal input, int channels, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, input.width(), false);
    this.channels = channels;
    this.parameters = Parameters.learned("scale and shift", new Panels(2, channels), 0);
    this.running = Parameters.remembered("running mean and variance", new Panels(2, channels));
    this.normal = Rows.of(capacity, input.width());
    this.mean = new double[channels];
    this.inverse = new double[channels];
    this.sums = new double[channels];
    this.products = new double[channels];
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public List<Parameters> parameters() {
    return List.of(parameters, running);
  }

  @Override
  public void initialize(RandomStream.Key key) {
    for (int channel = 0; channel < channels; channel++) {
      parameters.values()[parameters.shape().index(0, channel)] = 1;
      running.values()[running.shape().index(1, channel)] = 1;
    }
  }

  @Override
  public void forward(int rows, boolean training) {
    if (training) {
      measure(rows);
    } else {
      recall();
    }
    float[] x = input.values().data();
    float[] normals = normal.data();
    float[] y = output.values().data();
    Panels shape = parameters.shape();
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      for (int place = start; place < start + normal.width(); place += channels) {
        for (int channel = 0; channel < channels; channel++) {
          int i = place + channel;
          normals[i] = (float) ((x[i] - mean[channel]) * inverse[channel]);
          float scale = parameters.values()[shape.index(0, channel)];
          y[i] = Math.fma(normals[i], scale, parameters.values()[shape.index(1, channel)]);
        }
      }
    }
  }

  /** Takes mean and variance of the batch, and remembers a share of them. */
  private void measure(int rows) {
    float[] x = input.values().data();
    double count = (double) rows * normal.width() / channels;
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      for (int place = start; place < start + normal.width(); place += channels) {
        for (int channel = 0; channel < channels; channel++) {
          sums[channel] += x[place + channel];
        }
      }
    }
    for (int channel = 0; channel < channels; channel++) {
      mean[channel] = sums[channel] / count;
    }
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      for (int place = start; place < start + normal.width(); place += channels) {
        for (int channel = 0; channel < channels; channel++) {
          double distance = x[place + channel] - mean[channel];
          products[channel] += distance * distance;
        }
      }
    }
    float[] kept = running.values();
    for (int channel = 0; channel < channels; channel++) {
      inverse[channel] = 1 / Math.sqrt(products[channel] / count + EPSILON);
      int at = running.shape().index(0, channel);
      kept[at] = (float) ((1 - MOMENTUM) * kept[at] + MOMENTUM * mean[channel]);
      at = running.shape().index(1, channel);
      // One number has no variance: then only the mean is remembered.
      double variance = count > 1 ? products[channel] / (count - 1) : kept[at];
      kept[at] = (float) ((1 - MOMENTUM) * kept[at] + MOMENTUM * variance);
    }
  }

  private void recall() {
    for (int channel = 0; channel < channels; channel++) {
      mean[channel] = running.values()[running.shape().index(0, channel)];
      double variance = running.values()[running.shape().index(1, channel)];
      inverse[channel] = 1 / Math.sqrt(variance + EPSILON);
    }
  }

  @Override
  public void backward(int rows) {
    float[] above = output.gradient().data();
    float[] normals = normal.data();
    double count = (double) rows * normal.width() / channels;
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      for (int place = start; place < start + normal.width(); place += channels) {
        for (int channel = 0; channel < channels; channel++) {
          int i = place + channel;
          sums[channel] += above[i];
          products[channel] += (double) above[i] * normals[i];
        }
      }
    }
    Panels shape = parameters.shape();
    for (int channel = 0; channel < channels; channel++) {
      parameters.gradients()[shape.index(0, channel)] = (float) products[channel];
      parameters.gradients()[shape.index(1, channel)] = (float) sums[channel];
    }
    if (!input.learns()) {
      return;
    }
    float[] below = input.gradient().data();
    for (int row = 0; row < rows; row++) {
      int start = row * normal.stride();
      for (int place = start; place < start + normal.width(); place += channels) {
        for (int channel = 0; channel < channels; channel++) {
          int i = place + channel;
          double along = (sums[channel] + normals[i] * products[channel]) / count;
          double scale = parameters.values()[shape.index(0, channel)] * inverse[channel];
          below[i] = (float) (scale * (above[i] - along));
        }
      }
    }
    input.gate(rows);
  }
}

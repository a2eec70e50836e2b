package org.lossexp.engine;

import java.util.List;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.Value;

/** The mathematics of every layer, written out plainly in double, as in training. */
final class PlainModel {
  private final List<double[][]> matrices;
  private final int[] codes;
  private final Shapes shapes = new Shapes();
  private int used;

  /**
   * @param matrices parameters, from the first layer on
   */
  PlainModel(List<double[][]> matrices, int[] codes) {
    this.matrices = matrices;
    this.codes = codes;
  }

  /** {@return the outputs, an example a row} */
  double[][] outputs(LayerCases.Case model, double[][] examples) {
    used = 0;
    Layering.Given given = new Layering.Given(model.shape(), model.codes(), 0, 1);
    return outputs(Shapes.expanded(model.model()), given, examples);
  }

  private double[][] outputs(List<Value.Call> layers, Layering.Given first, double[][] examples) {
    double[][] signal = examples;
    Layering.Given given = first;
    for (Value.Call layer : layers) {
      Shape from = given.shape();
      if (!(shapes.after(layer, given) instanceof Attempt.Success<Layering.Layered> success)) {
        throw new AssertionError(layer.text());
      }
      Shape to = success.value().shape();
      signal = layer(layer, from, to, given, signal);
      if (layer.arguments().values().containsKey("activation")) {
        signal = curve(layer.arguments().word("activation"), 0, signal);
      }
      given = new Layering.Given(to, List.of(), 0, 1);
    }
    return signal;
  }

  private double[][] layer(
      Value.Call layer, Shape from, Shape to, Layering.Given given, double[][] x) {
    return switch (layer.name()) {
      case "dense" -> dense(x, matrices.get(used++));
      case "conv1d", "conv2d" -> convolution(layer, from, to, x);
      case "max_pool", "avg_pool", "global_max_pool", "global_avg_pool" -> pool(layer, from, to, x);
      case "flatten" -> x;
      case "batch_norm" -> batchNorm(from.channels(), x, matrices.get(used++));
      case "layer_norm" -> layerNorm(x, matrices.get(used++));
      case "l2_normalize" -> normalize(x);
      case "embedding" -> embedding(given.codes().size(), x);
      case "residual" -> {
        double[][] inner = outputs(Shapes.body(layer), given, x);
        double[][] sum = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
          sum[row] = x[row].clone();
          for (int i = 0; i < sum[row].length; i++) {
            sum[row][i] += inner[row][i];
          }
        }
        yield sum;
      }
      case "leaky_relu" -> curve("leaky_relu", layer.arguments().real("slope"), x);
      case "elu" -> curve("elu", layer.arguments().real("alpha"), x);
      default -> curve(layer.name(), 0, x);
    };
  }

  private static double[][] dense(double[][] x, double[][] matrix) {
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      y[row] = matrix[matrix.length - 1].clone();
      for (int i = 0; i < x[row].length; i++) {
        for (int j = 0; j < y[row].length; j++) {
          y[row][j] += x[row][i] * matrix[i][j];
        }
      }
    }
    return y;
  }

  private double[][] convolution(Value.Call layer, Shape from, Shape to, double[][] x) {
    int kernel = layer.arguments().whole("kernel");
    int high = layer.name().equals("conv1d") ? 1 : kernel;
    int stride = layer.arguments().whole("stride");
    int groups = layer.arguments().whole("groups");
    boolean same = layer.arguments().isWord("padding", "same");
    int padding =
        same
            ? (kernel - 1) / 2
            : layer.arguments().isWord("padding", "valid") ? 0 : layer.arguments().whole("padding");
    int channels = from.channels() / groups;
    int filters = to.channels() / groups;
    double[][] y = new double[x.length][to.size()];
    for (int group = 0; group < groups; group++) {
      double[][] matrix = matrices.get(used++);
      for (int row = 0; row < x.length; row++) {
        for (int place = 0; place < to.height() * to.width(); place++) {
          for (int filter = 0; filter < filters; filter++) {
            double sum = matrix[matrix.length - 1][filter];
            for (int k = 0; k < high * kernel * channels; k++) {
              int line =
                  place / to.width() * stride + k / channels / kernel - (high == 1 ? 0 : padding);
              int column = place % to.width() * stride + k / channels % kernel - padding;
              if (line >= 0 && line < from.height() && column >= 0 && column < from.width()) {
                int channel = group * channels + k % channels;
                sum +=
                    matrix[k][filter]
                        * x[row][(line * from.width() + column) * from.channels() + channel];
              }
            }
            y[row][place * to.channels() + group * filters + filter] = sum;
          }
        }
      }
    }
    return y;
  }

  private static double[][] pool(Value.Call layer, Shape from, Shape to, double[][] x) {
    boolean global = layer.name().startsWith("global");
    int size = global ? 0 : layer.arguments().whole("size");
    int stride =
        global || layer.arguments().isWord("stride", "size")
            ? size
            : layer.arguments().whole("stride");
    int high = global ? from.height() : Math.min(size, from.height());
    int wide = global ? from.width() : size;
    boolean largest = layer.name().contains("max");
    double[][] y = new double[x.length][to.size()];
    for (int row = 0; row < x.length; row++) {
      for (int i = 0; i < to.size(); i++) {
        int place = i / to.channels();
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int k = 0; k < high * wide; k++) {
          int line = place / to.width() * stride + k / wide;
          int column = place % to.width() * stride + k % wide;
          double value =
              x[row][(line * from.width() + column) * from.channels() + i % to.channels()];
          most = Math.max(most, value);
          sum += value;
        }
        y[row][i] = largest ? most : sum / (high * wide);
      }
    }
    return y;
  }

  private static double[][] batchNorm(int channels, double[][] x, double[][] matrix) {
    double[][] y = new double[x.length][x[0].length];
    int places = x[0].length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double[] all = new double[x.length * places];
      for (int i = 0; i < all.length; i++) {
        all[i] = x[i / places][i % places * channels + channel];
      }
      double[] normal = normal(all);
      for (int i = 0; i < all.length; i++) {
        y[i / places][i % places * channels + channel] =
            normal[i] * matrix[0][channel] + matrix[1][channel];
      }
    }
    return y;
  }

  private static double[][] layerNorm(double[][] x, double[][] matrix) {
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      y[row] = normal(x[row]);
      for (int i = 0; i < y[row].length; i++) {
        y[row][i] = y[row][i] * matrix[0][i] + matrix[1][i];
      }
    }
    return y;
  }

  private static double[] normal(double[] x) {
    double mean = 0;
    for (double each : x) {
      mean += each / x.length;
    }
    double variance = 0;
    for (double each : x) {
      variance += (each - mean) * (each - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5);
    }
    return y;
  }

  private static double[][] normalize(double[][] x) {
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      double squares = 0;
      for (double each : x[row]) {
        squares += each * each;
      }
      y[row] = x[row].clone();
      for (int i = 0; i < y[row].length; i++) {
        y[row][i] /= Math.sqrt(squares);
      }
    }
    return y;
  }

  private double[][] embedding(int columns, double[][] x) {
    List<double[][]> tables = matrices.subList(used, used + columns);
    used += columns;
    int width = tables.getFirst()[0].length;
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      y[row] = java.util.Arrays.copyOf(x[row], x[row].length + columns * width);
      for (int i = 0; i < columns; i++) {
        double[] numbers = tables.get(i)[codes[row * columns + i]];
        System.arraycopy(numbers, 0, y[row], x[row].length + i * width, width);
      }
    }
    return y;
  }

  private static double[][] curve(String name, double parameter, double[][] x) {
    double[][] y = new double[x.length][];
    for (int row = 0; row < x.length; row++) {
      y[row] = x[row].clone();
      if (name.equals("softmax")) {
        StableMath.softmax(y[row], 0, y[row].length, y[row], 0);
      }
      for (int i = 0; i < y[row].length; i++) {
        double value = y[row][i];
        y[row][i] =
            switch (name) {
              case "relu" -> Math.max(0, value);
              case "leaky_relu" -> value > 0 ? value : (parameter == 0 ? 0.01 : parameter) * value;
              case "elu" ->
                  value > 0 ? value : (parameter == 0 ? 1 : parameter) * StrictMath.expm1(value);
              case "gelu" -> value * normalDistribution(value);
              case "silu" -> value * StableMath.sigmoid(value);
              case "tanh" -> StrictMath.tanh(value);
              case "sigmoid" -> StableMath.sigmoid(value);
              case "softplus" -> StableMath.softplus(value);
              default -> value;
            };
      }
    }
    return y;
  }

  /** The series Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3 · 5) + …), of positive terms. */
  private static double normalDistribution(double x) {
    double term = x;
    double sum = 0;
    for (int k = 1; sum + term != sum; k++) {
      sum += term;
      term *= x * x / (2 * k + 1);
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}

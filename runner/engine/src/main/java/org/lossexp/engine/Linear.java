package org.lossexp.engine;

import java.util.Arrays;
import java.util.List;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;
import org.lossexp.spi.Head;

/**
 * A linear model that is trained in double: {@code link(x W + b)} with the features as they are, in
 * float, and all sums in the order of examples and features. What is judged and kept is its
 * network, in float, whose weights are those of here, rounded.
 */
final class Linear implements Model {
  private final Network network;
  private final Head head;
  private final Parameters parameters;
  private final int inputs;
  private final int units;
  private final boolean biased;

  /** [(inputs + 1) × units], a unit after the other: its weights, then its bias. */
  private final double[] weights;

  private final double[] gradients;

  /**
   * @param network of one dense layer
   */
  Linear(Network network) {
    this.network = network;
    this.biased = network.isBiased();
    this.head = network.head();
    this.parameters = network.learned().getFirst();
    this.inputs = parameters.weights();
    this.units = parameters.shape().columns();
    this.weights = new double[(inputs + 1) * units];
    this.gradients = new double[weights.length];
  }

  /**
   * {@return the weights that {@link #predict} reads in training, written by whoever moves them}
   */
  double[] weights() {
    return weights;
  }

  /** {@return what is judged and kept} */
  Network network() {
    return network;
  }

  /** {@return the gradient with respect to {@link #weights}, without penalties} */
  double[] gradients() {
    return gradients;
  }

  @Override
  public int columns() {
    return network.columns();
  }

  @Override
  public void initialize(RandomStream.Key key) {
    network.initialize(key);
  }

  @Override
  public void beginEpoch(RandomStream.Key key) {
    network.beginEpoch(key);
  }

  @Override
  public List<Parameters> learned() {
    return network.learned();
  }

  @Override
  public List<Parameters> parameters() {
    return network.parameters();
  }

  @Override
  public List<Tensors.Placed> placed() {
    return network.placed();
  }

  @Override
  public void keep() {
    network.keep();
  }

  @Override
  public void restore() {
    network.restore();
  }

  @Override
  public void take(Part part, int[] rows, int first, int[] codes, int count) {
    network.take(part, rows, first, codes, count);
  }

  @Override
  public void replace(int example, float[] features) {
    network.replace(example, features);
  }

  @Override
  public void predict(int rows, boolean training, double[] out, int offset) {
    if (!training) {
      network.predict(rows, false, out, offset);
      return;
    }
    Rows examples = network.input();
    float[] x = examples.data();
    for (int row = 0; row < rows; row++) {
      int from = row * examples.stride();
      for (int unit = 0; unit < units; unit++) {
        int at = unit * (inputs + 1);
        double sum = weights[at + inputs];
        for (int i = 0; i < inputs; i++) {
          sum += x[from + i] * weights[at + i];
        }
        out[offset + row * units + unit] = sum;
      }
    }
    head.apply(out, offset, rows);
  }

  /** The gradients in float become 0, for penalties are added to them. */
  @Override
  public void learn(int rows, double[] predictions, double[] gradient, double share) {
    head.applyBack(predictions, gradient, rows);
    Arrays.fill(gradients, 0);
    Arrays.fill(parameters.gradients(), 0);
    Rows examples = network.input();
    float[] x = examples.data();
    for (int row = 0; row < rows; row++) {
      int from = row * examples.stride();
      for (int unit = 0; unit < units; unit++) {
        int at = unit * (inputs + 1);
        double slope = gradient[row * units + unit] * share;
        for (int i = 0; i < inputs; i++) {
          gradients[at + i] += slope * x[from + i];
        }
        gradients[at + inputs] += biased ? slope : 0;
      }
    }
  }
}

package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Shape;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.StableMath;

/**
 * A network's outputs and gradients against the same mathematics written out plainly in double:
 * gradients there are central differences of the objective.
 */
class NetworkTest {
  private static final double STEP = 1e-5;

  static Stream<Arguments> networks() {
    Trials linear = Trials.LINEAR;
    return Stream.of(
        Arguments.of("one weight", linear, 1, 1, Losses.squared(1, Head.Link.IDENTITY)),
        Arguments.of("no features", linear, 0, 3, Losses.squared(2, Head.Link.IDENTITY)),
        Arguments.of("linear", linear, 5, 9, Losses.squared(1, Head.Link.IDENTITY)),
        Arguments.of(
            "relu", linear.dense(7, "relu"), 13, 10, Losses.squared(3, Head.Link.IDENTITY)),
        Arguments.of(
            "two relu",
            linear.dense(33, "relu").dense(18, "relu"),
            6,
            17,
            new Losses.CrossEntropy(4)),
        Arguments.of("tanh under softmax", linear.dense(20, "tanh"), 3, 8, Losses.logarithmic(3)),
        Arguments.of("sigmoid under softplus", linear.dense(5, "sigmoid"), 2, 12, Losses.poisson()),
        Arguments.of(
            "bare activations under sigmoid",
            linear.curve("tanh").dense(4, "identity").curve("relu").curve("sigmoid"),
            3,
            5,
            Losses.squared(2, Head.Link.SIGMOID)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientIsThatOfTheObjective(
      String name, Trials trials, int features, int rows, LossFunction loss) {
    Trial trial = trials.trial();
    Layering.Given facts =
        new Layering.Given(Shape.row(features), List.of(), 0, loss.head().units());
    Network network = new Network(trial.model(), facts, loss.head(), rows);
    RandomStream.Key key = RandomStream.key(name);
    network.initialize(key);
    RandomStream random = key.with("data").stream();
    double[] inputs = new double[rows * features];
    for (int i = 0; i < inputs.length; i++) {
      float x = (float) random.gaussian();
      inputs[i] = x;
      network.input().data()[i / features * network.input().stride() + i % features] = x;
    }
    int units = loss.head().units();
    double[] target = new double[rows * units];
    for (int i = 0; i < target.length; i++) {
      target[i] = units == 1 ? random.uniform() : i % units == i / units % units ? 1 : 0;
    }
    if (loss instanceof Losses.CrossEntropy) {
      for (int row = 0; row < rows; row++) {
        target[row] = row % units;
      }
    }

    Batch batch = new Batch(rows, units, new double[rows * units], target);
    Evaluation evaluation = Evaluation.of(loss, rows);
    network.predict(rows, true, batch.prediction(), 0);
    List<double[][]> weights = network.learned().stream().map(NetworkTest::weights).toList();
    double[] expected = predict(trial, weights, loss.head(), inputs, rows);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], batch.prediction()[i], 1e-5 * (1 + Math.abs(expected[i])));
    }

    loss.evaluate(batch, evaluation);
    network.learn(rows, batch.prediction(), evaluation.gradient(), 1.0 / rows);
    for (int layer = 0; layer < weights.size(); layer++) {
      double[][] matrix = weights.get(layer);
      Parameters dense = network.learned().get(layer);
      for (int i = 0; i < matrix.length; i++) {
        for (int j = 0; j < matrix[i].length; j++) {
          double kept = matrix[i][j];
          matrix[i][j] = kept + STEP;
          double above = objective(trial, weights, loss, inputs, target, rows);
          matrix[i][j] = kept - STEP;
          double below = objective(trial, weights, loss, inputs, target, rows);
          matrix[i][j] = kept;
          double slope = (above - below) / (2 * STEP);
          float gradient = dense.gradients()[dense.shape().index(i, j)];
          assertEquals(slope, gradient, 2e-5 * (1 + Math.abs(slope)), layer + " " + i + " " + j);
        }
      }
    }
  }

  private static double[][] weights(Parameters dense) {
    double[][] matrix = new double[dense.shape().rows()][dense.shape().columns()];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = dense.values()[dense.shape().index(i, j)];
      }
    }
    return matrix;
  }

  private static double objective(
      Trial trial,
      List<double[][]> weights,
      LossFunction loss,
      double[] inputs,
      double[] target,
      int rows) {
    double[] predictions = predict(trial, weights, loss.head(), inputs, rows);
    Evaluation evaluation = Evaluation.of(loss, rows);
    loss.evaluate(new Batch(rows, loss.head().units(), predictions, target), evaluation);
    double sum = 0;
    for (int unit = 0; unit < loss.units(rows); unit++) {
      sum += evaluation.values()[unit];
    }
    return sum / rows;
  }

  private static double[] predict(
      Trial trial, List<double[][]> weights, Head head, double[] inputs, int rows) {
    double[] predictions = new double[rows * head.units()];
    int features = inputs.length / rows;
    for (int row = 0; row < rows; row++) {
      double[] signal = new double[features];
      System.arraycopy(inputs, row * features, signal, 0, features);
      List<double[][]> left = new ArrayList<>(weights);
      for (var layer : trial.model()) {
        String activation = layer.name();
        if (layer.name().equals("dense")) {
          signal = linear(signal, left.removeFirst());
          activation = layer.arguments().word("activation");
        }
        if (activation.equals("softmax")) {
          StableMath.softmax(signal, 0, signal.length, signal, 0);
        }
        for (int i = 0; i < signal.length; i++) {
          signal[i] =
              switch (activation) {
                case "relu" -> Math.max(0, signal[i]);
                case "tanh" -> StrictMath.tanh(signal[i]);
                case "sigmoid" -> StableMath.sigmoid(signal[i]);
                default -> signal[i];
              };
        }
      }
      switch (head.links().getFirst()) {
        case IDENTITY ->
            System.arraycopy(signal, 0, predictions, row * signal.length, signal.length);
        case SIGMOID -> {
          for (int i = 0; i < signal.length; i++) {
            predictions[row * signal.length + i] = StableMath.sigmoid(signal[i]);
          }
        }
        case LOG_SOFTMAX ->
            StableMath.logSoftmax(signal, 0, signal.length, predictions, row * signal.length);
        case SOFTMAX ->
            StableMath.softmax(signal, 0, signal.length, predictions, row * signal.length);
        case SOFTPLUS -> {
          for (int i = 0; i < signal.length; i++) {
            predictions[row * signal.length + i] = StableMath.softplus(signal[i]);
          }
        }
      }
    }
    return predictions;
  }

  private static double[] linear(double[] signal, double[][] weights) {
    double[] sums = weights[signal.length].clone();
    for (int i = 0; i < signal.length; i++) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += signal[i] * weights[i][j];
      }
    }
    return sums;
  }
}

package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer's outputs and gradients, against the same mathematics in double with central
 * differences, and against PyTorch: layers.csv, written by layers.py beside it.
 */
class LayersTest {
  private static final double STEP = 1e-6;

  static Stream<String> names() {
    return LayerCases.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isAsPyTorchHasIt(String name) throws IOException {
    Map<String, double[]> expected = expected(name);
    Network network = LayerCases.all().get(name).network();
    double[] output = new double[LayerCases.ROWS * network.columns()];
    network.predict(LayerCases.ROWS, true, output, 0);
    assertNear(expected.remove("output"), output, "output");
    network.learn(LayerCases.ROWS, output, LayerCases.weights(output.length), 1);
    for (int i = 0; i < network.learned().size(); i++) {
      Parameters parameters = network.learned().get(i);
      double[] gradient = rowByRow(parameters.gradients(), parameters.shape());
      assertNear(expected.remove("gradient " + i), gradient, "gradient " + i);
    }
    network.predict(LayerCases.ROWS, false, output, 0);
    assertNear(expected.remove("judged"), output, "judged");
    assertEquals(Map.of(), expected);
  }

  /** {@return what PyTorch gives} */
  private static Map<String, double[]> expected(String name) throws IOException {
    Map<String, double[]> expected = new LinkedHashMap<>();
    try (InputStream file = LayersTest.class.getResourceAsStream("layers.csv")) {
      for (String line : new String(file.readAllBytes(), UTF_8).lines().toList()) {
        String[] cells = line.split(",");
        if (cells[0].equals(name)) {
          expected.put(
              cells[1], Arrays.stream(cells).skip(2).mapToDouble(Double::parseDouble).toArray());
        }
      }
    }
    return expected;
  }

  private static double[] rowByRow(float[] data, Panels shape) {
    double[] numbers = new double[shape.rows() * shape.columns()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = data[shape.index(i / shape.columns(), i % shape.columns())];
    }
    return numbers;
  }

  private static void assertNear(double[] expected, double[] all, String what) {
    int step = all.length > 500 ? 97 : 1;
    assertEquals(expected.length, Math.ceilDiv(all.length, step), what);
    double size = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], all[i * step], 3e-6 * (size + 1), what + " " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void gradientIsThatOfTheMathematics(String name) {
    LayerCases.Case model = LayerCases.all().get(name);
    Network network = model.network();
    double[] output = new double[LayerCases.ROWS * network.columns()];
    network.predict(LayerCases.ROWS, true, output, 0);
    List<double[][]> matrices = new ArrayList<>();
    network.learned().forEach(parameters -> matrices.add(matrix(parameters)));
    double[][] examples = new double[LayerCases.ROWS][model.shape().size()];
    float[] numbers = model.examples();
    for (int i = 0; i < numbers.length; i++) {
      examples[i / model.shape().size()][i % model.shape().size()] = numbers[i];
    }
    PlainModel plain = new PlainModel(matrices, LayerCases.lookups());
    double[][] outputs = plain.outputs(model, examples);
    for (int i = 0; i < output.length; i++) {
      double value = outputs[i / network.columns()][i % network.columns()];
      assertEquals(value, output[i], 2e-6 * (1 + Math.abs(value)), "output " + i);
    }

    double[] weights = LayerCases.weights(output.length);
    network.learn(LayerCases.ROWS, output, weights.clone(), 1);
    for (int k = 0; k < matrices.size(); k++) {
      double[][] matrix = matrices.get(k);
      Parameters parameters = network.learned().get(k);
      int columns = parameters.shape().columns();
      int count = matrix.length * columns;
      int step = Math.max(1, count / (name.equals("lenet5") ? 3 : 40));
      for (int i = 0; i < count; i += step) {
        int row = i / columns;
        int column = i % columns;
        double kept = matrix[row][column];
        matrix[row][column] = kept + STEP;
        double above = objective(plain.outputs(model, examples), weights);
        matrix[row][column] = kept - STEP;
        double below = objective(plain.outputs(model, examples), weights);
        matrix[row][column] = kept;
        double slope = (above - below) / (2 * STEP);
        float gradient = parameters.gradients()[parameters.shape().index(row, column)];
        assertEquals(slope, gradient, 2e-5 * (1 + Math.abs(slope)), k + " " + row + " " + column);
      }
    }
  }

  private static double[][] matrix(Parameters parameters) {
    double[][] matrix = new double[parameters.shape().rows()][parameters.shape().columns()];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = parameters.values()[parameters.shape().index(i, j)];
      }
    }
    return matrix;
  }

  private static double objective(double[][] outputs, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int columns = outputs[0].length;
      sum += weights[i] * outputs[i / columns][i % columns];
    }
    return sum;
  }
}

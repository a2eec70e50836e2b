package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizers against PyTorch: optimizers.csv, written by optimizers.py beside it. */
class OptimizerTest {
  private static final int UNITS = 5;

  private final Dense layer = new Dense(Signal.data(1, 1), UNITS, Activation.IDENTITY, 1);

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "nesterov", "adam"})
  void movesWeightsAsPyTorch(String name) throws IOException {
    Optimizer optimizer =
        switch (name) {
          case "sgd" -> new Descent(layer, 0, false);
          case "momentum" -> new Descent(layer, 0.9, false);
          case "nesterov" -> new Descent(layer, 0.9, true);
          default -> new Adam(layer, 0.9, 0.999, 1e-8);
        };
    double rate = name.equals("adam") ? 0.01 : 0.1;
    List<String[]> cells =
        lines().stream().map(line -> line.split(",")).filter(c -> c[0].equals(name)).toList();
    for (int unit = 0; unit < UNITS; unit++) {
      layer.parameters()[at(unit)] = Float.parseFloat(cells.get(unit)[4]);
    }
    for (int first = UNITS; first < cells.size(); first += UNITS) {
      for (int unit = 0; unit < UNITS; unit++) {
        layer.gradients()[at(unit)] = Float.parseFloat(cells.get(first + unit)[3]);
      }
      optimizer.step(rate);
      for (int unit = 0; unit < UNITS; unit++) {
        float expected = Float.parseFloat(cells.get(first + unit)[4]);
        float tolerance = 2e-6f * Math.max(1, Math.abs(expected));
        String where = "step " + cells.get(first)[1] + ", unit " + unit;
        assertEquals(expected, layer.parameters()[at(unit)], tolerance, where);
      }
    }
    assertEquals(21 * UNITS, cells.size());
  }

  private int at(int unit) {
    return layer.shape().index(0, unit);
  }

  private static List<String> lines() throws IOException {
    try (InputStream file = OptimizerTest.class.getResourceAsStream("optimizers.csv")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @Test
  void measuresTheGradient() {
    Optimizer optimizer = new Descent(layer, 0, false);
    layer.gradients()[layer.shape().index(0, 1)] = 3;
    layer.gradients()[layer.shape().index(1, 4)] = -4;
    optimizer.step(0.1);
    assertEquals(25, optimizer.gradientSquare());
    assertTrue(optimizer.finite());
  }

  @Test
  void noticesAWeightThatOverflows() {
    Optimizer optimizer = new Descent(layer, 0, false);
    layer.parameters()[layer.shape().index(1, 2)] = -Float.MAX_VALUE;
    layer.gradients()[layer.shape().index(1, 2)] = 1e10f;
    optimizer.step(1e30);
    assertFalse(optimizer.finite());
  }
}

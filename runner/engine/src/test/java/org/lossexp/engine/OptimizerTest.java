package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers against PyTorch: optimizers.csv, written by optimizers.py beside it. */
class OptimizerTest {
  private static final int UNITS = 5;

  private final Parameters layer = Parameters.learned("weights", new Panels(2, UNITS), 1);

  static Map<String, Function<Parameters, Optimizer>> cases() {
    Map<String, Function<Parameters, Optimizer>> cases = new LinkedHashMap<>();
    cases.put("sgd", layer -> new Descent(layer, 0, false));
    cases.put("momentum", layer -> new Descent(layer, 0.9, false));
    cases.put("nesterov", layer -> new Descent(layer, 0.9, true));
    cases.put("momentum with decay", layer -> new Descent(layer, 0.9, false).decaying(0.1, false));
    cases.put("adam", layer -> new Adam(layer, 0.9, 0.999, 1e-8));
    cases.put("adam with decay", layer -> new Adam(layer, 0.9, 0.999, 1e-8).decaying(0.1, false));
    cases.put("adamw", layer -> new Adam(layer, 0.9, 0.999, 1e-8).decaying(0.1, true));
    cases.put("rmsprop", layer -> new RmsProp(layer, 0.99, 1e-8, 0, false));
    cases.put("rmsprop centered", layer -> new RmsProp(layer, 0.99, 1e-3, 0.5, true));
    cases.put("adagrad", layer -> new Adagrad(layer, 1e-10));
    cases.put("adadelta", layer -> new Adadelta(layer, 0.9, 1e-6));
    cases.put("nadam", layer -> new Nadam(layer, 0.9, 0.999, 1e-8, 4e-3));
    cases.put("radam", layer -> new Radam(layer, 0.9, 0.999, 1e-8));
    cases.put("lion", layer -> new Lion(layer, 0.9, 0.99).decaying(0.1, true));
    return cases;
  }

  private static double rate(String name) {
    return switch (name) {
      case "sgd", "momentum", "nesterov", "momentum with decay", "adagrad" -> 0.1;
      case "adadelta" -> 1;
      default -> 0.01;
    };
  }

  static Stream<String> names() {
    return cases().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void movesWeightsAsPyTorch(String name) throws IOException {
    Optimizer optimizer = cases().get(name).apply(layer);
    double rate = rate(name);
    List<String[]> cells =
        lines().stream().map(line -> line.split(",")).filter(c -> c[0].equals(name)).toList();
    for (int unit = 0; unit < UNITS; unit++) {
      layer.values()[at(unit)] = Float.parseFloat(cells.get(unit)[4]);
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
        assertEquals(expected, layer.values()[at(unit)], tolerance, where);
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
    layer.values()[layer.shape().index(1, 2)] = -Float.MAX_VALUE;
    layer.gradients()[layer.shape().index(1, 2)] = 1e10f;
    optimizer.step(1e30);
    assertFalse(optimizer.finite());
  }
}

package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L-BFGS against PyTorch: lbfgs.csv, written by lbfgs.py beside it. */
class LbfgsTest {
  @ParameterizedTest
  @CsvSource({"rosenbrock,10,1,-1.2;1", "rosenbrock far,2,0.5,30;-5", "logistic,3,1,4;-3;2"})
  void goesWherePyTorchGoes(String name, int history, double rate, String start)
      throws IOException {
    double[] x = Arrays.stream(start.split(";", -1)).mapToDouble(Double::parseDouble).toArray();
    Lbfgs.Objective objective =
        name.equals("logistic") ? LbfgsTest::logistic : LbfgsTest::rosenbrock;
    Lbfgs lbfgs = new Lbfgs(x.length, history);
    List<String[]> cells =
        lines().stream().map(line -> line.split(",")).filter(c -> c[0].equals(name)).toList();
    assertTrue(cells.size() >= 36);
    for (int first = 0; first < cells.size(); first += x.length) {
      String step = "step " + cells.get(first)[1];
      double value = step(lbfgs, objective, x, rate);
      double expected = Double.parseDouble(cells.get(first)[3]);
      assertEquals(expected, value, 1e-7 * Math.abs(expected) + 1e-12, step);
      for (int i = 0; i < x.length; i++) {
        double place = Double.parseDouble(cells.get(first + i)[4]);
        assertEquals(place, x[i], 1e-7 * Math.max(1, Math.abs(place)), step);
      }
    }
  }

  @Test
  void aStationaryPlaceIsNotLeft() {
    double[] x = {1, 1};
    Lbfgs lbfgs = new Lbfgs(2, 5);
    assertEquals(0, step(lbfgs, LbfgsTest::rosenbrock, x, 1));
    assertArrayEquals(new double[] {1, 1}, x);
  }

  @Test
  void comesBackFromWhereNothingIsFinite() {
    // x − log x, which is NaN left of 0: the first try lands at −3.
    Lbfgs.Objective barrier =
        (x, gradient) -> {
          gradient[0] = 1 - 1 / x[0];
          return x[0] - StrictMath.log(x[0]);
        };
    double[] x = {20};
    Lbfgs lbfgs = new Lbfgs(1, 5);
    for (int step = 0; step < 30; step++) {
      step(lbfgs, barrier, x, 25);
    }
    assertEquals(1, x[0], 1e-7);
  }

  private static double step(Lbfgs lbfgs, Lbfgs.Objective objective, double[] x, double rate) {
    double value = objective.evaluate(x, lbfgs.gradient());
    lbfgs.step(objective, x, value, rate);
    return value;
  }

  private static double rosenbrock(double[] x, double[] gradient) {
    double a = 1 - x[0];
    double b = x[1] - x[0] * x[0];
    gradient[0] = -2 * a - 400 * x[0] * b;
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  }

  private static double logistic(double[] w, double[] gradient) {
    double value = 0;
    for (int j = 0; j < 3; j++) {
      value += 0.01 * w[j] * w[j];
      gradient[j] = 0.02 * w[j];
    }
    for (int i = 0; i < 12; i++) {
      double sign = i * i % 5 <= 1 ? 1 : -1;
      double margin = 0;
      for (int j = 0; j < 3; j++) {
        margin += sign * feature(i, j) * w[j];
      }
      value += softplus(-margin) / 12;
      double slope = -sign / (1 + StrictMath.exp(margin)) / 12;
      for (int j = 0; j < 3; j++) {
        gradient[j] += slope * feature(i, j);
      }
    }
    return value;
  }

  private static double feature(int i, int j) {
    return (3 * i + 5 * j) % 7 - 3;
  }

  private static double softplus(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  private static List<String> lines() throws IOException {
    try (InputStream file = LbfgsTest.class.getResourceAsStream("lbfgs.csv")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }
}

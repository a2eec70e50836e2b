package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages of weights against PyTorch: averages.csv, written by averages.py beside it. */
class AverageTest {
  private static final int UNITS = 5;

  private final Parameters weights = Parameters.learned("weights", new Panels(1, UNITS), 1);

  @ParameterizedTest
  @ValueSource(strings = {"ema", "swa"})
  void averagesAsPyTorch(String name) throws IOException {
    List<Parameters> parameters = List.of(weights);
    Average average =
        name.equals("ema") ? new Average.Ema(0.9, parameters) : new Average.Swa(0, parameters);
    List<String[]> cells =
        lines().stream().map(line -> line.split(",")).filter(c -> c[0].equals(name)).toList();
    for (int first = 0; first < cells.size(); first += UNITS) {
      for (int unit = 0; unit < UNITS; unit++) {
        weights.values()[unit] = Float.parseFloat(cells.get(first + unit)[3]);
      }
      average.afterStep();
      average.afterEpoch(Integer.parseInt(cells.get(first)[1]));
      average.swap();
      for (int unit = 0; unit < UNITS; unit++) {
        float expected = Float.parseFloat(cells.get(first + unit)[4]);
        float tolerance = 2e-6f * Math.max(1, Math.abs(expected));
        String where = "step " + cells.get(first)[1] + ", unit " + unit;
        assertEquals(expected, weights.values()[unit], tolerance, where);
      }
      average.swap();
    }
    assertEquals(20 * UNITS, cells.size());
  }

  @Test
  void theWeightsAreJudgedUntilAveragingBegins() {
    Average average = new Average.Swa(1, List.of(weights));
    weights.values()[0] = 1;
    average.afterEpoch(1);
    average.swap();
    assertEquals(1, weights.values()[0]);
    average.swap();
    weights.values()[0] = 5;
    average.afterEpoch(2);
    weights.values()[0] = 6;
    average.afterEpoch(3);
    average.swap();
    assertEquals(5.5f, weights.values()[0]);
    average.swap();
    assertEquals(6, weights.values()[0]);
  }

  @Test
  void theJudgedNetworkIsTheAverage() {
    float[] first = Trials.LINEAR.adam(0.1).epochs(1).weights();
    float[] second = Trials.LINEAR.adam(0.1).epochs(2).weights();
    float[] mean = new float[first.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = first[i] + 0.5f * (second[i] - first[i]);
    }
    assertArrayEquals(mean, Trials.LINEAR.adam(0.1).epochs(2).swa(0).weights());
  }

  private static List<String> lines() throws IOException {
    try (InputStream file = AverageTest.class.getResourceAsStream("averages.csv")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }
}

package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.lossexp.report.statistics.PublishedNumbers.file;
import static org.lossexp.report.statistics.PublishedNumbers.numbers;

import com.google.gson.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MultipleTestingTest {

  @Test
  void adjustmentsAgreeWithMulttest() throws IOException {
    JsonObject sets = file("multiple_testing_multtest.json").getAsJsonObject("sets");
    for (String name : sets.keySet()) {
      JsonObject set = sets.getAsJsonObject(name);
      double[] p = numbers(set.get("rawp"));
      assertArrayEquals(numbers(set.get("Bonferroni")), MultipleTesting.bonferroni(p), 1e-14, name);
      assertArrayEquals(numbers(set.get("Holm")), MultipleTesting.holm(p), 1e-14, name);
      assertArrayEquals(numbers(set.get("Hochberg")), MultipleTesting.hochberg(p), 1e-14, name);
      assertArrayEquals(numbers(set.get("BH")), MultipleTesting.benjaminiHochberg(p), 1e-14, name);
    }
  }

  @Test
  void resultsKeepTheOrderOfTheInput() {
    double[] p = {0.04, 0.001, 0.03};
    assertArrayEquals(new double[] {0.06, 0.003, 0.06}, MultipleTesting.holm(p), 1e-15);
    assertArrayEquals(new double[] {0.04, 0.003, 0.04}, MultipleTesting.hochberg(p), 1e-15);
    assertArrayEquals(
        new double[] {0.04, 0.003, 0.04}, MultipleTesting.benjaminiHochberg(p), 1e-15);
  }

  @Test
  void whatIsNotAProbabilityIsRefused() {
    double[] undefined = {0.1, Double.NaN};
    assertThrows(IllegalArgumentException.class, () -> MultipleTesting.holm(undefined));
  }
}

package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SignTestTest {

  @Test
  void agreesWithSciPy() {
    // expected: scipy.stats.binomtest, SciPy 1.17.1
    assertEquals(0.057373046875, SignTest.of(3, 11, 0).pValue());
    assertEquals(0.0625, SignTest.of(5, 0, 2).pValue());
    assertEquals(1, SignTest.of(5, 5, 0).pValue());
    assertEquals(0.01348929373119186, SignTest.of(20, 40, 0).pValue(), 1e-15);
    assertEquals(0.022536627567509532, SignTest.of(560, 640, 0).pValue(), 1e-13);
  }

  @Test
  void countsBySign() {
    SignTest test = SignTest.of(new double[] {0.1, -0.2, 0, 0.3});
    assertEquals(new SignTest(2, 1, 1, 1), test);
  }
}

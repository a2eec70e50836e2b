package org.lossexp.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers: mpmath 1.3.0 with 60 digits, rounded to the nearest double. */
class StableMathTest {
  @ParameterizedTest
  @CsvSource({
    "-745, 5e-324",
    "-700.5, 5.980196118639791e-305",
    "-37.25, 6.64554417291507e-17",
    "-1, 0.36787944117144233",
    "-1e-10, 0.9999999999",
    "0.5, 1.6487212707001282",
    "1, 2.718281828459045",
    "10.1, 24343.00942440838",
    "88.7, 3.325986980250579e+38",
    "709.5, 1.3549863193146328e+308",
  })
  void expIsRightToTheLastDigit(double x, double expected) {
    assertEquals(expected, StableMath.exp(x), Math.ulp(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "5e-324, -744.4400719213812",
    "1e-300, -690.7755278982137",
    "0.1, -2.3025850929940455",
    "0.7071067811865475, -0.34657359027997275",
    "0.999999, -1.000000500029089e-06",
    "1.0000001, 9.999999505838704e-08",
    "1.5, 0.4054651081081644",
    "10, 2.302585092994046",
    "1e300, 690.7755278982137",
  })
  void logIsRightToTheLastDigit(double x, double expected) {
    assertEquals(expected, StableMath.log(x), Math.ulp(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "-0.75, -1.3862943611198906",
    "-1e-9, -1.0000000005000001e-09",
    "1e-300, 1e-300",
    "1e-17, 1e-17",
    "1.6e-16, 1.5999999999999999e-16",
    "1e-10, 9.999999999500001e-11",
    "0.3, 0.26236426446749106",
    "1, 0.6931471805599453",
    "1e8, 18.420680753952364",
  })
  void log1pIsRightToTheLastDigit(double x, double expected) {
    assertEquals(expected, StableMath.log1p(x), Math.ulp(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "-800, 0",
    "-100, 3.720075976020836e-44",
    "-1.5, 0.2014132779827524",
    "0, 0.6931471805599453",
    "1e-8, 0.6931471855599454",
    "2.25, 2.350206558916747",
    "40, 40",
    "1000, 1000",
  })
  void softplusIsFiniteAndKeepsItsDigits(double x, double expected) {
    assertEquals(expected, StableMath.softplus(x), 2 * Math.ulp(expected));
    assertEquals(-expected, StableMath.logSigmoid(-x), 2 * Math.ulp(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "-800, 0",
    "-100, 3.720075976020836e-44",
    "-1.5, 0.18242552380635635",
    "0, 0.5",
    "2.25, 0.9046505351008906",
    "40, 1",
  })
  void sigmoidKeepsItsDigits(double x, double expected) {
    assertEquals(expected, StableMath.sigmoid(x), 2 * Math.ulp(expected));
  }

  @Test
  void softmaxAndLogSumExpAgreeWithMpmath() {
    double[] scores = {-9, 3.2, 5.1, -1.7};
    double[] out = new double[5];
    double logSumExp = StableMath.softmax(scores, 1, 3, out, 2);
    assertEquals(5.24035515280017, logSumExp, 1e-15);
    assertEquals(5.24035515280017, StableMath.logSumExp(scores, 1, 3), 1e-15);
    double[] expected = {0, 0, 0.12998253901717316, 0.8690495352082658, 0.000967925774561044};
    assertArrayEquals(expected, out, 2e-16);
  }

  @Test
  void softmaxOfRowsIsThatOfEachRow() {
    int rows = 41;
    int columns = 7;
    double[] x = new double[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 37 % 101 - 50 + 1.0 / (i + 1);
    }
    x[9] = 1000;
    double[] out = new double[x.length];
    double[] logSums = new double[rows];
    StableMath.softmaxRows(x, rows, columns, out, logSums, new double[x.length]);
    double[] expected = new double[x.length];
    for (int row = 0; row < rows; row++) {
      int first = row * columns;
      assertEquals(StableMath.softmax(x, first, columns, expected, first), logSums[row]);
    }
    assertArrayEquals(expected, out, 1e-300);
    double[] memory = new double[5 + 3 * StableMath.TILE];
    StableMath.softmaxTile(x, columns, rows - 1, columns, memory, 5);
    for (int i = columns; i < x.length; i++) {
      assertEquals(out[i], memory[5 + i - columns]);
    }
    for (int row = 1; row < rows; row++) {
      assertEquals(logSums[row], memory[5 + 2 * StableMath.TILE + row - 1]);
    }
  }

  @Test
  void softmaxOfHugeLogitsIsFinite() {
    double[] out = new double[2];
    assertEquals(1000, StableMath.softmax(new double[] {1000, -1000}, 0, 2, out, 0));
    assertArrayEquals(new double[] {1, 0}, out);
  }

  @Test
  void logSumExpOfNothingIsMinusInfinity() {
    assertEquals(Double.NEGATIVE_INFINITY, StableMath.logSumExp(new double[3], 1, 0));
  }

  @Test
  void nanAndInfinityPassThrough() {
    double inf = Double.POSITIVE_INFINITY;
    assertEquals(inf, StableMath.exp(inf));
    assertEquals(0, StableMath.exp(-inf));
    assertTrue(Double.isNaN(StableMath.exp(Double.NaN)));
    assertEquals(inf, StableMath.log(inf));
    assertEquals(-inf, StableMath.log(0));
    assertTrue(Double.isNaN(StableMath.log(-1)));
    assertTrue(Double.isNaN(StableMath.log(Double.NaN)));
    assertEquals(inf, StableMath.log1p(inf));
    assertEquals(-inf, StableMath.log1p(-1));
    assertTrue(Double.isNaN(StableMath.logSumExp(new double[] {1, Double.NaN}, 0, 2)));
  }

  @Test
  void expAndLogsStayWithinOneUlpOfStrictMath() {
    SplittableRandom random = new SplittableRandom(2026);
    for (int i = 0; i < 300_000; i++) {
      near(StableMath::exp, StrictMath::exp, random.nextDouble(-740, 709.7));
      near(StableMath::exp, StrictMath::exp, random.nextDouble(-2, 2));
      near(StableMath::log, StrictMath::log, StrictMath.exp(random.nextDouble(-740, 709)));
      near(StableMath::log, StrictMath::log, random.nextDouble(0.5, 2));
      near(StableMath::log1p, StrictMath::log1p, StrictMath.exp(random.nextDouble(-60, 3)));
      near(StableMath::log1p, StrictMath::log1p, random.nextDouble(-0.99, 1));
    }
  }

  private static void near(DoubleUnaryOperator ours, DoubleUnaryOperator strict, double x) {
    double expected = strict.applyAsDouble(x);
    double actual = ours.applyAsDouble(x);
    assertTrue(
        Math.abs(actual - expected) <= Math.ulp(expected),
        () -> "at %s: %s, StrictMath %s".formatted(x, actual, expected));
  }
}

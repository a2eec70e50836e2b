package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.lossexp.spi.StableMath;

/** Activations against {@link StrictMath} in double; their bits at other widths: WidthsTest. */
class CurvesTest {
  private interface Curve {
    void apply(Rows values, int first, int last);
  }

  @Test
  void tanhIsRightToTheLastBits() {
    assertClose(Curves::tanh, StrictMath::tanh);
  }

  @Test
  void sigmoidIsRightToTheLastBits() {
    assertClose(Curves::sigmoid, StableMath::sigmoid);
  }

  private static void assertClose(Curve curve, DoubleUnaryOperator exact) {
    for (float x = -80; x < 80; x += 0.00371f) {
      float y = at(curve, x);
      double expected = exact.applyAsDouble(x);
      double units = Math.abs(y - expected) / Math.ulp((float) expected);
      assertTrue(units <= 2.5, "f(" + x + "f) is off by " + units + " units");
    }
  }

  @Test
  void extremesStayInTheRange() {
    assertEquals(1f, at(Curves::tanh, 1e30f));
    assertEquals(-1f, at(Curves::tanh, Float.NEGATIVE_INFINITY));
    assertEquals(0f, at(Curves::tanh, 0f));
    assertEquals(1f, at(Curves::sigmoid, 1e30f));
    assertEquals(0f, at(Curves::sigmoid, -1e30f), 1e-38f);
    assertEquals(0.5f, at(Curves::sigmoid, 0f));
  }

  @Test
  void nanStaysNan() {
    assertEquals(Float.NaN, at(Curves::tanh, Float.NaN));
    assertEquals(Float.NaN, at(Curves::sigmoid, Float.NaN));
    assertEquals(Float.NaN, at(Curves::relu, Float.NaN));
  }

  private static float at(Curve curve, float x) {
    Rows rows = Rows.of(1, 3);
    rows.data()[1] = x;
    curve.apply(rows, 0, 1);
    return rows.data()[1];
  }
}

package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is looked up moves where a step has looked; expected is the same step over the whole matrix,
 * whose gradients are 0 elsewhere, bit by bit.
 */
class TablesTest {
  private static final int STEPS = 25;

  private static Stream<Arguments> cases() {
    List<Panels> shapes =
        List.of(
            new Panels(40, 5),
            new Panels(40, 70),
            new Panels(1, 300),
            new Panels(1, 70),
            new Panels(1, 1),
            new Panels(2, 1));
    List<Clip> clips = List.of(new Clip.None(), new Clip.Norm(0.5), new Clip.Each(0.1f));
    return OptimizerTest.cases().entrySet().stream()
        .flatMap(optimizer ->
            shapes.stream()
                .flatMap(shape ->
                    clips.stream()
                        .map(clip ->
                            Arguments.of(optimizer.getKey(), optimizer.getValue(), shape, clip))));
  }

  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("cases")
  void aTableMovesAsAWholeMatrixDoes(
      String name, Function<Parameters, Optimizer> optimizer, Panels shape, Clip clip) {
    Parameters table = Parameters.table("table", shape, shape.rows());
    Parameters whole = Parameters.learned("whole", shape, shape.rows());
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < shape.rows() * shape.columns(); i++) {
      int at = shape.index(i / shape.columns(), i % shape.columns());
      // Zeros of both signs among them.
      float value = i % 5 == 0 ? (i % 2 == 0 ? 0f : -0f) : (float) random.nextDouble(-1, 1);
      table.values()[at] = value;
      whole.values()[at] = value;
    }
    Optimizer mine = optimizer.apply(table);
    Optimizer expected = optimizer.apply(whole);
    for (int step = 0; step < STEPS; step++) {
      table.clear();
      whole.clear();
      look(table, whole, random);
      clip.apply(List.of(table));
      clip.apply(List.of(whole));
      assertEquals(whole.gradientSquare(), table.gradientSquare());
      mine.step(0.05);
      expected.step(0.05);
      assertArrayEquals(bits(whole.values()), bits(table.values()), name + " step " + step);
      assertArrayEquals(bits(whole.gradients()), bits(table.gradients()));
      assertEquals(expected.gradientSquare(), mine.gradientSquare());
      assertTrue(mine.finite());
    }
  }

  /** Adds to a few gradients, in some steps to none. */
  private static void look(Parameters table, Parameters whole, SplittableRandom random) {
    Panels shape = table.shape();
    for (int i = random.nextInt(4); i > 0; i--) {
      int row = random.nextInt(shape.rows());
      int first = shape.rows() == 1 ? random.nextInt(shape.columns()) : 0;
      int end = shape.rows() == 1 ? first + 1 : shape.columns();
      if (shape.rows() == 1) {
        table.touchColumn(first);
      } else {
        table.touchRow(row);
      }
      for (int column = first; column < end; column++) {
        float gradient = (float) random.nextDouble(-1, 1);
        table.gradients()[shape.index(row, column)] += gradient;
        whole.gradients()[shape.index(row, column)] += gradient;
      }
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void aRowThatOverflowsIsNoticed() {
    Parameters table = Parameters.table("table", new Panels(9, 3), 9);
    Optimizer optimizer = new Descent(table, 0, false);
    table.touchRow(4);
    table.values()[table.shape().index(4, 1)] = -Float.MAX_VALUE;
    table.gradients()[table.shape().index(4, 1)] = 1e10f;
    optimizer.step(1e30);
    assertFalse(optimizer.finite());
  }

  /** One code: all its columns are one row of several panels. */
  @Test
  void aTableOfOneRowIsTouchedWhole() {
    Parameters table = Parameters.table("table", new Panels(1, 70), 1);
    table.touchRow(0);
    table.gradients()[table.shape().index(0, 69)] = 2;
    assertEquals(4, table.gradientSquare());
    new Descent(table, 0, false).step(0.5);
    assertEquals(-1, table.values()[table.shape().index(0, 69)]);
    table.clear();
    assertEquals(0, table.gradients()[table.shape().index(0, 69)]);
  }

  /** Penalties and coupled decay pull on rows that nobody has looked up. */
  @Test
  void whatPullsOnAllRowsMovesAllRows() {
    Parameters table = Parameters.table("table", new Panels(9, 3), 9);
    Arrays.fill(table.values(), 1);
    table.touchRow(2);
    new Descent(table, 0, false).decaying(0.1, false).step(0.5);
    assertEquals(0.95f, table.values()[table.shape().index(7, 1)]);
    table.clear();
    assertEquals(0, table.gradients()[table.shape().index(7, 1)]);
  }
}

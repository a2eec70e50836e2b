package org.lossexp.formula.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The interpreter says what a program means; compiled code must give the same bits. */
class CompiledKernelTest {
  private static final int UNITS = 7;
  private static final double[] CORNERS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    2,
    40,
    -40,
    800,
    -800,
    1e300,
    -1e300,
    1e-300,
    Double.MIN_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  @Test
  void scalarsHaveTheInterpretersBits() {
    for (long seed = 0; seed < 1500; seed++) {
      RandomFormulas.Formula formula = RandomFormulas.ofScalars(seed, 12, false);
      check(formula, Shape.none(), new int[0], 0, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void vectorsOfOneSizeHaveTheInterpretersBits(int size) {
    for (long seed = 0; seed < 600; seed++) {
      RandomFormulas.Formula formula = RandomFormulas.ofVectors(seed, 14, false);
      check(formula, Shape.uniform(size), new int[0], UNITS * size, seed);
    }
  }

  /** Three units fill a tile (StableMath.TILE). */
  @Test
  void severalTilesHaveTheInterpretersBits() {
    for (long seed = 0; seed < 40; seed++) {
      RandomFormulas.Formula formula = RandomFormulas.ofVectors(seed, 14, false);
      check(formula, Shape.uniform(300), new int[0], UNITS * 300, seed);
    }
  }

  @Test
  void raggedVectorsHaveTheInterpretersBits() {
    int[] starts = {0, 3, 3, 4, 9, 9, 11, 16};
    for (long seed = 0; seed < 1000; seed++) {
      RandomFormulas.Formula formula = RandomFormulas.ofVectors(seed, 14, false);
      check(formula, Shape.ragged(), starts, 16, seed);
    }
  }

  private static void check(
      RandomFormulas.Formula formula, Shape shape, int[] starts, int positions, long seed) {
    Optional<Term> counted =
        seed % 3 == 0
            ? Optional.of(
                formula
                    .graph()
                    .less(
                        formula.graph().input(RandomFormulas.TARGET), formula.graph().constant(1)))
            : Optional.empty();
    Program program = ProgramBuilder.build(formula.graph(), formula.value(), counted, shape);
    Optional<Kernel> compiled = Compiler.compile(program);
    assertTrue(compiled.isPresent(), () -> "too long: " + program.terms());
    Map<Signal, double[]> data = data(positions, seed);
    Runs.Result expected = Runs.run(new Interpreter(program), UNITS, starts, data::get);
    Runs.Result actual = Runs.run(compiled.get(), UNITS, starts, data::get);
    assertEquals(expected.bits(), actual.bits(), () -> "seed " + seed);
    // In two pieces the same.
    Runs.Result head = Runs.run(compiled.get(), 0, 3, UNITS, starts, data::get);
    Runs.Result tail = Runs.run(compiled.get(), 3, UNITS - 3, UNITS, starts, data::get);
    for (int unit = 0; unit < UNITS; unit++) {
      double value = (unit < 3 ? head : tail).values()[unit];
      assertEquals(expected.values()[unit], value, () -> "seed " + seed);
    }
  }

  private static Map<Signal, double[]> data(int positions, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Signal, double[]> data = new HashMap<>();
    data.put(RandomFormulas.PREDICTION, numbers(UNITS, random));
    data.put(RandomFormulas.LOCATION, numbers(2 * UNITS + 1, random));
    data.put(RandomFormulas.TARGET, numbers(UNITS, random));
    data.put(RandomFormulas.INDEX, new double[] {0, 1, 2, 0, -100, 1, 7});
    data.put(RandomFormulas.PROGRESS, numbers(1, random));
    data.put(RandomFormulas.SCORES, numbers(positions, random));
    data.put(RandomFormulas.WIDE, numbers(3 * positions + 1, random));
    data.put(RandomFormulas.RELEVANCE, numbers(positions, random));
    data.put(RandomFormulas.COUNTS, numbers(300, random));
    return data;
  }

  private static double[] numbers(int length, SplittableRandom random) {
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      numbers[i] =
          random.nextInt(3) == 0
              ? CORNERS[random.nextInt(CORNERS.length)]
              : Math.scalb(random.nextDouble(-1, 1), random.nextInt(-2, 4));
    }
    return numbers;
  }
}

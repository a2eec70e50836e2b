package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.word;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.spi.Task;

final class GeneratorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"blobs", "spirals", "moons", "friedman1", "linear"})
  void theSameCallGivesTheSameBitsAndAnotherSeedOthers(String name) {
    Dataset one = Generators.generate(call(name));
    Dataset two = Generators.generate(call(name));
    Dataset other = Generators.generate(call(name, "seed", 2));
    assertArrayEquals(values(one, 0), values(two, 0));
    assertArrayEquals(one.target(), two.target());
    assertEquals(one.header(), two.header());
    assertNotEquals(one.header().sha256(), other.header().sha256());
    assertNotEquals(Arrays.hashCode(values(one, 0)), Arrays.hashCode(values(other, 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "spirals", "moons", "friedman1", "linear"})
  void moreRowsKeepTheOnesBefore(String name) {
    Dataset few = Generators.generate(call(name, "rows", 30));
    Dataset many = Generators.generate(call(name, "rows", 60));
    assertArrayEquals(values(few, 0), Arrays.copyOf(values(many, 0), 30));
    assertArrayEquals(few.target(), Arrays.copyOf(many.target(), 30));
  }

  @Test
  void classesAreNumberedAndBalanced() {
    Dataset blobs = Generators.generate(call("blobs", "rows", 4000, "classes", 10));
    assertEquals(Task.MULTICLASS, blobs.header().task());
    assertEquals(10, blobs.header().classes().size());
    assertTrue(blobs.header().classCounts().stream().allMatch(count -> count == 400));
    assertEquals(Task.BINARY, Generators.generate(call("moons")).header().task());
    assertEquals(Task.BINARY, Generators.generate(call("spirals")).header().task());
  }

  /**
   * Expected: the formula of Friedman (1991) by hand: sin(π/4) · 10 at x1 = x2 = ½, 0 at x3 = ½,
   * then 10 · 0.1 + 5 · 0.2.
   */
  @Test
  void friedmansFunctionIsThatOfThePaper() {
    assertEquals(
        7.071067811865475 + 1 + 1,
        Generators.friedman(new double[] {0.5, 0.5, 0.5, 0.1, 0.2, 9}),
        1e-14);
    assertEquals(5.0, Generators.friedman(new double[] {0, 1, 0, 0, 0}), 1e-14);
  }

  /** Expected: from the variances of the four terms, that of the sine by numerical integration. */
  @Test
  void friedmansSignalHasTheSpreadOfItsTerms() {
    Dataset data = Generators.generate(call("friedman1", "rows", 100_000, "noise", 0));
    assertEquals(4.88124, Moments.sampleSd(data.target()), 0.04);
    assertEquals(10, data.features().size());
  }

  @Test
  void outliersOfTheSourceAreWithoutAnExtraDraw() {
    Dataset clean = Generators.generate(call("friedman1"));
    Dataset dirty = Generators.generate(call("friedman1", "outliers", 0.1));
    assertArrayEquals(values(clean, 3), values(dirty, 3));
    int moved = 0;
    for (int row = 0; row < clean.rows(); row++) {
      moved += clean.target()[row] == dirty.target()[row] ? 0 : 1;
    }
    assertEquals(50, moved, 25);
  }

  @Test
  void withoutNoiseMoonsLieOnTheirHalfCircles() {
    Dataset moons = Generators.generate(call("moons", "noise", 0));
    for (int row = 0; row < moons.rows(); row++) {
      double x = values(moons, 0)[row];
      double y = values(moons, 1)[row];
      boolean outer = moons.target()[row] == 0;
      double dx = outer ? x : x - 1;
      double dy = outer ? y : 0.5 - y;
      assertEquals(1, dx * dx + dy * dy, 1e-12);
      assertTrue(dy >= 0);
    }
  }

  @Test
  void withoutNoiseSpiralArmsStayApart() {
    Dataset spirals = Generators.generate(call("spirals", "noise", 0, "classes", 3));
    for (int row = 0; row < spirals.rows(); row++) {
      double radius = Math.hypot(values(spirals, 0)[row], values(spirals, 1)[row]);
      double angle = StrictMath.atan2(values(spirals, 1)[row], values(spirals, 0)[row]);
      double start = angle - Math.PI * radius - 2 * Math.PI * spirals.target()[row] / 3;
      assertEquals(0, StrictMath.sin(start / 2), 1e-9);
    }
  }

  /**
   * Expected: mean absolute error of the normal 0.798, of Laplace 1, of Student's t with 3: 1.103.
   */
  @Test
  void errorsHaveTheSpreadOfTheirDistribution() {
    Dataset exact = Generators.generate(call("linear", "rows", 50_000, "noise", 0));
    for (var expected :
        List.of(
            java.util.Map.entry("normal", 0.7979),
            java.util.Map.entry("laplace", 1.0),
            java.util.Map.entry("student_t", 1.1027))) {
      Dataset noisy =
          Generators.generate(
              call("linear", "rows", 50_000, "distribution", word(expected.getKey())));
      assertArrayEquals(values(exact, 0), values(noisy, 0));
      double sum = 0;
      for (int row = 0; row < exact.rows(); row++) {
        sum += Math.abs(noisy.target()[row] - exact.target()[row]);
      }
      assertEquals(expected.getValue(), sum / exact.rows(), 0.025);
    }
  }

  private static double[] values(Dataset data, int column) {
    return switch (data.features().get(column)) {
      case Column.Numeric numeric -> numeric.values();
      case Column.Image image -> throw new AssertionError(image.name());
      case Column.Categorical categorical -> throw new AssertionError(categorical.name());
    };
  }
}

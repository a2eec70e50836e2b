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
  @ValueSource(
      strings = {
        "blobs",
        "spirals",
        "moons",
        "friedman1",
        "linear",
        "circles",
        "friedman2",
        "friedman3",
        "long_servedio",
        "imbalanced",
        "clusters",
        "engel",
        "survival",
        "ranking"
      })
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
  @ValueSource(
      strings = {
        "blobs",
        "spirals",
        "moons",
        "friedman1",
        "linear",
        "circles",
        "friedman2",
        "friedman3",
        "long_servedio",
        "imbalanced",
        "clusters",
        "engel",
        "survival"
      })
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

  @Test
  void circlesAreRound() {
    Dataset circles = Generators.generate(call("circles", "noise", 0, "factor", 0.3));
    for (int row = 0; row < circles.rows(); row++) {
      assertEquals(
          circles.target()[row] == 0 ? 1 : 0.3,
          Math.hypot(values(circles, 0)[row], values(circles, 1)[row]),
          1e-12);
    }
  }

  /**
   * Expected: means of the noiseless functions over a million draws by scikit-learn 1.2's
   * make_friedman2 and make_friedman3 (random_state 0).
   */
  @Test
  void friedmansCircuitsAreThoseOfScikitLearn() {
    Dataset two = Generators.generate(call("friedman2", "rows", 100_000, "noise", 0));
    assertEquals(479.93, Moments.mean(two.target()), 4);
    assertEquals(378.98, Moments.sampleSd(two.target()), 4);
    Dataset three = Generators.generate(call("friedman3", "rows", 100_000, "noise", 0));
    assertEquals(1.3245, Moments.mean(three.target()), 0.004);
    assertEquals(0.3160, Moments.sampleSd(three.target()), 0.004);
  }

  /** A line through the origin keeps every clean point on its side: x1 of a class has one sign. */
  @Test
  void longAndServediosClassesCanBeToldApart() {
    Dataset data = Generators.generate(call("long_servedio", "spread", 0));
    int far = 0;
    for (int row = 0; row < data.rows(); row++) {
      double sign = data.target()[row] == 1 ? 1 : -1;
      assertTrue(sign * values(data, 0)[row] >= 1.0 / 24);
      far += Math.abs(values(data, 0)[row]) == 1 ? 1 : 0;
    }
    assertEquals(0.25, (double) far / data.rows(), 0.04);
  }

  @Test
  void theRareClassIsAsRareAsItIsSaidToBe() {
    Dataset data = Generators.generate(call("imbalanced", "rows", 1010, "ratio", 100));
    assertEquals(List.of(1000L, 10L), data.header().classCounts());
  }

  /** Expected: shares of the standard normal distribution beyond the bounds. */
  @Test
  void halfOfTheItemsAreIrrelevant() {
    Dataset data = Generators.generate(call("ranking", "lists", 2000));
    assertEquals(Task.RANKING, data.header().task());
    assertEquals(2000, data.header().inputs().lists());
    double[] shares = new double[5];
    for (double relevance : data.target()) {
      shares[(int) relevance] += 1.0 / data.rows();
    }
    assertArrayEquals(new double[] {0.5, 0.25, 0.15, 0.07, 0.03}, shares, 0.01);
  }

  @Test
  void everyUserRatesSomething() {
    Dataset data = Generators.generate(call("latent_ratings", "density", 0.05));
    assertEquals(Task.RECOMMENDATION, data.header().task());
    assertEquals(200, Arrays.stream(data.roles().codes().get(0).codes()).distinct().count());
    assertEquals(200 * 100 * 0.05 + 200 * 0.95, data.rows(), 150);
    assertTrue(Arrays.stream(data.target()).allMatch(r -> r >= 0.5 && r <= 5 && 2 * r % 1 == 0));
    assertEquals(4, data.roles().positive().orElseThrow());
  }

  /** Expected: the quantile slopes of Engel's data, 0.40 and 0.69, as in its Javadoc. */
  @Test
  void engelsSpreadGrowsWithIncome() {
    Dataset data = Generators.generate(call("engel", "rows", 20_000));
    int below = 0;
    int above = 0;
    for (int row = 0; row < data.rows(); row++) {
      double income = values(data, 0)[row];
      below += data.target()[row] < 80 + 0.405 * income ? 1 : 0;
      above += data.target()[row] > 80 + 0.695 * income ? 1 : 0;
    }
    assertEquals(0.1, below / 20_000.0, 0.01);
    assertEquals(0.1, above / 20_000.0, 0.01);
  }

  @Test
  void asManyAreLostFromSightAsAsked() {
    Dataset data = Generators.generate(call("survival", "rows", 20_000, "censored", 0.3));
    double[] event = data.roles().extras().get("event");
    assertEquals(0.7, Arrays.stream(event).sum() / 20_000, 0.015);
    assertEquals(java.util.Set.of("event"), data.header().inputs().extras());
  }

  @Test
  void categoriesMoveTheTarget() {
    Dataset data = Generators.generate(call("categories", "noise", 0, "columns", 1, "levels", 10));
    Column.Categorical category = (Column.Categorical) data.features().getFirst();
    assertEquals("level 01", category.levels().getFirst());
    double[] effect = new double[10];
    Arrays.fill(effect, Double.NaN);
    for (int row = 0; row < data.rows(); row++) {
      double rest = data.target()[row] - values(data, 1)[row] + values(data, 2)[row];
      int level = category.codes()[row];
      effect[level] = Double.isNaN(effect[level]) ? rest : effect[level];
      assertEquals(effect[level], rest, 1e-12);
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

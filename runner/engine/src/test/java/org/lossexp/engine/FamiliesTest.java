package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Feeding;
import org.lossexp.experiment.Feeding.Role;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Value;

/** What other families than plain rows are trained on, and by which models. */
class FamiliesTest {
  private static final int ROWS = 12;
  private static final LossFunction SQUARED = Losses.squared(1, Head.Link.IDENTITY);

  // Models that look codes up, and numbers that a loss trains: expected is PyTorch 1.13,
  // families.py.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "factors",
        "translational",
        "translational l1",
        "factorization_machine",
        "two_tower"
      })
  void aScorerLearnsAsInPyTorch(String name) throws IOException {
    Trials trials = Trials.LINEAR.adam(0.05).wholeBatch().epochs(4);
    Trial trial = trials.scorer(scorer(name)).written();
    boolean triples = name.startsWith("translational");
    Prepared data = values(triples, name.equals("factorization_machine") ? 4 : 0);
    var training =
        new Training(
            trial,
            data,
            new Objective(SQUARED, Reduction.MEAN),
            List.of(),
            Keeper.NONE,
            () -> false);
    assertLearned(name, training.model().learned(), training);
  }

  private static Value.Call scorer(String name) {
    Value width = new Value.Numeral(name.equals("factors") ? 4 : 3);
    Arguments given = Arguments.NONE.with("width", width);
    return switch (name) {
      case "factors" -> new Value.Call(name, given.with("biases", new Value.Flag(true)));
      case "translational" -> new Value.Call(name, given.with("norm", new Value.Word("l2")));
      case "translational l1" ->
          new Value.Call("translational", given.with("norm", new Value.Word("l1")));
      case "two_tower" -> new Value.Call(name, given.with("units", new Value.Numeral(7)));
      default -> new Value.Call(name, given);
    };
  }

  @Test
  void theNumbersOfALossLearnAsInPyTorch() throws IOException {
    float[] features = numbers(ROWS * 4, 50);
    double[] labels = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % 3;
    }
    Prepared data = Examples.classes(3, Examples.part(4, features, labels));
    Trial trial = Trials.LINEAR.adam(0.05).wholeBatch().epochs(4).dense(3, "identity").written();
    var training =
        new Training(
            trial,
            data,
            new Objective(new Losses.OwnVectors(3, 3), Reduction.MEAN),
            List.of(),
            Keeper.NONE,
            () -> false);
    List<Parameters> learned = new ArrayList<>(training.model().learned());
    learned.addAll(training.own().learned());
    assertLearned("owned", learned, training);
  }

  private static void assertLearned(String name, List<Parameters> learned, Training training)
      throws IOException {
    for (int i = 0; i < learned.size(); i++) {
      Panels shape = learned.get(i).shape();
      float[] first = numbers(shape.rows() * shape.columns(), i);
      for (int at = 0; at < first.length; at++) {
        learned.get(i).values()[shape.index(at / shape.columns(), at % shape.columns())] =
            first[at] / 2;
      }
    }
    training.own().refresh();
    training.run();
    List<Double> reached = new ArrayList<>();
    for (Parameters parameters : learned) {
      Panels shape = parameters.shape();
      for (int at = 0; at < shape.rows() * shape.columns(); at++) {
        int index = shape.index(at / shape.columns(), at % shape.columns());
        reached.add((double) parameters.values()[index]);
      }
    }
    double[] expected = expected(name);
    assertEquals(expected.length, reached.size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], reached.get(i), 2e-5, name + " " + i);
    }
  }

  private static double[] expected(String name) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                FamiliesTest.class.getResourceAsStream("families.csv"), StandardCharsets.UTF_8))) {
      String line = reader.lines().filter(l -> l.startsWith(name + ",")).findFirst().orElseThrow();
      return Arrays.stream(line.split(",", -1)).skip(1).mapToDouble(Double::parseDouble).toArray();
    }
  }

  /** As families.py has them. */
  private static float[] numbers(int count, int seed) {
    float[] numbers = new float[count];
    for (int k = 0; k < count; k++) {
      numbers[k] = (float) ((k * 7919L + seed * 104729L) % 2003 / 1001.5 - 1);
    }
    return numbers;
  }

  private static Prepared values(boolean triples, int features) {
    int width = triples ? 3 : 2;
    int[] codes = new int[ROWS * width];
    double[] target = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      codes[row * width] = triples ? row * 3 % 4 : row * 7 % 5;
      codes[row * width + 1] = triples ? row % 2 : row * 5 % 6;
      if (triples) {
        codes[row * width + 2] = (row * 3 + 1 + row / 4) % 4;
      }
      target[row] = numbers(ROWS, 60)[row];
    }
    List<DataHeader.Code> columns =
        triples
            ? List.of(code("head", 4), code("relation", 2), code("tail", 4))
            : List.of(code("user", 5), code("item", 6));
    Part part = part(features, numbers(ROWS * features, 50), codes, target);
    return Examples.recommendation(columns, -9, part, part, part);
  }

  private static DataHeader.Code code(String name, int size) {
    return new DataHeader.Code(name, size);
  }

  private static Part part(int columns, float[] features, int[] codes, double[] target) {
    int rows = target.length;
    return new Part(
        rows,
        columns,
        features,
        codes,
        target,
        target,
        Sampler.numbers(rows),
        new int[] {0, rows},
        Map.of());
  }

  // Samplers.

  @Test
  void aBatchOfListsHasWholeLists() {
    int[] starts = {0, 2, 3, 7, 9};
    Part part =
        new Part(
            9,
            0,
            new float[0],
            new int[0],
            new double[9],
            new double[9],
            Sampler.numbers(9),
            starts,
            Map.of());
    var sampler = new Sampler.WholeLists(part, 3);
    assertEquals(2, sampler.steps());
    assertEquals(8, sampler.most());
    sampler.begin(RandomStream.key("lists"));
    int[] seen = new int[9];
    int[] out = new int[sampler.most()];
    for (int step = 0; step < 2; step++) {
      int count = sampler.choose(step, out);
      int[] begins = sampler.starts();
      assertEquals(count, begins[begins.length - 1]);
      for (int list = 0; list + 1 < begins.length; list++) {
        int first = out[begins[list]];
        int place = Arrays.binarySearch(starts, first);
        assertEquals(starts[place + 1] - first, begins[list + 1] - begins[list]);
        for (int i = begins[list]; i < begins[list + 1]; i++) {
          seen[out[i]]++;
        }
      }
    }
    assertArrayEquals(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, seen);
  }

  @Test
  void aBatchByClassHasAsManyExamplesOfEachClass() {
    Prepared data = Examples.blobs(60, 2, 5);
    var sampler = new Sampler.PerClass(data.training(), 3, 4);
    sampler.begin(RandomStream.key("classes"));
    int[] out = new int[sampler.most()];
    assertEquals(12, sampler.most());
    assertEquals(5, sampler.steps());
    for (int step = 0; step < sampler.steps(); step++) {
      sampler.choose(step, out);
      assertEquals(12, Arrays.stream(out).distinct().count());
      for (int round = 1; round < 4; round++) {
        for (int i = 0; i < 3; i++) {
          assertEquals(label(data, out[i]), label(data, out[round * 3 + i]));
        }
      }
      assertEquals(3, Arrays.stream(out, 0, 3).map(row -> label(data, row)).distinct().count());
    }
  }

  private static int label(Prepared data, int row) {
    return (int) data.training().target()[row];
  }

  @Test
  void tripletsHaveAPositiveOfTheirClassAndTheNearestOfAnother() {
    // One feature, that is the embedding: classes 0 and 1 at 0, 1, 2 and 10, 11, 12.
    float[] places = {0, 1, 2, 10, 11, 12};
    Part part = Examples.part(1, places, new double[] {0, 0, 0, 1, 1, 1});
    Prepared data = Examples.classes(2, part);
    Trial trial = Trials.LINEAR.dense(1, "identity").written();
    Head head = new Head(1, Head.Link.IDENTITY);
    Network identity = new Network(trial.model(), Network.facts(data, head), head, 64);
    identity.learned().getFirst().values()[0] = 1;
    var feed =
        new TupleFeed(
            part,
            new Sampler.InOrder(Sampler.numbers(6), 6),
            List.of(Role.ANCHOR, Role.POSITIVE, Role.NEGATIVE),
            false,
            TupleFeed.Mining.HARD,
            identity);
    var selection = new Selection(feed.examples(), 0, 0);
    feed.begin(RandomStream.key("tuples"));
    feed.fill(0, selection);
    assertEquals(18, selection.count);
    assertEquals(6, selection.rows);
    for (int i = 0; i < 6; i++) {
      int anchor = selection.examples[3 * i];
      assertEquals(label(data, anchor), label(data, selection.examples[3 * i + 1]));
      assertTrue(anchor != selection.examples[3 * i + 1]);
      // All are in the pool, so that the nearest of the other class is at its border.
      assertEquals(anchor < 3 ? 3 : 2, selection.examples[3 * i + 2]);
    }
  }

  // Preferences.

  /** User 0 likes items 0 and 1 of 4, user 1 item 2; user 1 dislikes item 0. */
  private static Prepared likes() {
    int[] codes = {0, 0, 0, 1, 1, 2, 1, 0};
    Part training = part(0, new float[0], codes, new double[] {5, 4, 5, 1});
    Part validation = part(0, new float[0], new int[] {0, 2, 1, 3}, new double[] {5, 2});
    Part test = part(0, new float[0], new int[] {0, 3, 1, 1}, new double[] {5, 5});
    return Examples.recommendation(
        List.of(code("user", 2), code("item", 4)), 4, training, validation, test);
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "popularity"})
  void negativesAreItemsThatAreNotKnown(String how) {
    Prepared data = likes();
    var negatives =
        new Negatives(
            data, new Value.Call(how, Arguments.NONE.with("count", new Value.Numeral(5))));
    var feed = new PreferenceFeed(data, 8, negatives, 5, 1, Set.of());
    assertEquals(3, feed.rows());
    var selection = new Selection(feed.examples(), 2, feed.rows());
    feed.begin(RandomStream.key("negatives"));
    feed.fill(0, selection);
    assertEquals(18, selection.count);
    for (int i = 0; i < 18; i++) {
      int user = selection.codes[2 * i];
      int item = selection.codes[2 * i + 1];
      boolean liked = user == 0 ? item < 2 : item == 2;
      assertEquals(i % 6 == 0, liked, "example " + i);
      // What nobody chose is never drawn by popularity.
      assertFalse(how.equals("popularity") && item == 3);
    }
  }

  @Test
  void aCorruptedTripleHasAnotherHeadOrTail() {
    int[] codes = {0, 0, 1, 1, 0, 2, 2, 1, 3};
    Part part = part(0, new float[0], codes, new double[] {1, 1, 1});
    Prepared data =
        Examples.recommendation(
            List.of(code("head", 4), code("relation", 2), code("tail", 4)), 1, part, part, part);
    var negatives =
        new Negatives(
            data, new Value.Call("corrupt", Arguments.NONE.with("count", new Value.Numeral(20))));
    var feed = new PreferenceFeed(data, 3, negatives, 20, 0, Set.of());
    var selection = new Selection(feed.examples(), 3, 0);
    feed.begin(RandomStream.key("triples"));
    feed.fill(0, selection);
    int heads = 0;
    for (int i = 0; i < selection.count; i++) {
      int positive = i / 21 * 21;
      if (i == positive) {
        continue;
      }
      boolean head = selection.codes[3 * i] != selection.codes[3 * positive];
      boolean tail = selection.codes[3 * i + 2] != selection.codes[3 * positive + 2];
      assertTrue(head != tail, "example " + i);
      assertEquals(selection.codes[3 * positive + 1], selection.codes[3 * i + 1]);
      heads += head ? 1 : 0;
    }
    assertTrue(heads > 15 && heads < 45, heads + " of 60");
  }

  @Test
  void allItemsThatAreNotKnownAreRecommended() {
    List<Predictions> seen = new ArrayList<>();
    Measurement metric =
        Metrics.measurement(
            "first",
            Reading.SCORE,
            Direction.HIGHER_IS_BETTER,
            p -> {
              seen.add(p);
              return p.target()[0];
            });
    Trials trials = Trials.LINEAR.scorer(scorer("factors")).epochs(1);
    var objective =
        new Objective(
            new Losses.Preference(3),
            Reduction.MEAN,
            List.of(),
            new Feeding.Preferences(2),
            List.of(),
            false);
    var result =
        Trainer.train(
            trials.negatives("uniform", 2).written(),
            likes(),
            objective,
            List.of(metric),
            () -> false);
    assertEquals("", result.cause());
    // Validation: user 0 has items 2 and 3 left, of which 2 is relevant; user 1 prefers nothing.
    assertEquals(2, seen.get(0).rows());
    assertArrayEquals(new double[] {1, 0}, seen.get(0).target());
    // Test: user 0 has item 3 left, for 2 is known by now; user 1 has all but item 2.
    assertArrayEquals(new double[] {1}, seen.get(1).target());
    assertArrayEquals(new double[] {0, 1, 0}, seen.get(2).target());
    assertEquals(3, seen.size());
    assertEquals(Map.of("test.first", 0.5, "validation.first", 1.0), result.metrics());
  }

  // Weights.

  @Test
  void anExampleOfWeightTwoCountsAsTwo() {
    float[] x = {1, 2, 3};
    double[] y = {2, 3, 7};
    Part once = Examples.part(1, x, y);
    Map<String, double[]> extras = new LinkedHashMap<>();
    extras.put("weights", new double[] {1, 2, 1});
    Part weighted =
        new Part(3, 1, x, new int[0], y, y, Sampler.numbers(3), new int[] {0, 3}, extras);
    Part twice = Examples.part(1, new float[] {1, 2, 2, 3}, new double[] {2, 3, 3, 7});
    double[] a = fit(weighted, true);
    assertArrayEquals(fit(twice, true), a, 1e-5);
    assertTrue(Math.abs(fit(once, true)[0] - a[0]) > 1e-3);
    assertArrayEquals(fit(once, false), fit(weighted, false), 1e-7);
  }

  private static double[] fit(Part part, boolean weighted) {
    var objective =
        new Objective(
            SQUARED, Reduction.SUM, List.of(), new Feeding.Examples(false), List.of(), weighted);
    var training =
        new Training(
            Trials.LINEAR.sgd(0.01, 0).wholeBatch().epochs(20).trial(),
            Examples.real(part),
            objective,
            List.of(),
            Keeper.NONE,
            () -> false);
    training.run();
    float[] learned = training.model().learned().getFirst().values();
    Panels shape = training.model().learned().getFirst().shape();
    return new double[] {learned[shape.index(0, 0)], learned[shape.index(1, 0)]};
  }
}

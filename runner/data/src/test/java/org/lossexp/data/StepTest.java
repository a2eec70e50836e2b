package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Value;

final class StepTest {
  private final DataRoom room = new DataRoom(Path.of("."));

  // Leakage: what is fitted must not move when rows outside the training part do.

  @ParameterizedTest
  @ValueSource(
      strings = {"standardize", "min_max", "robust_scale", "impute", "one_hot", "ordinal", "codes"})
  void whatIsFittedNeverSeesValidationOrTestRows(String step) throws Unusable {
    Pipeline pipeline =
        Pipeline.of(
            List.of(call("moons"), call("holdout", "validation", 0.2), call("impute"), call(step)));
    Dataset clean = table(new boolean[90], true);
    Prepared before = DataRoom.run(pipeline, clean, Path.of("."), 0, 5, 5);
    boolean[] outside = new boolean[90];
    Arrays.fill(outside, true);
    for (int row : before.training().source()) {
      outside[row] = false;
    }
    Prepared after = DataRoom.run(pipeline, table(outside, true), Path.of("."), 0, 5, 5);
    assertEquals(before.features(), after.features());
    assertArrayEquals(before.training().features(), after.training().features());
    assertArrayEquals(before.training().target(), after.training().target());
    assertEquals(before.fitted(), after.fitted());
    assertNotEquals(
        Arrays.hashCode(before.test().orElseThrow().features()),
        Arrays.hashCode(after.test().orElseThrow().features()));
  }

  @Test
  void theTargetsScaleNeverSeesTestRows() throws Unusable {
    Pipeline pipeline =
        Pipeline.of(List.of(call("linear"), call("holdout"), call("standardize", "target", true)));
    Prepared before = DataRoom.run(pipeline, table(new boolean[90], false), Path.of("."), 0, 5, 5);
    boolean[] outside = new boolean[90];
    Arrays.fill(outside, true);
    for (int row : before.training().source()) {
      outside[row] = false;
    }
    Prepared after = DataRoom.run(pipeline, table(outside, false), Path.of("."), 0, 5, 5);
    assertEquals(before.targetScale(), after.targetScale());
  }

  @Test
  void categoriesThatTrainingLacksAreZeroInAllColumns() throws Unusable {
    Pipeline pipeline = Pipeline.of(List.of(call("moons"), call("holdout")));
    Prepared before = DataRoom.run(pipeline, table(new boolean[90], false), Path.of("."), 0, 5, 5);
    boolean[] tested = new boolean[90];
    for (int row : before.test().orElseThrow().source()) {
      tested[row] = true;
    }
    Prepared after = DataRoom.run(pipeline, table(tested, false), Path.of("."), 0, 5, 5);
    assertEquals(List.of("x", "colour=blue", "colour=green", "colour=red"), after.features());
    for (int i = 0; i < after.test().orElseThrow().rows(); i++) {
      for (int j = 1; j < 4; j++) {
        assertEquals(0, after.test().orElseThrow().features()[i * 4 + j]);
      }
    }
  }

  /** A table of one number, one category and one target; {@code odd} rows are far from others. */
  private static Dataset table(boolean[] odd, boolean holes) {
    int rows = odd.length;
    double[] x = new double[rows];
    double[] target = new double[rows];
    int[] codes = new int[rows];
    for (int row = 0; row < rows; row++) {
      double shift = odd[row] ? 1e6 : 0;
      x[row] = holes && row % 9 == 4 ? Double.NaN : StrictMath.sin(row) + shift;
      target[row] = StrictMath.cos(row) + shift;
      codes[row] = odd[row] ? 3 : row % 3;
    }
    // The last level is that of odd rows.
    List<String> levels = List.of("blue", "green", "red", "violet");
    return Dataset.of(
        Optional.empty(),
        "fixed, so that the split stays",
        List.of(new Column.Numeric("x", x), new Column.Categorical("colour", levels, codes)),
        "y",
        Dataset.Labels.numbers(target),
        List.of());
  }

  // Scaling.

  @Test
  void trainingColumnsGetMeanZeroAndSdOne() {
    Prepared data = prepare(call("friedman1"), call("holdout"), call("standardize"));
    Part training = data.training();
    for (int j = 0; j < training.columns(); j++) {
      double[] column = column(training, j);
      assertEquals(0, Moments.mean(column), 1e-6);
      assertEquals(1, Moments.populationSd(column), 1e-6);
    }
    assertTrue(Math.abs(Moments.mean(column(data.test().orElseThrow(), 0))) > 1e-3);
  }

  /** Expected: scikit-learn 1.x StandardScaler on 1, 2, 3, 4: mean 2.5, scale 1.118033988749895. */
  @Test
  void theSdIsThatOfScikitLearn() {
    assertEquals(2.5, Moments.mean(new double[] {1, 2, 3, 4}));
    assertEquals(1.118033988749895, Moments.populationSd(new double[] {1, 2, 3, 4}));
    assertEquals(1.2909944487358056, Moments.sampleSd(new double[] {1, 2, 3, 4}));
  }

  @Test
  void aConstantColumnBecomesZeroWithoutADivision() throws Unusable {
    double[] tenth = new double[40];
    Arrays.fill(tenth, 0.1);
    Dataset data =
        Dataset.of(
            Optional.empty(),
            "x",
            List.of(new Column.Numeric("tenth", tenth)),
            "y",
            Dataset.Labels.numbers(IntStream.range(0, 40).asDoubleStream().toArray()),
            List.of());
    for (String step : List.of("standardize", "min_max")) {
      Pipeline pipeline = Pipeline.of(List.of(call("linear"), call("holdout"), call(step)));
      for (float value :
          DataRoom.run(pipeline, data, Path.of("."), 0, 1, 1).training().features()) {
        assertEquals(0, value);
      }
    }
  }

  @Test
  void minMaxMapsTrainingOntoTheUnitInterval() {
    Part training = prepare(call("friedman1"), call("holdout"), call("min_max")).training();
    for (int j = 0; j < training.columns(); j++) {
      double[] column = column(training, j);
      assertEquals(0, Arrays.stream(column).min().orElseThrow());
      assertEquals(1, Arrays.stream(column).max().orElseThrow());
    }
  }

  @Test
  void aScaledTargetComesBackInOriginalUnits() {
    Prepared plain = prepare(call("friedman1"), call("holdout"));
    Prepared scaled =
        prepare(call("friedman1"), call("holdout"), call("standardize", "target", true));
    assertEquals(Prepared.TargetScale.NONE, plain.targetScale());
    assertArrayEquals(plain.test().orElseThrow().target(), scaled.test().orElseThrow().original());
    assertEquals(0, Moments.mean(scaled.training().target()), 1e-12);
    assertEquals(1, Moments.populationSd(scaled.training().target()), 1e-12);
    for (int i = 0; i < scaled.test().orElseThrow().rows(); i++) {
      assertEquals(
          scaled.test().orElseThrow().original()[i],
          scaled.targetScale().original(0, scaled.test().orElseThrow().target()[i]),
          1e-12);
    }
  }

  // Missing values.

  @ParameterizedTest
  @ValueSource(strings = {"median", "mean", "most_frequent"})
  void missingValuesGetAValueOfTheTrainingPart(String with) throws Unusable {
    Dataset data = table(new boolean[90], true);
    Pipeline pipeline =
        Pipeline.of(List.of(call("linear"), call("holdout"), call("impute", "with", word(with))));
    Prepared prepared = DataRoom.run(pipeline, data, Path.of("."), 0, 3, 3);
    double[] known =
        Arrays.stream(prepared.training().source())
            .filter(row -> row % 9 != 4)
            .mapToDouble(row -> StrictMath.sin(row))
            .sorted()
            .toArray();
    int n = known.length;
    double expected =
        switch (with) {
          case "median" -> n % 2 == 1 ? known[n / 2] : (known[n / 2 - 1] + known[n / 2]) / 2;
          case "mean" -> Arrays.stream(known).sum() / n;
          default -> known[0]; // all differ: the least
        };
    for (Part part : List.of(prepared.training(), prepared.test().orElseThrow())) {
      for (int i = 0; i < part.rows(); i++) {
        if (part.source()[i] % 9 == 4) {
          assertEquals(expected, part.features()[i * part.columns()], 1e-6);
        }
      }
    }
  }

  @Test
  void missingCategoriesGetTheMostFrequentOne() throws Unusable {
    int[] codes = new int[60];
    Arrays.setAll(codes, row -> row % 5 == 0 ? -1 : row % 5 == 1 ? 0 : 1);
    Dataset data =
        Dataset.of(
            Optional.empty(),
            "x",
            List.of(new Column.Categorical("c", List.of("rare", "usual"), codes)),
            "y",
            Dataset.Labels.numbers(IntStream.range(0, 60).asDoubleStream().toArray()),
            List.of());
    Pipeline pipeline = Pipeline.of(List.of(call("linear"), call("holdout"), call("impute")));
    Part training = DataRoom.run(pipeline, data, Path.of("."), 0, 1, 1).training();
    for (int i = 0; i < training.rows(); i++) {
      boolean usual = training.source()[i] % 5 != 1;
      assertEquals(usual ? 1 : 0, training.features()[i * 2 + 1]);
    }
  }

  @Test
  void stepsActInWrittenOrder() throws Unusable {
    // one_hot first: its columns of 0 and 1 are scaled too; at the end: they are not.
    Dataset data = table(new boolean[90], true);
    Prepared scaled = run(data, call("impute"), call("one_hot"), call("standardize"));
    Prepared bare = run(data, call("impute"), call("standardize"));
    assertEquals(0, Moments.mean(column(scaled.training(), 1)), 1e-6);
    assertTrue(Arrays.stream(column(bare.training(), 1)).allMatch(v -> v == 0 || v == 1));
    assertArrayEquals(column(scaled.training(), 0), column(bare.training(), 0));
  }

  private static Prepared run(Dataset data, Value.Call... steps) throws Unusable {
    List<Value.Call> calls = new ArrayList<>(List.of(call("linear"), call("holdout")));
    calls.addAll(List.of(steps));
    return DataRoom.run(Pipeline.of(calls), data, Path.of("."), 0, 3, 3);
  }

  @Test
  void dropLeavesColumnsOut() {
    List<Value.Call> pipeline =
        List.of(call("friedman1"), call("holdout"), call("drop", "columns", List.of("x2", "x10")));
    DataHeader header = success(room.header(pipeline));
    assertEquals(8, header.features().size());
    Prepared data = success(room.prepare(pipeline, 0, seeds(1)));
    assertEquals(header.features().stream().map(f -> f.name()).toList(), data.features());
  }

  // Corruption.

  @Test
  void labelNoiseFlipsAboutItsRateOfTrainingLabelsOnly() {
    Value.Call source = call("blobs", "rows", 4000, "classes", 5);
    Prepared clean = prepare(source, call("holdout"));
    Prepared noisy = prepare(source, call("holdout"), call("label_noise", "rate", 0.4));
    int flipped = differences(clean.training().target(), noisy.training().target());
    // 2560 rows: sd 24.8.
    assertEquals(0.4 * clean.training().rows(), flipped, 100);
    assertEquals(5, noisy.classCounts().size());
    assertEquals(2560, noisy.classCounts().stream().mapToLong(n -> n).sum());
    assertArrayEquals(clean.test().orElseThrow().target(), noisy.test().orElseThrow().target());
    assertArrayEquals(
        clean.validation().orElseThrow().target(), noisy.validation().orElseThrow().target());
    assertArrayEquals(clean.training().features(), noisy.training().features());
  }

  @Test
  void symmetricNoiseChoosesAllOtherClassesEquallyOften() {
    Value.Call source = call("blobs", "rows", 40_000, "classes", 4);
    Prepared noisy = prepare(source, call("holdout"), call("label_noise", "rate", 1));
    int[] shifts = new int[4];
    for (int i = 0; i < noisy.training().rows(); i++) {
      int truth = noisy.training().source()[i] % 4;
      shifts[Math.floorMod((int) noisy.training().target()[i] - truth, 4)]++;
    }
    assertEquals(0, shifts[0]);
    // 25,600 rows in three shares: sd 75.
    for (int shift = 1; shift < 4; shift++) {
      assertEquals(25_600 / 3.0, shifts[shift], 300);
    }
  }

  @Test
  void pairNoiseChoosesTheNextClass() {
    Value.Call source = call("blobs", "rows", 300, "classes", 4);
    Prepared noisy =
        prepare(source, call("holdout"), call("label_noise", "rate", 1, "kind", word("pair")));
    for (int i = 0; i < noisy.training().rows(); i++) {
      assertEquals((noisy.training().source()[i] + 1) % 4, noisy.training().target()[i]);
    }
  }

  @Test
  void validationIsCorruptedWhereItIsAskedFor() {
    Value.Call source = call("moons", "rows", 1000);
    Prepared clean = prepare(source, call("holdout"));
    Prepared noisy =
        prepare(
            source,
            call("holdout"),
            call("label_noise", "rate", 0.3, "on", List.of(word("training"), word("validation"))));
    assertTrue(
        differences(
                clean.validation().orElseThrow().target(),
                noisy.validation().orElseThrow().target())
            > 20);
    assertArrayEquals(clean.test().orElseThrow().target(), noisy.test().orElseThrow().target());
  }

  @Test
  void whatIsWrongAtOneRateIsWrongInTheSameWayAtEveryHigherRate() {
    for (Value.Call source :
        List.of(call("blobs", "rows", 900, "classes", 5), call("friedman1", "rows", 900))) {
      String step = source.name().equals("blobs") ? "label_noise" : "outliers";
      Prepared clean = prepare(source, call("holdout"), call(step, "rate", 0));
      Prepared some = prepare(source, call("holdout"), call(step, "rate", 0.2));
      Prepared more = prepare(source, call("holdout"), call(step, "rate", 0.4));
      assertArrayEquals(clean.training().source(), more.training().source());
      int wrong = 0;
      for (int i = 0; i < clean.training().rows(); i++) {
        if (some.training().target()[i] != clean.training().target()[i]) {
          assertEquals(some.training().target()[i], more.training().target()[i]);
          wrong++;
        }
      }
      assertTrue(wrong > 50);
    }
  }

  @Test
  void aSecondStepOfTheSameNameDrawsAnew() {
    Value.Call source = call("moons", "rows", 1000);
    Value.Call all = call("label_noise", "rate", 0.5);
    // With the same draw the second step would undo the first.
    Prepared twice = prepare(source, call("holdout"), all, all);
    Prepared clean = prepare(source, call("holdout"));
    assertEquals(
        0.5 * clean.training().rows(),
        differences(clean.training().target(), twice.training().target()),
        60);
  }

  @Test
  void corruptionHasASeedOfItsOwn() {
    Value.Call source = call("moons", "rows", 200);
    List<Value.Call> pipeline =
        List.of(source, call("holdout", "seed", 1), call("label_noise", "rate", 0.5));
    Prepared one = success(room.prepare(pipeline, 0, seeds(1)));
    Prepared two = success(room.prepare(pipeline, 0, seeds(2)));
    assertArrayEquals(one.training().source(), two.training().source());
    assertTrue(differences(one.training().target(), two.training().target()) > 20);
  }

  @Test
  void outliersAreAsLargeAsTheirScaleSays() {
    Value.Call source = call("friedman1", "rows", 20_000);
    Prepared clean = prepare(source, call("holdout"));
    Prepared dirty = prepare(source, call("holdout"), call("outliers", "rate", 0.1));
    double[] errors = new double[clean.training().rows()];
    Arrays.setAll(errors, i -> dirty.training().target()[i] - clean.training().target()[i]);
    double[] gross = Arrays.stream(errors).filter(e -> e != 0).toArray();
    // 12,800 rows: 1280 expected, sd 34.
    assertEquals(1280, gross.length, 140);
    double sd = Moments.sampleSd(clean.training().target());
    assertEquals(10 * sd, Moments.sampleSd(gross), 0.8 * sd);
    assertEquals(0, Moments.mean(gross), 1.2 * sd);
    assertArrayEquals(clean.test().orElseThrow().target(), dirty.test().orElseThrow().target());
  }

  @Test
  void upwardOutliersAllGoUp() {
    Value.Call source = call("friedman1");
    Prepared clean = prepare(source, call("holdout"));
    Prepared dirty =
        prepare(source, call("holdout"), call("outliers", "rate", 1, "kind", word("upward")));
    for (int i = 0; i < clean.training().rows(); i++) {
      assertTrue(dirty.training().target()[i] > clean.training().target()[i]);
    }
  }

  @Test
  void outliersKeepTheirSizeInOriginalUnitsWhereverTheTargetIsScaled() {
    Value.Call source = call("friedman1");
    Value.Call outliers = call("outliers", "rate", 0.3);
    Value.Call scale = call("standardize", "target", true);
    Prepared before = prepare(source, call("holdout"), outliers, scale);
    Prepared after = prepare(source, call("holdout"), scale, outliers);
    assertArrayEquals(before.training().original(), after.training().original());
    // The scale itself is fitted on what the step finds: with outliers it is wider.
    assertTrue(sd(before) > 2 * sd(after));
  }

  private Prepared prepare(Value.Call... pipeline) {
    return success(room.prepare(List.of(pipeline), 0, seeds(11)));
  }

  private static double sd(Prepared data) {
    return data.targetScale().original(0, 1) - data.targetScale().original(0, 0);
  }

  private static int differences(double[] a, double[] b) {
    return (int) IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
  }

  private static double[] column(Part part, int column) {
    return IntStream.range(0, part.rows())
        .mapToDouble(i -> part.features()[i * part.columns() + column])
        .toArray();
  }
}

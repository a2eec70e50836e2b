package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Scales, encodings, weights and views; what the steps learned, and new rows. */
final class EncodingTest {
  private static final double[] SKEWED = {1, 2, 4, 8, 16, 100};

  @TempDir private Path folder;

  // Scales. Expected values: scikit-learn 1.2.1.

  /** Expected: RobustScaler().fit_transform. */
  @Test
  void robustScaleIsThatOfScikitLearn() throws IOException {
    Prepared data = prepare(skewed(), call("all_rows"), call("robust_scale"));
    assertArrayEquals(
        new float[] {-0.434782f, -0.347826f, -0.173913f, 0.173913f, 0.869565f, 8.173913f},
        data.training().features(),
        1e-6f);
  }

  /** Expected: PowerTransformer('box-cox', standardize=False), and with standardize=True. */
  @Test
  void boxCoxIsThatOfScikitLearn() throws IOException {
    Prepared data = prepare(skewed(), call("all_rows"), call("box_cox_target"));
    double[] expected = {
      0.0,
      0.6479129344987811,
      1.2131420975435399,
      1.706239224865791,
      2.136409486541058,
      3.027393928887941
    };
    assertArrayEquals(expected, data.training().target(), 1e-6);
    assertArrayEquals(SKEWED, data.training().original());
    Prepared scaled =
        prepare(
            skewed(),
            call("all_rows"),
            call("box_cox_target"),
            call("standardize", "target", true));
    double[] standard = {
      -1.4766555385799662,
      -0.819182039267393,
      -0.24561238823389633,
      0.25476085103834395,
      0.691278679568244,
      1.5954104354746679
    };
    assertArrayEquals(standard, scaled.training().target(), 1e-6);
    for (int i = 0; i < SKEWED.length; i++) {
      assertEquals(
          SKEWED[i], scaled.targetScale().original(0, scaled.training().target()[i]), 1e-9);
    }
  }

  /** Expected: scipy 1.10.1, stats.boxcox_normmax(method='mle') on the rows that split 7 leaves. */
  @Test
  void boxCoxOfAPublishedSplitIsThatOfScipy() {
    Path shared = Written.shared("uci-energy");
    Prepared data =
        success(
            new DataRoom(shared)
                .prepare(
                    List.of(
                        call("csv", "path", "data.txt", "delimiter", word("spaces")),
                        call("index_files", "test", "index_test_7.txt"),
                        call("box_cox_target"),
                        call("standardize")),
                    0,
                    seeds(1)));
    var curve = (Prepared.Curve.BoxCox) data.targetScale().columns().getFirst().getFirst();
    assertEquals(0.14914136044706805, curve.lambda(), 1e-6);
    assertEquals(77, data.test().orElseThrow().rows());
    // StandardScaler: mean and scale of the first column.
    Fitted.Change first = data.fitted().changes().getFirst();
    assertEquals(0.76309696, first.numbers().get(0), 1e-8);
    assertEquals(0.10547235, first.numbers().get(1), 1e-8);
  }

  @Test
  void logarithmsAreUndoneForMetrics() throws IOException {
    Prepared data = prepare(skewed(), call("all_rows"), call("log_target", "add", 1));
    for (int i = 0; i < SKEWED.length; i++) {
      assertEquals(StrictMath.log(1 + SKEWED[i]), data.training().target()[i]);
      assertEquals(SKEWED[i], data.targetScale().original(0, data.training().target()[i]), 1e-12);
    }
    assertEquals(
        """
        LX329 `log_target` needs targets above 0, and the smallest of `y` is -3
          `log_target(add = 1)` takes zeros too
          `standardize(target = true)` takes any numbers\
        """,
        shown(
            room()
                .header(
                    List.of(
                        table("x,y\n1,-3\n2,2.5\n3,1\n"), call("all_rows"), call("log_target")))));
  }

  @Test
  void aScaledTargetIsDividedByItsMeanSizeAndNotMoved() throws IOException {
    Prepared data =
        prepare(table("x,y\n1,0\n2,-2\n3,4.5\n4,1.5\n"), call("all_rows"), call("scale_target"));
    assertArrayEquals(new double[] {0, -1, 2.25, 0.75}, data.training().target());
    assertEquals(4.5, data.targetScale().original(0, 2.25));
  }

  /** Outliers of SKEWED are some 39 · 3 large: some of them end below 0. */
  @Test
  void outliersThatABentTargetCannotTakeAreTold() throws IOException {
    Value.Call outliers = call("outliers", "rate", 1, "scale", 3);
    for (Value.Call bend : List.of(call("box_cox_target"), call("log_target", "add", 1))) {
      String after = shown(prepared(skewed(), call("all_rows"), bend, outliers));
      assertTrue(after.startsWith("LX329 `" + bend.name() + "` cannot take a target of -"), after);
      assertTrue(after.contains("`outliers`, which comes after it, made it that"), after);
    }
    String before = shown(prepared(skewed(), call("all_rows"), outliers, call("log_target")));
    assertTrue(before.startsWith("LX329 `log_target` cannot take a target of -"), before);
    Value.Call upward = call("outliers", "rate", 1, "scale", 3, "kind", word("upward"));
    success(prepared(skewed(), call("all_rows"), call("box_cox_target"), upward));
    success(prepared(skewed(), call("all_rows"), upward, call("box_cox_target")));
  }

  private Attempt<Prepared> prepared(Value.Call... steps) {
    return room().prepare(List.of(steps), 0, seeds(1));
  }

  private Value.Call skewed() throws IOException {
    return table(
        "x,y\n"
            + DoubleStream.of(SKEWED)
                .mapToObj(x -> x + "," + x + "\n")
                .collect(java.util.stream.Collectors.joining()));
  }

  // Encodings.

  /** Expected: scikit-learn's OrdinalEncoder(unknown_value=-1): a 0, c 2, and −1 for z. */
  @Test
  void ordinalIsThePlaceInOrder() throws IOException {
    Prepared data =
        prepare(
            table(
                "x,part,y\nb,train,1.5\na,train,2.5\nc,train,3.5\na,test,1\nc,test,1\nz,test,1\n"),
            call("split_column", "column", "part"),
            call("ordinal"));
    assertArrayEquals(new float[] {1, 0, 2}, data.training().features());
    assertArrayEquals(new float[] {0, 2, -1}, data.test().orElseThrow().features());
    Prepared sizes =
        prepare(
            table("x,y\nM,1.5\nS,2.5\nL,3.5\n"),
            call("all_rows"),
            call("ordinal", "order", List.of("S", "M", "L")));
    assertArrayEquals(new float[] {1, 0, 2}, sizes.training().features());
  }

  @Test
  void codesLeaveARoomForWhatTrainingLacks() throws IOException {
    Prepared data =
        prepare(
            table("x,n,part,y\nb,1,train,1.5\na,2,train,2.5\nz,3,test,1\na,4,test,1\n"),
            call("split_column", "column", "part"),
            call("codes"));
    assertEquals(List.of(new DataHeader.Code("x", 3)), data.codes());
    assertArrayEquals(new int[] {2, 1}, data.training().codes());
    assertArrayEquals(new int[] {0, 1}, data.test().orElseThrow().codes());
    assertEquals(List.of("n"), data.features());
  }

  @Test
  void hashesKeepOneEntryARow() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int row = 0; row < 200; row++) {
      text.append("level%d,%d.5\n".formatted(row % 60, row));
    }
    Prepared data = prepare(table(text.toString()), call("all_rows"), call("hash", "size", 8));
    assertEquals(8, data.features().size());
    Set<Integer> used = new HashSet<>();
    int sum = 0;
    for (int row = 0; row < 200; row++) {
      float[] values = Arrays.copyOfRange(data.training().features(), row * 8, row * 8 + 8);
      int at = IntStream.range(0, 8).filter(i -> values[i] != 0).findFirst().orElseThrow();
      assertEquals(1, IntStream.range(0, 8).filter(i -> values[i] != 0).count());
      assertEquals(1, Math.abs(values[at]));
      used.add(at);
      sum += (int) values[at];
    }
    assertEquals(8, used.size(), "every column is used");
    assertTrue(Math.abs(sum) < 60, "signs are as often + as −: " + sum);
  }

  @Test
  void selectKeepsAndImputeMakesACategoryOfItsOwn() throws IOException {
    Prepared data =
        prepare(
            table("a,b,y\n1,u,1.5\n2,,2.5\n3,v,3.5\n"),
            call("all_rows"),
            call("select", "columns", "b"),
            call("impute", "categories", word("missing")));
    assertEquals(List.of("b=missing", "b=u", "b=v"), data.features().stream().sorted().toList());
    int missing = data.features().indexOf("b=missing");
    assertEquals(1, data.training().features()[3 + missing]);
  }

  @Test
  void typesAreSaidRatherThanInferred() throws IOException {
    Value.Call source =
        table(
            "zip,size,y\n10,3,1\n20,10,2\n10,3,3\n30,20,1\n20,10,2\n", "task", word("regression"));
    Value.Call types =
        new Value.Call(
            "types", new Arguments(Map.of("zip", word("category"), "y", word("ordered"))));
    Prepared data = prepare(source, types, call("all_rows"));
    assertEquals(List.of("zip=10", "zip=20", "zip=30", "size"), sorted(data.features()));
    assertEquals(Task.MULTICLASS, data.task());
    assertEquals(List.of("1", "2", "3"), data.classes());
    assertArrayEquals(new double[] {0, 1, 2, 0, 1}, data.training().target());
    assertTrue(
        shown(
                room()
                    .header(
                        List.of(
                            source,
                            new Value.Call(
                                "types", new Arguments(Map.of("zup", word("category")))))))
            .startsWith("LX301 [zup] `types` finds no column `zup`"));
  }

  private static List<String> sorted(List<String> names) {
    return names.stream()
        .sorted((a, b) -> Boolean.compare(b.contains("="), a.contains("=")))
        .toList();
  }

  // Images.

  @Test
  void smallerImagesAreMeansOfAreas() {
    float[] values = {0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60};
    var image = new Column.Image("image", new Shape(4, 4, 1), values);
    assertArrayEquals(new float[] {10, 18, 42, 50}, Resizing.resized(image, 2, 2).values(), 1e-6f);
    // A third pixel is half of one column and half of the next.
    assertArrayEquals(
        new float[] {(0 + 4 / 3f) / (4 / 3f), 6, (8 / 3f + 12) / (4 / 3f)},
        Arrays.copyOf(
            Resizing.resized(
                    new Column.Image("i", new Shape(1, 4, 1), new float[] {0, 4, 8, 12}), 1, 3)
                .values(),
            3),
        1e-5f);
    assertArrayEquals(
        values, Resizing.resized(Resizing.resized(image, 8, 8), 4, 4).values(), 1e-5f);
  }

  // Weights and samples.

  /** Expected: scikit-learn, compute_class_weight('balanced') for 6, 3 and 1 rows. */
  @Test
  void classWeightsBalance() throws IOException {
    Prepared data =
        prepare(
            table("x,y\n1,a\n2,a\n3,a\n4,a\n5,a\n6,a\n7,b\n8,b\n9,b\n0,c\n"),
            call("all_rows"),
            call("class_weights"));
    double[] weights = data.training().extras().get("weights");
    assertEquals(0.55555556, weights[0], 1e-8);
    assertEquals(1.11111111, weights[7], 1e-8);
    assertEquals(3.33333333, weights[9], 1e-8);
  }

  @Test
  void samplesOfClassesReachTheRatio() {
    Value.Call rare = call("blobs", "rows", 300);
    Value.Call tail = call("imbalance", "ratio", 10);
    Value.Call split = call("holdout", "stratify", word("true"));
    List<Long> before = prepare(rare, split, tail).classCounts();
    assertEquals(List.of(64L, 20L, 6L), before, "64 times 10 to the power 0, −1/2 and −1");
    Prepared over = prepare(rare, split, tail, call("oversample", "ratio", 0.5));
    assertEquals(before.get(0), over.classCounts().get(0));
    assertEquals(Math.round(before.get(0) / 2.0), over.classCounts().get(2));
    assertEquals(
        (long) before.get(2),
        IntStream.range(0, over.training().rows())
            .filter(i -> over.training().target()[i] == 2)
            .map(i -> over.training().source()[i])
            .distinct()
            .count(),
        "every row of the small class is kept");
    Prepared under = prepare(rare, split, tail, call("undersample"));
    assertEquals(List.of(before.get(2), before.get(2), before.get(2)), under.classCounts());
  }

  @Test
  void ratiosAndSharesShareOneDraw() {
    Value.Call source = call("blobs", "rows", 300);
    Set<Integer> few = rows(prepare(source, call("holdout"), call("imbalance", "ratio", 50)));
    Set<Integer> many = rows(prepare(source, call("holdout"), call("imbalance", "ratio", 5)));
    assertTrue(many.containsAll(few) && many.size() > few.size());
    Set<Integer> tenth = rows(prepare(source, call("holdout"), call("subsample", "share", 0.1)));
    Set<Integer> half = rows(prepare(source, call("holdout"), call("subsample", "share", 0.5)));
    assertTrue(half.containsAll(tenth));
    assertEquals(19, tenth.size(), "10% of 192 rows");
    DataHeader header =
        success(room().header(List.of(source, call("holdout"), call("subsample", "share", 0.1))));
    assertEquals(19, header.parts().orElseThrow().training());
  }

  private static Set<Integer> rows(Prepared data) {
    Set<Integer> rows = new HashSet<>();
    Arrays.stream(data.training().source()).forEach(rows::add);
    return rows;
  }

  // Views.

  @Test
  void viewsDifferAsSaid() {
    Value.Call noise = new Value.Call("noise", new Arguments(Map.of("sd", new Value.Numeral(0.5))));
    Value.Call mask =
        new Value.Call("mask", new Arguments(Map.of("rate", new Value.Numeral(0.25))));
    Prepared data =
        prepare(
            call("friedman1", "rows", 400),
            call("all_rows"),
            call("views", "first", mask, "second", noise));
    Views views = data.views().orElseThrow();
    assertEquals(
        List.of(new Views.Change.Mask(0.25), new Views.Change.Noise(0.5)), views.changes());
    Views masked =
        new Views(List.of(new Views.Change.Mask(0.25)), views.shape(), views.means(), views.sds());
    RandomStream stream = RandomStream.key("test").stream();
    float[] view = new float[10];
    int means = 0;
    for (int row = 0; row < 400; row++) {
      masked.write(data.training(), row, stream, view, 0);
      for (int j = 0; j < 10; j++) {
        means += view[j] == views.means()[j] ? 1 : 0;
        assertTrue(
            view[j] == views.means()[j] || view[j] == data.training().features()[row * 10 + j]);
      }
    }
    assertEquals(0.25, means / 4000.0, 0.02);
    // Uniform on [0, 1]: mean 1/2 and sd 1/√12.
    assertEquals(0.5, views.means()[0], 0.05);
    assertEquals(0.2887, views.sds()[0], 0.02);
  }

  @Test
  void imagesAreMovedAndMirrored() {
    Part part = new Part(1, 4, new float[] {1, 2, 3, 4}, new double[1], new double[1], new int[1]);
    Views views =
        new Views(
            List.of(new Views.Change.Shift(1), new Views.Change.Flip()),
            new Shape(2, 2, 1),
            new float[4],
            new float[4]);
    Set<List<Float>> seen = new HashSet<>();
    RandomStream stream = RandomStream.key("test").stream();
    float[] view = new float[4];
    for (int i = 0; i < 1000; i++) {
      views.write(part, 0, stream, view, 0);
      seen.add(List.of(view[0], view[1], view[2], view[3]));
    }
    // Nine places, each as it is or mirrored.
    assertEquals(18, seen.size());
    assertTrue(seen.contains(List.of(2f, 1f, 4f, 3f)));
    assertTrue(seen.contains(List.of(0f, 0f, 0f, 1f)));
  }

  // New rows.

  @Test
  void newRowsGoTheSameWay() throws IOException {
    Value.Call source =
        table("n,c,d,y\n1,u,p,a\n2,v,q,b\n,u,p,a\n4,,q,b\n5,w,p,a\n6,u,q,b\n7,v,p,a\n8,u,q,b\n");
    List<Value.Call> steps =
        List.of(
            source,
            call("all_rows"),
            call("impute"),
            call("ordinal", "columns", "d"),
            call("one_hot"),
            call("standardize"));
    Prepared data = success(room().prepare(steps, 0, seeds(1)));
    Part again = success(room().transform(source, data.fitted()));
    assertArrayEquals(data.training().features(), again.features());
    assertArrayEquals(data.training().target(), again.target());
    // Columns in another order, a level that is new, a class alone, and one that is unknown.
    Files.writeString(folder.resolve("new.csv"), "y,d,c,n\nb,p,new,1\nb,q,u,\nz,q,u,8\n");
    Part fresh =
        success(room().transform(call("csv", "path", "new.csv", "target", "y"), data.fitted()));
    assertEquals(3, fresh.rows());
    assertEquals(1.0, fresh.target()[0]);
    assertTrue(Double.isNaN(fresh.target()[2]));
    int n = data.features().indexOf("n");
    assertEquals(data.training().features()[n], fresh.features()[n], "n = 1 is as it was");
    assertEquals(
        data.training().features()[2 * fresh.columns() + n],
        fresh.features()[fresh.columns() + n],
        "what is missing is filled as before");
    assertTrue(
        shown(room().transform(call("moons"), data.fitted()))
            .startsWith("LX301 the model takes columns that are not there"));
  }

  // Suspicions.

  @Test
  void likelyMistakesAreWarnedOf() throws IOException {
    StringBuilder text = new StringBuilder("one,twin,x,code,y\n");
    for (int row = 0; row < 200; row++) {
      text.append(
          "7,%d.5,%d.5,%s,%s\n"
              .formatted(
                  row * row % 31, row * row % 31, row < 5 ? "r" : "s", row < 5 ? "bad" : "good"));
    }
    DataHeader header =
        success(
            room()
                .header(
                    List.of(table(text.toString()), call("holdout", "stratify", word("true")))));
    assertEquals(
        List.of(
            "LX325 `one` holds one value only",
            "LX326 1 column holds the same values as another: `x` as `twin`",
            "LX327 `code` is `y` under another name: each of its values stands for one class",
            "LX328 class `good` has 195 rows and class `bad` 5"),
        header.warnings().stream().map(w -> w.code() + " " + w.message()).toList());
    DataHeader line =
        success(
            room()
                .header(
                    List.of(
                        table(
                            "f,c,y\n32,1,0\n50,2,10\n212,9,100\n41,4,5\n14,3,-10\n",
                            "task",
                            word("regression")))));
    assertEquals(
        List.of("`f` is the target `y` on another scale"),
        line.warnings().stream().map(Problem::message).toList());
  }

  @Test
  void aSplitThatTearsGroupsIsTold() throws Exception {
    String text = "x,who,y\n1,a,0\n2,a,1\n3,b,0\n4,b,1\n5,c,0\n6,c,1\n";
    Value.Call source = table(text, "group", "who");
    DataHeader torn =
        success(room().header(List.of(source, call("holdout", "test", 0.34, "validation", 0.0))));
    assertTrue(torn.warnings().stream().anyMatch(w -> w.code().equals("LX332")));
    DataHeader whole =
        success(
            room()
                .header(
                    List.of(
                        source,
                        call("holdout", "test", 0.34, "validation", 0.0, "by", word("group")))));
    assertTrue(whole.warnings().stream().noneMatch(w -> w.code().equals("LX332")));
  }

  @Test
  void realTablesAreNotSuspected() {
    for (String path : List.of("wine/wine.data", "banknote/data_banknote_authentication.txt")) {
      Path file = Written.shared(path);
      if (Files.exists(file)) {
        DataHeader header =
            success(
                new DataRoom(file.getParent())
                    .header(List.of(call("csv", "path", file.getFileName().toString()))));
        assertEquals(List.of(), header.warnings(), path);
      }
    }
  }

  // Leakage of corruption.

  @Test
  void whatCorruptsNeverTouchesTheTestPart() {
    for (Value.Call step :
        List.of(
            call("outliers", "rate", 0.5),
            call("outliers", "rate", 0.5, "of", word("features"), "kind", word("cauchy")),
            call("missing", "rate", 0.5),
            call("subsample", "share", 0.5))) {
      Value.Call source = call("friedman1", "rows", 100);
      Prepared clean = prepare(source, call("holdout"));
      Prepared dirty = prepare(source, call("holdout"), step, call("impute"));
      assertArrayEquals(
          clean.test().orElseThrow().features(),
          dirty.test().orElseThrow().features(),
          step.text());
      assertArrayEquals(
          clean.test().orElseThrow().target(), dirty.test().orElseThrow().target(), step.text());
      assertArrayEquals(
          clean.validation().orElseThrow().features(),
          dirty.validation().orElseThrow().features(),
          step.text());
      assertNotEquals(
          Arrays.hashCode(clean.training().features()) + Arrays.hashCode(clean.training().target()),
          Arrays.hashCode(dirty.training().features()) + Arrays.hashCode(dirty.training().target()),
          step.text());
    }
  }

  @Test
  void aMatrixSaysWhatWrongLabelsBecome() {
    Value.Call noise =
        call(
            "label_noise",
            "rate",
            0.4,
            "kind",
            word("matrix"),
            "matrix",
            List.of(0, 1, 0, 0, 0, 1, 0.5, 0.5, 0));
    Prepared clean = prepare(call("blobs", "rows", 3000), call("all_rows"));
    Prepared dirty = prepare(call("blobs", "rows", 3000), call("all_rows"), noise);
    double[][] shares = new double[3][3];
    for (int i = 0; i < 3000; i++) {
      shares[(int) clean.training().target()[i]][(int) dirty.training().target()[i]] += 1 / 1000.0;
    }
    double[][] expected = {{0.6, 0.4, 0}, {0, 0.6, 0.4}, {0.2, 0.2, 0.6}};
    for (int from = 0; from < 3; from++) {
      assertArrayEquals(expected[from], shares[from], 0.05);
    }
    assertTrue(
        shown(
                room()
                    .header(
                        List.of(
                            call("moons"),
                            call(
                                "label_noise",
                                "rate",
                                0.1,
                                "kind",
                                word("matrix"),
                                "matrix",
                                List.of(0.5, 0.4, 1, 0)))))
            .contains("needs rows of `matrix` that add up to 1, and that of class `0` to 0.9"));
  }

  private Value.Call table(String text, Object... arguments) throws IOException {
    Files.writeString(folder.resolve("t.csv"), text);
    Object[] all = new Object[arguments.length + 2];
    all[0] = "path";
    all[1] = "t.csv";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return call("csv", all);
  }

  private DataRoom room() {
    return new DataRoom(folder);
  }

  private Prepared prepare(Value.Call... pipeline) {
    return success(room().prepare(List.of(pipeline), 0, seeds(11)));
  }
}

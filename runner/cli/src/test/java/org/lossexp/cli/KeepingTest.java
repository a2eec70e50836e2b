package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of trials besides their results: states on the way, models, coefficients. */
class KeepingTest {
  @TempDir private Path folder;

  private Path experiment(String text) throws IOException {
    return Files.writeString(folder.resolve("e.lossexp"), text);
  }

  private static boolean hasFiles(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("."));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "all"})
  void aLongTrialThatIsKilledGoesOnFromItsLastState(String isolate) throws Exception {
    Path file =
        experiment(
            """
            data d = friedman1(rows = 400) -> holdout(test = 30%, validation = 20%) -> standardize()
            model mlp = dense(16, relu) -> dropout(0.1)
            loss mse
            train { epochs = 3000, average = ema(), schedule = plateau(patience = 30) }
            repeat { seeds = 1 }
            """);
    Path killed = folder.resolve("killed");
    Path undisturbed = folder.resolve("undisturbed");
    Process process =
        Lossexp.start(
            folder.resolve("log"),
            "run",
            file.toString(),
            "-o",
            killed.toString(),
            "--no-cache",
            "--isolate",
            isolate,
            "--checkpoint-every",
            "0.1");
    while (process.isAlive() && !hasFiles(killed.resolve("checkpoints"))) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    assertTrue(hasFiles(killed.resolve("checkpoints")), Files.readString(folder.resolve("log")));

    Lossexp resumed = Lossexp.run("run", file, "-o", killed, "--no-cache");
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(0, Lossexp.run("run", file, "-o", undisturbed, "--no-cache").code());
    Folders.assertSameResults(undisturbed, killed);
    assertFalse(Files.exists(killed.resolve("checkpoints")), "a state was left behind");
  }

  /** Two classes that a line parts roughly, a number that is missing here and there, a category. */
  private static List<String> rows(int first, int count) {
    List<String> rows = new ArrayList<>(List.of("width,colour,height,kind"));
    for (int i = first; i < first + count; i++) {
      int width = i * 37 % 101;
      String colour = List.of("red", "green", "blue").get(i % 3);
      String height = i % 9 == 4 ? "" : Integer.toString(200 + i * 53 % 89);
      boolean wide = width + (i % 3) * 20 + i % 5 * 4 > 75;
      rows.add(width + "," + colour + "," + height + "," + (wide ? "wide" : "narrow"));
    }
    return rows;
  }

  /** The same, 160 rows to learn from and 60 to test on. */
  private static List<String> withParts() {
    List<String> rows = new ArrayList<>();
    for (String row : rows(0, 220)) {
      int i = rows.size() - 1;
      String part = i < 160 ? i % 4 == 0 ? "validation" : "train" : "test";
      rows.add(row + "," + (rows.isEmpty() ? "part" : part));
    }
    return rows;
  }

  private static final String CLASSES =
      """
      data d = csv("all.csv", target = "kind")
            -> split_column("part") -> impute() -> one_hot() -> standardize()
      model mlp = dense(6, relu) -> dense(outputs)
      loss cross_entropy
      loss squares = mse
      train { epochs = 15, batch_size = 8 }
      repeat { seeds = 3 }
      measure accuracy
      """;

  @Test
  void aKeptModelPredictsTestRowsAsTheRunDid() throws Exception {
    Files.write(folder.resolve("all.csv"), withParts());
    Path file = experiment(CLASSES);
    Path results = folder.resolve("r");
    Lossexp run = Lossexp.run("run", file, "-o", results, "--keep-models", "--no-cache", "-j", 1);
    assertEquals(0, run.code(), run.err());

    // New rows have no target; the order of columns is theirs.
    List<String> unseen = new ArrayList<>();
    for (String row : rows(160, 60)) {
      String[] cells = row.split(",", -1);
      unseen.add(cells[2] + "," + cells[0] + "," + cells[1]);
    }
    Path rows = Files.write(folder.resolve("new.csv"), unseen);
    Lossexp predicted = Lossexp.run("predict", results, "--contender", "cross_entropy", rows);
    assertEquals(0, predicted.code(), predicted.err());
    List<String> lines = predicted.out().lines().toList();
    assertEquals("class,p(narrow),p(wide)", lines.getFirst());
    assertEquals(61, lines.size());
    List<String> truth = rows(160, 60);
    int right = 0;
    for (int i = 1; i <= 60; i++) {
      String[] cells = lines.get(i).split(",", -1);
      right += truth.get(i).endsWith("," + cells[0]) ? 1 : 0;
      double[] shares = {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])};
      assertEquals(1, shares[0] + shares[1], 1e-12);
      assertEquals(shares[1] > 0.5 ? "wide" : "narrow", cells[0]);
    }
    assertEquals(bestTestAccuracy(results, "cross_entropy"), right / 60.0);
    assertTrue(right > 40, right + " of 60");

    Lossexp several = Lossexp.run("predict", results, rows);
    assertEquals(2, several.code());
    assertTrue(several.err().contains("`squares`"), several.err());
  }

  /** Of the trial that was best on validation, the first of equals. */
  private static double bestTestAccuracy(Path results, String contender) throws IOException {
    List<String> lines = Files.readAllLines(results.resolve("trials.csv"));
    List<String> header = List.of(lines.getFirst().split(",", -1));
    String[] best =
        lines.stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .filter(cells -> cells[header.indexOf("contender")].equals(contender))
            .reduce((one, other) ->
                number(other, header, "validation.accuracy")
                        > number(one, header, "validation.accuracy")
                    ? other
                    : one)
            .orElseThrow();
    return number(best, header, "test.accuracy");
  }

  private static double number(String[] cells, List<String> header, String column) {
    return Double.parseDouble(cells[header.indexOf(column)]);
  }

  @Test
  void keptModelsAreTheSameBytesHoweverTheyCameAbout() throws Exception {
    Files.write(folder.resolve("all.csv"), withParts());
    Path file = experiment(CLASSES);
    Path one = folder.resolve("one");
    Path apart = folder.resolve("apart");
    Path late = folder.resolve("late");
    assertEquals(0, Lossexp.run("run", file, "-o", one, "--keep-models", "--no-cache").code());
    Lossexp children =
        Lossexp.run("run", file, "-o", apart, "--keep-models", "--no-cache", "--isolate", "all");
    assertEquals(0, children.code(), children.err());
    // A run that kept none, then one that finds all trials done.
    assertEquals(0, Lossexp.run("run", file, "-o", late, "--no-cache").code());
    assertEquals(0, Lossexp.run("run", file, "-o", late, "--keep-models", "--no-cache").code());

    assertTrue(Files.exists(one.resolve("models/cross_entropy.safetensors")));
    assertTrue(Files.exists(one.resolve("models/squares.safetensors")));
    assertFalse(Files.exists(one.resolve("models/.trials")));
    Folders.assertSameResults(one, apart);
    Folders.assertSameResults(one, late);
  }

  @Test
  void whatIsKeptIsNotTrainedAgain() throws Exception {
    Files.write(folder.resolve("all.csv"), withParts());
    Path file = experiment(CLASSES);
    Path results = folder.resolve("r");
    List<Object> keeping =
        List.of("run", file, "-o", results, "--keep-models", "--no-cache", "--checkpoint-every=0");
    assertEquals(0, Lossexp.run("run", file, "-o", results, "--no-cache").code());

    Lossexp late = Lossexp.run(keeping.toArray());
    assertEquals(0, late.code(), late.err());
    assertTrue(late.err().contains("training 2 models again to keep them\n"), late.err());
    assertFalse(Files.exists(results.resolve("checkpoints")), "a state was left behind");

    Path one = results.resolve("models/cross_entropy.safetensors");
    Path other = results.resolve("models/squares.safetensors");
    byte[] bytes = Files.readAllBytes(one);
    FileTime before = FileTime.fromMillis(0);
    Files.setLastModifiedTime(one, before);
    Lossexp again = Lossexp.run(keeping.toArray());
    assertFalse(again.err().contains("again to keep"), again.err());
    assertEquals(before, Files.getLastModifiedTime(one));

    // The model of another trial is not that of this one.
    Files.copy(other, one, StandardCopyOption.REPLACE_EXISTING);
    Lossexp mended = Lossexp.run(keeping.toArray());
    assertTrue(mended.err().contains("training 1 model again to keep it\n"), mended.err());
    assertArrayEquals(bytes, Files.readAllBytes(one));
    assertFalse(Files.exists(results.resolve("checkpoints")), "a state was left behind");
  }

  /**
   * Brownlee 1965; the numbers are those of statsmodels' {@code RLM} and {@code OLS} (with Huber's
   * and Tukey's norms, scale by MAD), whose last scales make the deltas: 1.345 × 2.4407 and 4.685 ×
   * 2.28188.
   */
  @Test
  void stackLossGivesTheKnownCoefficients() throws Exception {
    Path data = Checkout.shared("data/sm-stackloss/stackloss.csv");
    Files.copy(data, folder.resolve("stackloss.csv"));
    Path file =
        experiment(
            """
            data stack = csv("stackloss.csv", target = "STACKLOSS") -> all_rows()
            model linear = dense(outputs)
            loss squares = mse
            loss huber(delta = 3.2827)
            loss bisquare_late = if progress < 0.5 then residual^2 else tukey_biweight(c = 10.690614)
            optimizer lbfgs()
            train { epochs = 200, batch_size = all }
            repeat { seeds = 1 }
            measure rmse, coefficients
            """);
    Path results = folder.resolve("r");
    Lossexp run = Lossexp.run("run", file, "-o", results, "--no-cache");
    assertTrue(Files.exists(results.resolve("evidence/coefficients.csv")), run.err());
    assertCoefficients(results, "squares", 0.7156, 1.2953, -0.1521, -39.9197);
    assertCoefficients(results, "huber", 0.82937, 0.92611, -0.12785, -41.02653);
    assertCoefficients(results, "bisquare_late", 0.92755, 0.65073, -0.11233, -42.28525);
  }

  /** The same line through scaled features and a scaled target is the same line. */
  @Test
  void coefficientsAreThoseOfTheDataAsGiven() throws Exception {
    Path data = Checkout.shared("data/sm-stackloss/stackloss.csv");
    Files.copy(data, folder.resolve("stackloss.csv"));
    Path file =
        experiment(
            """
            data stack = csv("stackloss.csv", target = "STACKLOSS")
                      -> all_rows() -> standardize(target = true)
            model linear = dense(outputs)
            loss mse
            optimizer lbfgs()
            train { epochs = 50, batch_size = all }
            repeat { seeds = 1 }
            measure rmse, coefficients
            """);
    Path results = folder.resolve("r");
    Lossexp run = Lossexp.run("run", file, "-o", results, "--no-cache");
    assertTrue(Files.exists(results.resolve("evidence/coefficients.csv")), run.err());
    assertCoefficients(results, "mse", 0.7156, 1.2953, -0.1521, -39.9197);
  }

  /**
   * Least squares through the origin: the sum of x y over that of x x, 70 / 30, whether it is found
   * in double or step by step in float.
   */
  @Test
  void withoutABiasTheLineGoesThroughTheOrigin() throws Exception {
    Files.writeString(folder.resolve("line.csv"), "x,y\n1,3\n2,5\n3,7\n4,9\n");
    for (String optimizer : List.of("lbfgs()", "sgd(learning_rate = 0.05)")) {
      Path file =
          experiment(
              """
              data line = csv("line.csv", target = "y", task = regression)
                       -> all_rows() -> standardize(features = none)
              model slope = dense(outputs, bias = false)
              loss mse
              optimizer OPTIMIZER
              train { epochs = 100, batch_size = all }
              repeat { seeds = 1 }
              measure rmse, coefficients
              """
                  .replace("OPTIMIZER", optimizer));
      Path results = folder.resolve("line " + optimizer.length());
      Lossexp run = Lossexp.run("run", file, "-o", results, "--no-cache");
      assertTrue(Files.exists(results.resolve("evidence/coefficients.csv")), run.err());
      List<String> lines = Files.readAllLines(results.resolve("evidence/coefficients.csv"));
      assertEquals(70.0 / 30, last(lines.get(1)), 1e-5, optimizer);
      assertEquals(0.0, last(lines.get(2)), optimizer);
    }
  }

  private static double last(String row) {
    return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
  }

  private static void assertCoefficients(Path results, String contender, double... expected)
      throws IOException {
    List<String> lines = Files.readAllLines(results.resolve("evidence/coefficients.csv"));
    List<String> header = List.of(lines.getFirst().split(",", -1));
    List<String[]> rows =
        lines.stream()
            .map(line -> line.split(",", -1))
            .filter(cells ->
                cells[header.indexOf("contender")].toLowerCase(Locale.ROOT).startsWith(contender))
            .toList();
    List<String> features = List.of("AIRFLOW", "WATERTEMP", "ACIDCONC", "(constant)");
    assertEquals(features, rows.stream().map(cells -> cells[header.indexOf("feature")]).toList());
    double[] found =
        rows.stream().mapToDouble(cells -> number(cells, header, "coefficient")).toArray();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i], found[i], 1e-3, contender + " " + features.get(i) + Arrays.toString(found));
    }
  }
}

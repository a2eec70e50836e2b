package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The experiments that come with lossexp, but for the studies; the README's own; real tables. */
class ExperimentsTest {
  @TempDir private Path folder;

  static List<Path> shipped() throws Exception {
    try (Stream<Path> files = Files.list(Checkout.root().resolve("experiments"))) {
      return files.filter(file -> file.toString().endsWith(".lossexp")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void anExperimentThatComesWithLossexpHasNoProblems(Path file) {
    Lossexp check = Lossexp.run("check", "--strict", file);
    assertEquals(0, check.code(), check.err());
  }

  /** Expected: what outliers in the targets do to least squares (Huber 1964). */
  @Test
  void theQuickstartGivesTheRightAnswer() throws Exception {
    Path file = Checkout.root().resolve("experiments/quickstart.lossexp");
    assertTrue(Files.readAllLines(file).size() <= 25, "the quickstart has grown");
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));

    assertEquals(0, run.code(), run.err());
    List<String> decided =
        Files.readAllLines(folder.resolve("r/summary.csv")).stream()
            .filter(row -> row.contains("test.mae") && !row.startsWith("share = 0%"))
            .filter(row -> !row.contains(",mse,test.mae"))
            .toList();
    assertEquals(6, decided.size(), decided.toString());
    assertTrue(decided.stream().allMatch(row -> row.endsWith(",better")), decided.toString());
  }

  /** The README shows the quickstart, comments left out, and the answer that it gives. */
  @Test
  void theReadmeShowsTheQuickstartAndItsAnswer() throws Exception {
    Path quickstart = Checkout.root().resolve("experiments/quickstart.lossexp");
    String file =
        Files.readAllLines(quickstart).stream()
            .filter(line -> !line.startsWith("//"))
            .collect(Collectors.joining("\n"));
    String readme = Files.readString(Checkout.root().resolve("README.md"));
    assertTrue(readme.contains("```lossexp\n" + file + "\n```"), "the README shows another file");

    String answer = Lossexp.run("run", quickstart, "-o", folder.resolve("r")).out();
    String words = readme.replace("\n> ", " ").replaceAll("\\s+", " ");
    answer
        .lines()
        .takeWhile(line -> !line.startsWith("Note:"))
        .forEach(line -> assertTrue(words.contains(line.strip()), line));
  }

  /** The README's picture is the report's own. */
  @Test
  void theReadmeShowsThePictureOfTheQuickstart() throws Exception {
    Path quickstart = Checkout.root().resolve("experiments/quickstart.lossexp");
    Path file = folder.resolve("quickstart.lossexp");
    Files.writeString(
        file, Files.readString(quickstart) + "report { formats = [html, markdown] }\n");
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));
    assertEquals(
        Files.readString(folder.resolve("r/figures/factor-1.svg")),
        Files.readString(Checkout.root().resolve("experiments/quickstart.svg")),
        run.err());
    String readme = Files.readString(Checkout.root().resolve("README.md"));
    assertTrue(readme.contains("](experiments/quickstart.svg)"), "the README shows no picture");
  }

  /** The same file with the lines of data and losses changed; accuracies as any network reaches. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "iris/iris.csv | header = false | 0.85",
        "wine/wine.csv | header = false | 0.9",
        "breast-cancer-wdbc/brca.csv | target = \"y\" | 0.9",
        "optdigits/optdigits.tes.gz | header = false | 0.9"
      })
  void aRealTableOfClasses(String table, String argument, double accuracy) throws Exception {
    Path csv = Checkout.shared("data/" + table);
    Path file =
        Files.writeString(
            folder.resolve("real.lossexp"),
            """
            data d = csv("%s", %s) -> holdout(test = 30%%, validation = 15%%, stratify = true) -> standardize()
            loss cross_entropy, softmax_focal
            model mlp = dense(16, relu) -> dense(outputs)
            optimizer adam(learning_rate = 0.01)
            train { epochs = 12 }
            repeat { seeds = 3 }
            """
                .formatted(csv, argument));
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));

    assertEquals(0, run.code(), run.err());
    for (String row : Files.readAllLines(folder.resolve("r/summary.csv"))) {
      if (row.contains("test.accuracy")) {
        assertTrue(Double.parseDouble(row.split(",", -1)[5]) > accuracy, row);
      }
    }
  }

  /** Columns as pictures, blocks within the model, and another activation for each contender. */
  @Test
  void aTableOfPicturesIsReadByConvolutions() throws Exception {
    Path csv = Checkout.shared("data/optdigits/optdigits.tes.gz");
    Path file =
        Files.writeString(
            folder.resolve("pictures.lossexp"),
            """
            let curve in {relu, silu}
            data d = csv("%s", header = false) -> holdout(test = 30%%, validation = 15%%) -> standardize()
            model cnn = reshape(8, 8) -> conv2d(12, 3, padding = same) -> batch_norm() -> relu()
                     -> residual(conv2d(12, 3, curve, padding = same) -> dropout(0.1) -> conv2d(12, 3, padding = same))
                     -> max_pool(2) -> dense(32, curve, init = orthogonal)
            loss cross_entropy, softmax_focal
            optimizer adam(learning_rate = 0.003)
            train { epochs = 6 }
            repeat { seeds = 2 }
            """
                .formatted(csv));
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));

    assertEquals(0, run.code(), run.err());
    List<String> rows =
        Files.readAllLines(folder.resolve("r/summary.csv")).stream()
            .filter(row -> row.contains("test.accuracy"))
            .toList();
    assertEquals(4, rows.size());
    // Expected: optdigits.names of UCI, where one nearest neighbour reaches 0.98.
    for (String row : rows) {
      assertTrue(Double.parseDouble(row.split(",", -1)[5]) > 0.92, row);
    }
  }

  @Test
  void housesWithMissingValuesAreRefusedUntilAStepHandlesThem() throws Exception {
    Path csv = Checkout.shared("data/california-housing/housing.csv.gz");
    String text =
        """
        data d = csv("%s", target = "median_house_value") -> holdout(test = 20%%, validation = 10%%) %s
        loss mse, huber
        model mlp = dense(32, relu) -> dense(outputs)
        train { epochs = 3, batch_size = 128 }
        optimizer adam(learning_rate = 0.003)
        repeat { seeds = 2 }
        """;
    Path file = folder.resolve("houses.lossexp");
    Files.writeString(file, text.formatted(csv, "-> standardize(target = true)"));
    Lossexp refused = Lossexp.run("check", file);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("total_bedrooms"), refused.err());
    assertTrue(refused.err().contains("207"), refused.err());

    Files.writeString(file, text.formatted(csv, "-> impute(median) -> standardize(target = true)"));
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));
    assertEquals(0, run.code(), run.err());
    // Expected: a linear model reaches a mean absolute error of about 50,000 dollars
    // (A. Géron, Hands-On Machine Learning, chapter 2: RMSE 68,628); a network must do as well.
    for (String row : Files.readAllLines(folder.resolve("r/summary.csv"))) {
      if (row.contains("test.mae")) {
        assertTrue(Double.parseDouble(row.split(",", -1)[5]) < 52_000, row);
      }
    }
  }
}

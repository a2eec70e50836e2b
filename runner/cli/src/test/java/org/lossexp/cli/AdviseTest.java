package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.data.TargetFacts;

/** {@code lossexp advise} and {@code lossexp new data}: what they say, and that it works. */
class AdviseTest {
  @TempDir private Path folder;

  /** What an expert would say of public data; the sources are in their folders' SOURCE.md. */
  @ParameterizedTest
  @CsvSource({
    "doctor-visits/DoctorVisits.csv.gz, visits, mse poisson_nll negative_binomial_nll",
    "sm-randhie/randhie.csv.gz, mdvis, mse poisson_nll negative_binomial_nll",
    "auto-insurance/auto-insurance.csv, 2, mse tweedie_deviance",
    "ames-housing/ames.csv.gz, Sale_Price, mse gamma_deviance huber",
    "engel/engel.csv, foodexp, mse multi_quantile gamma_deviance huber",
    "california-housing/housing.csv.gz, median_house_value, mse huber mae",
    "robust-regression/phones.csv, calls, mse multi_quantile huber mae cauchy",
    "robust-regression/NOxEmissions.csv.gz, LNOx, mse huber",
    "wine-quality/winequality-red.csv, 12,"
        + " cross_entropy cumulative_ordinal_cross_entropy squared_earth_movers_distance",
    "oil-spill/oil-spill.csv.gz, 50,"
        + " bce_with_logits logit_adjusted_cross_entropy class_balanced_cross_entropy"
        + " sigmoid_focal",
    "glass/glass.csv, 10,"
        + " cross_entropy logit_adjusted_cross_entropy class_balanced_cross_entropy softmax_focal",
    "iris/iris.csv, 5, cross_entropy brier weston_watkins_hinge",
    "breast-cancer-wdbc/brca.csv, y, bce_with_logits brier hinge"
  })
  void publicDataGetTheLossesThatTheyAreKnownFor(String file, String target, String first) {
    Lossexp said =
        Lossexp.run("advise", Checkout.shared("data/" + file), "--target", target, "--json");
    assertEquals(0, said.code(), said.err());
    JsonObject advice = JsonParser.parseString(said.out()).getAsJsonObject();
    List<String> losses = new ArrayList<>();
    advice
        .getAsJsonArray("candidates")
        .forEach(element -> {
          JsonObject candidate = element.getAsJsonObject();
          if (candidate.get("first").getAsBoolean()) {
            losses.add(candidate.get("loss").getAsString().replaceFirst("\\(.*", ""));
          }
        });
    assertEquals(first, String.join(" ", losses), said.out());
  }

  @Test
  void nothingIsSaidAgainstTheBaselineWhereNothingSpeaksAgainstIt() {
    Lossexp noise =
        Lossexp.run(
            "advise",
            Checkout.shared("data/robust-regression/NOxEmissions.csv.gz"),
            "--target",
            "LNOx");
    assertTrue(noise.out().contains("\nNothing speaks against `mse`"), noise.out());
    assertFalse(noise.out().contains("\n  * rank"), noise.out());
  }

  /** Every rule is met by one of these; whatever is named, can be trained on such a target. */
  @Test
  void everyLossThatIsNamedCanBeTrainedForTheTask() throws Exception {
    Set<String> named = new TreeSet<>();
    named.addAll(areTrained("counts", "y", "task = regression", counts(3, 2, 0.6)));
    named.addAll(areTrained("counts", "y", "task = regression", counts(3, 40, 0.2)));
    named.addAll(areTrained("amounts", "y", "", numbers(1, 3, 0.07, 20, 2, 0.5)));
    named.addAll(areTrained("zeros", "y", "", numbers(0, 3, 0.02, 20, 2, 0.5)));
    named.addAll(areTrained("numbers", "y", "", numbers(-5, 0, 0.2, 20, 2, 0.5)));
    named.addAll(areTrained("two", "y", "", classes(2, 30, 0.3)));
    named.addAll(areTrained("two", "y", "", classes(2, 1, 0)));
    named.addAll(areTrained("many", "y", "task = classification", classes(21, 30, 0.3)));
    named.addAll(areTrained("many", "y", "task = classification", classes(3, 1, 0)));
    named.addAll(
        areTrained(
            "labels",
            "[\"y\", \"z\"]",
            "",
            List.of(new TargetFacts.Labels("y, z", 90, List.of("y", "z"), List.of(9L, 8L), 0.2))));
    assertEquals(
        Set.of(
            "asymmetric",
            "barron_general_robust",
            "bce_with_logits",
            "bi_tempered_logistic",
            "brier",
            "cauchy",
            "class_balanced_cross_entropy",
            "cross_entropy",
            "cumulative_ordinal_cross_entropy",
            "gamma_deviance",
            "gaussian_nll",
            "gce",
            "hinge",
            "huber",
            "label_smoothed_cross_entropy",
            "ldam",
            "logit_adjusted_cross_entropy",
            "mae",
            "mse",
            "multi_quantile",
            "negative_binomial_nll",
            "poisson_nll",
            "savage",
            "sigmoid_focal",
            "softmax_focal",
            "squared_earth_movers_distance",
            "symmetric_cross_entropy",
            "tukey_biweight",
            "tweedie_deviance",
            "weston_watkins_hinge"),
        named);
  }

  private List<String> areTrained(String table, String target, String task, List<TargetFacts> facts)
      throws IOException {
    Advice advice = Advisor.on(facts);
    Files.writeString(folder.resolve(table + ".csv"), rows(table));
    Path file = folder.resolve("named.lossexp");
    Files.writeString(
        file,
        "data d = csv(\"%s.csv\", target = %s%s) -> holdout(validation = 20%%)\nloss %s\n"
                .formatted(
                    table,
                    target.startsWith("[") ? target : "\"" + target + "\"",
                    task.isEmpty() ? "" : ", " + task,
                    advice.candidates().stream()
                        .map(Advice.Candidate::loss)
                        .collect(Collectors.joining(", ")))
            + "measure %s\ncompare { by = test.%s }\ntrain { epochs = 1 }\nrepeat { seeds = 1 }\n"
                .formatted(String.join(", ", advice.metrics()), advice.by()));
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "--fresh", "--no-cache");
    assertEquals(0, run.code(), Files.readString(file) + run.err() + run.out());
    return advice.candidates().stream().map(Advice.Candidate::name).toList();
  }

  private static String rows(String table) {
    Random random = new Random(1);
    StringBuilder rows = new StringBuilder("a,b,y,z\n");
    for (int i = 0; i < 90; i++) {
      String y =
          switch (table) {
            case "counts" -> Integer.toString(random.nextInt(4) * random.nextInt(5));
            case "amounts" -> Double.toString(0.1 + random.nextDouble());
            case "zeros" -> i % 3 == 0 ? "0" : Double.toString(random.nextDouble());
            case "numbers" -> Double.toString(random.nextGaussian());
            case "two" -> i % 2 == 0 ? "no" : "yes";
            case "many" -> Integer.toString(i % 3);
            default -> Integer.toString(i % 2);
          };
      rows.append(random.nextGaussian()).append(',').append(random.nextGaussian());
      rows.append(',').append(y).append(',').append(i / 2 % 2).append('\n');
    }
    return rows.toString();
  }

  private static List<TargetFacts> numbers(
      double min, double skewness, double outliers, double kurtosis, double skewed, double spread) {
    return List.of(
        new TargetFacts.Numbers(
            "y",
            900,
            3,
            2,
            min,
            2,
            90,
            skewness,
            false,
            800,
            0,
            min == 0 ? 0.3 : 0,
            0.01,
            0.03,
            new TargetFacts.Residuals(900, 2, 0.5, outliers, skewed, kurtosis, spread),
            Optional.empty()));
  }

  private static List<TargetFacts> counts(double dispersion, double sd, double zeros) {
    return List.of(
        new TargetFacts.Numbers(
            "y",
            900,
            3,
            sd,
            0,
            2,
            90,
            3,
            true,
            50,
            0.1,
            zeros,
            zeros,
            0,
            new TargetFacts.Residuals(900, 2, 0.5, 0, 0, 0, 0),
            Optional.of(new TargetFacts.Counts(dispersion, 9, 0.7, 0.1, 0.15))));
  }

  private static List<TargetFacts> classes(int classes, long ratio, double disagreeing) {
    List<String> names = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      names.add(Integer.toString(i));
      counts.add(i == 0 ? 10 * ratio : 10);
    }
    return List.of(
        new TargetFacts.Classes(
            "y", 900, names, counts, new TargetFacts.Neighbours(500, disagreeing, 0.8, 0.4)));
  }

  @ParameterizedTest
  @CsvSource({
    "adult/adult-train.csv.gz, 15",
    "ames-housing/ames.csv.gz, Sale_Price",
    "auto-insurance/auto-insurance.csv, 2",
    "bikes/bikes.csv, rides",
    "german-credit/german.csv, 21",
    "wine-quality/winequality-red.csv, 12",
    "mammography/mammography.csv.gz, 7",
    "oil-spill/oil-spill.csv.gz, 50",
    "credit-default/Default.csv.gz, default",
    "engel/engel.csv, foodexp",
    "glass/glass.csv, 10",
    "penguins/penguins.csv, species",
    "abalone/abalone.csv, 9",
    "california-housing/housing.csv.gz, median_house_value",
    "sm-stackloss/stackloss.csv, STACKLOSS",
    "sm-randhie/randhie.csv.gz, mdvis",
    "ecoli/ecoli.csv, 8",
    "horse-colic/horse-colic.csv, 28",
    "auto-imports/auto_imports.csv, 26",
    "optdigits/optdigits.tra.gz, 65"
  })
  void whatIsWrittenForATableIsLaidOutAndHasNoMistakes(String table, String target) {
    Path file = folder.resolve("x.lossexp");
    Lossexp written =
        Lossexp.run(
            "new", "data", Checkout.shared("data/" + table), "--target", target, "-o", file);
    assertEquals(0, written.code(), written.err());
    assertEquals(0, Lossexp.run("fmt", "--check", file).code());
    Lossexp check = Lossexp.run("check", file);
    assertEquals(0, check.code(), check.err());
  }

  @ParameterizedTest
  @CsvSource({"haberman/haberman.csv, 4", "auto-insurance/auto-insurance.csv, 2"})
  void whatIsWrittenForATableRuns(String table, String target) {
    Path file = folder.resolve("x.lossexp");
    Lossexp.run("new", "data", Checkout.shared("data/" + table), "--target", target, "-o", file);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "--no-cache");
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.exists(folder.resolve("r/report.html")));
  }

  @Test
  void columnsThatTellNothingOfNewRowsAreLeftOutAndRowsOfOneGroupStayTogether() throws Exception {
    Random random = new Random(2);
    StringBuilder rows =
        new StringBuilder("id,patient_id,visited_date,city,name,one,age,sick,y 2\n");
    for (int i = 0; i < 400; i++) {
      rows.append(
          "%d,%d,2024-01-%02d,c%d,person %d,7,%s,%s,%s\n"
              .formatted(
                  i + 1,
                  i / 4,
                  i % 28 + 1,
                  i % 61,
                  i,
                  i % 9 == 0 ? "" : random.nextInt(90),
                  random.nextInt(3) == 0 ? "yes" : "no",
                  i % 50 == 0 ? "" : random.nextGaussian()));
    }
    Path table = folder.resolve("people.csv");
    Files.writeString(table, rows);
    Path file = folder.resolve("own.lossexp");

    Lossexp written = Lossexp.run("new", "data", table, "--target", "sick", "-o", file);
    assertEquals(0, written.code(), written.err());
    String text = Files.readString(file);
    assertTrue(text.contains("drop = [\"id\", \"visited_date\", \"name\", \"one\"],\n"), text);
    assertTrue(text.contains("\"people.csv\",\n"), text);
    assertTrue(text.contains("group = \"patient_id\"\n"), text);
    assertTrue(text.contains("by = group)"), text);
    assertTrue(text.contains("-> impute(median, categories = missing)\n"), text);
    assertTrue(text.contains("-> hash(columns = [\"city\"], size = 32)\n"), text);
    assertTrue(
        text.contains("`holdout(time =\n// \"visited_date\")`")
            || text.contains("`holdout(time = \"visited_date\")`"),
        text);
    assertEquals(0, Lossexp.run("check", "--strict", file).code());

    Path several = folder.resolve("several.lossexp");
    Lossexp two =
        Lossexp.run("new", "data", table, "--target", "y 2", "--target", "age", "-o", several);
    assertEquals(0, two.code(), two.err());
    String both = Files.readString(several);
    assertTrue(both.contains("target = [\"y 2\", \"age\"]"), both);
    assertTrue(both.contains("missing_target = drop"), both);
    assertEquals(0, Lossexp.run("check", several).code());
  }

  /**
   * Texts that repeat tell something, though no other column has as many values as there are rows.
   */
  @Test
  void textsThatRepeatStay() throws Exception {
    StringBuilder rows = new StringBuilder("city,sick\n");
    for (int i = 0; i < 700; i++) {
      rows.append('c').append(i % 70).append(i % 3 == 0 ? ",yes\n" : ",no\n");
    }
    Path table = Files.writeString(folder.resolve("cities.csv"), rows);
    Path file = folder.resolve("cities.lossexp");
    assertEquals(0, Lossexp.run("new", "data", table, "--target", "sick", "-o", file).code());
    assertTrue(Files.readString(file).contains("hash(columns = [\"city\"]"));
    assertEquals(0, Lossexp.run("check", "--strict", file).code());
  }

  /** {@code last} is the language's word, and no more than a name where a column has it. */
  @Test
  void theLastColumnMayBeTheTarget() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 90; i++) {
      rows.append(i * 37 % 11).append(',').append(i % 7).append(i % 3 == 0 ? ",yes\n" : ",no\n");
    }
    Path nameless = Files.writeString(folder.resolve("nameless.csv"), rows);
    Lossexp said = Lossexp.run("advise", nameless, "--target", "last");
    assertEquals(0, said.code(), said.err());
    assertTrue(said.out().contains("90 rows, 2 features; `column 3`"), said.out());
    assertTrue(written(nameless, "last").contains("target = last"));

    Path named = Files.writeString(folder.resolve("named.csv"), "last,b,c\n" + rows);
    assertTrue(written(named, "last").contains("target = \"last\""));
  }

  /** As spreadsheets write tables in much of Europe, and older programs towns. */
  @ParameterizedTest
  @CsvSource({
    "';', '.', UTF-8, ''",
    "';', ',', UTF-8, decimal",
    "'\t', ',', UTF-8, decimal",
    "';', '.', ISO-8859-1, encoding",
    "',', '.', ISO-8859-1, encoding",
    "';', ',', ISO-8859-1, decimal encoding"
  })
  void howATableIsWrittenIsFoundOut(String delimiter, String point, String charset, String expected)
      throws Exception {
    Path table =
        Files.writeString(
            folder.resolve("t.csv"), towns(delimiter, point), Charset.forName(charset));
    Map<String, String> words =
        Map.of("decimal", "decimal = comma", "encoding", "encoding = latin1");
    String text = written(table, "rent");
    Lossexp said = Lossexp.run("advise", table, "--target", "rent");
    assertEquals(0, said.code(), said.err());
    assertTrue(said.out().contains("`rent`: numbers from 5.50 to 9.80,"), said.out());
    words.forEach((word, argument) -> {
      boolean wanted = expected.contains(word);
      assertEquals(wanted, text.contains(", " + argument), text);
      assertEquals(wanted, text.contains("// ") && text.contains(": `" + argument + "`."), text);
      assertEquals(wanted, said.out().contains(": `" + argument + "`\n"), said.out());
    });
  }

  /** Between commas, a comma within a number may part thousands: nobody guesses there. */
  @Test
  void commasBetweenThousandsAreNotTakenForDecimals() throws Exception {
    StringBuilder rows = new StringBuilder("size,rooms,price\n");
    for (int i = 0; i < 90; i++) {
      rows.append("%d.5,%d,\"%d,%03d\"\n".formatted(i % 31, i % 7, 1 + i % 8, i * 11));
    }
    refused(rows.toString(), "price", 2, "`price` holds numbers with commas, such as `1,000`");
  }

  private static String towns(String delimiter, String point) {
    StringBuilder rows = new StringBuilder(String.join(delimiter, "town", "area", "rent") + "\n");
    for (int i = 0; i < 90; i++) {
      String town = List.of("München", "Köln", "Ulm").get(i % 3);
      String area = (20 + i * 37 % 90) + point + i % 10;
      rows.append(String.join(delimiter, town, area, (5 + i * 7 % 5) + point + (5 + i % 4)));
      rows.append('\n');
    }
    return rows.toString();
  }

  /** {@return the experiment that is written for {@code table}, which has no mistakes} */
  private String written(Path table, String target) throws IOException {
    Path file = folder.resolve("written.lossexp");
    Files.deleteIfExists(file);
    Lossexp written = Lossexp.run("new", "data", table, "--target", target, "-o", file);
    assertEquals(0, written.code(), written.err());
    Lossexp check = Lossexp.run("check", file);
    assertEquals(0, check.code(), check.err());
    assertEquals(0, Lossexp.run("fmt", "--check", file).code());
    return Files.readString(file);
  }

  @Test
  void theUsersMistakesAreNamed() throws Exception {
    refused("a,churned\n1,x\n2,y\n", "chruned", 2, "did you mean `churned`?");
    refused("1,2\n3,4\n", "y", 2, "its first row holds data, not names");
    refused("", "y", 4, "is empty");
    refused("a,y\n1,x\n2,x\n3,x\n", "y", 2, "the target `y` is `x` in every row");
    StringBuilder names = new StringBuilder("a,y\n");
    for (int i = 0; i < 200; i++) {
      names.append(i % 7).append(",n").append(i).append("x\n");
    }
    refused(names.toString(), "y", 2, "the target `y` has 200 classes in 200 rows");
    Lossexp gone = Lossexp.run("advise", folder.resolve("gone.csv"), "--target", "y");
    assertEquals(4, gone.code());
    assertTrue(gone.err().contains("there is no file"), gone.err());

    Path there = Files.writeString(folder.resolve("mine.lossexp"), "mine");
    Lossexp over =
        Lossexp.run("new", "data", folder.resolve("t.csv"), "--target", "y", "-o", there);
    assertEquals(4, over.code());
    assertTrue(over.err().contains("mine.lossexp` is there already"), over.err());
    assertEquals("mine", Files.readString(there));
  }

  private void refused(String table, String target, int code, String words) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), table);
    Path written = folder.resolve("t.lossexp");
    for (Lossexp said :
        List.of(
            Lossexp.run("advise", file, "--target", target),
            Lossexp.run("new", "data", file, "--target", target, "-o", written))) {
      assertEquals(code, said.code(), said.err());
      assertTrue(said.err().contains(words), said.err());
      assertFalse(Files.exists(written));
    }
  }
}

package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;

class PlannerTest {
  private static final String SWEPT =
      """
      let rate in {0%, 10%}
      let file = "iris.csv"
      data d = csv(file) -> label_noise(rate)
      loss cross_entropy
      """;

  private static String codes(Outcome<ExperimentPlan> outcome) {
    return outcome.diagnostics().stream().map(Diagnostic::code).collect(Collectors.joining(" "));
  }

  @Test
  void valuesFromTheCommandLineStandInTheResolvedFile() {
    ExperimentPlan plan =
        World.plan("f.lossexp", SWEPT, Map.of("rate", "20%", "file", "\"sonar.csv\"")).get();
    assertEquals(1, plan.design().settings().size());
    assertTrue(plan.design().resolved().contains("csv(path = \"sonar.csv\""));
    assertTrue(plan.design().resolved().contains("label_noise(rate = 0.2"));
  }

  @Test
  void aValueFromTheCommandLineIsCheckedAsIfItWereWritten() {
    Diagnostic diagnostic =
        World.plan("f.lossexp", SWEPT, Map.of("rate", "200%")).diagnostics().getFirst();
    assertEquals("LX207", diagnostic.code());
    assertTrue(diagnostic.source().text().startsWith("let rate = 200%"));
  }

  @Test
  void anUnknownNameOnTheCommandLineIsAnError() {
    Outcome<ExperimentPlan> outcome = World.plan("f.lossexp", SWEPT, Map.of("rat", "1"));
    assertEquals("LX218", codes(outcome));
    assertEquals("did you mean `rate`?", outcome.diagnostics().getFirst().label().orElseThrow());
  }

  @Test
  void aBrokenValueOnTheCommandLineIsShownAsItWasGiven() {
    Diagnostic diagnostic =
        World.plan("f.lossexp", SWEPT, Map.of("rate", "(1")).diagnostics().getFirst();
    assertEquals("-D rate", diagnostic.source().name());
  }

  @Test
  void aValueFromTheCommandLineTakesThePlaceOfASearchAndOfAnImportedOne() {
    Library library =
        path -> new Attempt.Success<>(new Source(path, "let rate tune log 1e-3 .. 1\n"));
    String text =
        """
        import "rates.lossexp"
        let width in {8, 16}
        data d = blobs()
        model m = dense(width, relu)
        loss cross_entropy
        optimizer sgd(learning_rate = rate)
        """;
    assertTrue(World.plan("f", text, Map.of(), library).get().tuning().isPresent());
    ExperimentPlan plan =
        World.plan("f", text, Map.of("rate", "0.5 // half", "width", "32"), library).get();
    assertTrue(plan.tuning().isEmpty());
    assertEquals(1, plan.design().settings().size());
    assertTrue(plan.design().resolved().contains("sgd(learning_rate = 0.5"));
  }

  @Test
  void whatGoesInStepIsNotCrossed() {
    String text =
        """
        let a in 0.1 .. 0.9 by 5000
        let b in 1 .. 2 by 5000
        data d = friedman1()
        model m = dense(8, relu) -> dropout(a) -> dense(outputs)
        loss huber(delta = b)
        zip a, b
        repeat { seeds = 2 }
        """;
    assertEquals(10_000, World.plan("f", text).get().trials().size());
    assertEquals("LX414", codes(World.plan("f", text.replace("zip a, b", ""))));
  }

  /** A message is kept once: the second reading must not take that for its being right. */
  @Test
  void whatIsWrongIsSoForEveryValueOfAFactor() {
    String text = "let s in {0.1, 0.9}\ndata d = friedman1()\n";
    assertEquals(
        "LX236", codes(World.plan("f", text + "loss a(w = s) = w * l2 + huber + l2(weights)")));
    assertEquals("LX204", codes(World.plan("f", text + "loss huber(detla = 1, delta = s)")));
  }

  @Test
  void importsWithoutEndAreRefused() {
    Library deep = path -> new Attempt.Success<>(new Source(path, "import \"" + path + "x\""));
    assertEquals("LX223", codes(World.plan("f", "import \"a\"", Map.of(), deep)));
    Library wide = path -> new Attempt.Success<>(new Source(path, ""));
    String many =
        IntStream.range(0, 200)
            .mapToObj("import \"a%d\"\n"::formatted)
            .collect(Collectors.joining());
    assertTrue(codes(World.plan("f", many, Map.of(), wide)).startsWith("LX223"));
    Library large = path -> new Attempt.Success<>(new Source(path, " ".repeat(600_000)));
    assertEquals("LX223", codes(World.plan("f", "import \"a\" import \"b\"", Map.of(), large)));
  }

  @Test
  void anImportedFileMayBeginWithAByteOrderMark() {
    Library library = path -> new Attempt.Success<>(new Source(path, "\uFEFFlet rate = 0.5\n"));
    String text = "import \"a\"\ndata d = friedman1()\nloss mse\noptimizer sgd(rate)\n";
    assertEquals("", codes(World.plan("f", text, Map.of(), library)));
  }

  @Test
  void theNameIsTheFilesWithoutFolderAndEnding() {
    Design design =
        World.plan("studies/noise.v2.lossexp", "data d = friedman1()\nloss mse").get().design();
    assertEquals("noise.v2", design.name());
    assertEquals("noise.v2", design.title());
  }

  @Test
  void ropesOfMetricsBeyondOneAreRelative() {
    assertTrue(World.plan("f", "data d = friedman1()\nloss mse").get().design().ropeRelative());
    assertFalse(World.plan("f", "data d = blobs()\nloss mse").get().design().ropeRelative());
  }

  @Test
  void manyWarningsAreNoError() {
    String lets =
        IntStream.range(0, 150)
            .mapToObj("let unused%d = 1\n"::formatted)
            .collect(Collectors.joining());
    Outcome<ExperimentPlan> outcome = World.plan("f", lets + "data d = friedman1()\nloss mse");
    assertTrue(outcome.value().isPresent());
    assertEquals(100, outcome.diagnostics().size());
  }

  /** Files that would keep a careless reader busy for ever, or overflow its stack. */
  static List<String> hostileFiles() {
    String lets =
        IntStream.rangeClosed(1, 5_000)
            .mapToObj(i -> "let a%d = a%d -> a%d\n".formatted(i, i - 1, i - 1))
            .collect(Collectors.joining());
    String domains =
        IntStream.range(0, 50)
            .mapToObj(i -> "let s%d in 0.1 .. 0.9 by 10000\n".formatted(i))
            .collect(Collectors.joining());
    String uses =
        IntStream.range(0, 50)
            .mapToObj(i -> "dropout(s%d) -> ".formatted(i))
            .collect(Collectors.joining());
    String losses =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "loss l%d = huber(delta in 1 .. 2 by 10000)\n".formatted(i))
            .collect(Collectors.joining());
    String circle =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "let a%d = a%d\n".formatted(i, (i + 1) % 20_000))
            .collect(Collectors.joining());
    String data = "data d = friedman1()\n";
    return List.of(
        "let a0 = standardize()\n" + lets + "data d = friedman1() -> a5000\nloss mse\n",
        domains + data + "model m = " + uses + "dense(outputs)\nloss mse\n",
        data + losses,
        circle + data + "loss huber(delta = a0)\n",
        data + "loss mse" + ", mse".repeat(20_000),
        data + "loss mse" + " + mse".repeat(20_000),
        data + "loss huber(delta in {" + "1, ".repeat(20_000) + "})",
        data + "loss huber(delta in {" + "-1, ".repeat(20_000) + "})\n",
        data + "loss huber(delta tune {" + "-1, ".repeat(20_000) + "})\n",
        domains.replace(" in ", " tune ") + data + "model m = " + uses + "dense(outputs)\nloss ms",
        domains + "zip s0" + ", s0".repeat(20_000) + "\n" + data + "loss mse\n",
        data + "loss mse\nexclude when loss == mse" + " and loss == mse".repeat(15_000) + "\n",
        data + "loss mse\n" + "exclude when loss != mse or loss == huber\n".repeat(5_000),
        "import \"a\"\n".repeat(20_000) + data + "loss mse\n",
        "data d = friedman1()" + " -> standardize()".repeat(9_000) + "\nloss mse");
  }

  @ParameterizedTest
  @MethodSource("hostileFiles")
  void noFileKeepsTheCheckerBusy(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertTrue(World.plan("hostile", text).value().isEmpty()));
  }

  /** The examples beside the checkout; the test is skipped where there are none. */
  static List<Path> examples() throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/design/examples");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          return files.filter(f -> f.toString().endsWith(".lossexp")).sorted().toList();
        }
      }
    }
    return abort("skipped: no folder shared/design/examples beside the checkout");
  }

  /** The others need sources, steps or metrics that this room's tests have not. */
  private static final Set<String> PLANNED = Set.of("01", "16", "17", "19", "20", "23");

  /** What this version cannot do yet is said, and what it can is planned. */
  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesArePlannedOrExplained(Path file) throws IOException {
    Outcome<ExperimentPlan> outcome =
        World.plan(
            file.getFileName().toString(),
            Files.readString(file),
            Map.of(),
            World.files(file.getParent()));
    assertTrue(
        outcome.value().isPresent()
            || !PLANNED.contains(file.getFileName().toString().substring(0, 2)),
        () -> SnippetTest.messages(outcome.diagnostics()));
    if (outcome.value().isPresent()) {
      Outcome<ExperimentPlan> again =
          World.plan(file.getFileName().toString(), outcome.get().design().resolved());
      assertEquals(PlanText.of(outcome.get()), PlanText.of(again.get()));
    } else {
      assertFalse(outcome.diagnostics().isEmpty());
    }
  }
}

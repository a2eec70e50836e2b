package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Severity;

/**
 * Files and what becomes of them, in pairs: a plan, or messages. {@code -Dlossexp.snippets=write}
 * writes the second ones anew; read the difference before you commit it.
 */
class SnippetTest {
  private static final Path FOLDER = Path.of("src/test/snippets");

  static List<Path> accepted() {
    return list("accepted");
  }

  static List<Path> rejected() {
    return list("rejected");
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Path file) throws IOException {
    Outcome<ExperimentPlan> outcome = plan(file);
    assertTrue(outcome.value().isPresent(), () -> messages(outcome.diagnostics()));
    String warnings = messages(outcome.diagnostics());
    compare(file, PlanText.of(outcome.get()) + (warnings.isEmpty() ? "" : "---\n" + warnings));
  }

  @ParameterizedTest
  @MethodSource
  void rejected(Path file) throws IOException {
    Outcome<ExperimentPlan> outcome = plan(file);
    assertTrue(outcome.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR));
    compare(file, messages(outcome.diagnostics()));
  }

  /** The name of a rejected file begins with the code that it is about. */
  @ParameterizedTest
  @MethodSource("rejected")
  void theCodeInTheNameIsReported(Path file) throws IOException {
    String code = file.getFileName().toString().substring(0, 5).toUpperCase(Locale.ROOT);
    assertTrue(
        plan(file).diagnostics().stream().anyMatch(d -> d.code().equals(code)),
        () -> code + " is not reported");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void theResolvedFileStandsForTheSameTrials(Path file) throws IOException {
    ExperimentPlan plan = plan(file).get();
    Outcome<ExperimentPlan> again =
        World.plan(file.getFileName().toString(), plan.design().resolved());
    assertTrue(again.value().isPresent(), () -> messages(again.diagnostics()));
    assertEquals(
        plan.trials().stream().map(Trial::id).toList(),
        again.get().trials().stream().map(Trial::id).toList());
    assertEquals(PlanText.of(plan), PlanText.of(again.get()));
    assertEquals(plan.design().trials(), again.get().design().trials());
  }

  @Test
  void atLeastFortyFilesAreRejected() {
    assertTrue(rejected().size() >= 40);
  }

  private static Outcome<ExperimentPlan> plan(Path file) throws IOException {
    return World.plan(
        file.getFileName().toString(),
        Files.readString(file),
        Map.of(),
        World.files(file.resolveSibling("imports")));
  }

  static String messages(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(DiagnosticText::plain).collect(Collectors.joining("\n"));
  }

  private static List<Path> list(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.filter(f -> f.toString().endsWith(".lossexp")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(Path file, String actual) throws IOException {
    Path golden = Path.of(file.toString().replace(".lossexp", ".txt"));
    if ("write".equals(System.getProperty("lossexp.snippets"))) {
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual);
  }
}

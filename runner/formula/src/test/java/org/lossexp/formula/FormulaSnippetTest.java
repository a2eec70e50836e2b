package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.experiment.Penalty;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Losses and what becomes of them, in pairs: what they are and give, or messages. {@code
 * -Dlossexp.snippets=write} writes the second ones anew; read the difference before you commit it.
 */
class FormulaSnippetTest {
  private static final Path FOLDER = Path.of("src/test/snippets");
  private static final double[] RAW = {3.2, 5.1, -1.7, 0.4, -0.6, 1.5};

  private static final List<TargetFacts> FACTS =
      List.of(
          new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty()),
          new TargetFacts(Task.REGRESSION, 2, List.of(), OptionalInt.empty()),
          new TargetFacts(Task.BINARY, 1, List.of(4L, 8L), OptionalInt.empty()),
          new TargetFacts(Task.MULTICLASS, 1, List.of(50L, 20L, 30L), OptionalInt.empty()),
          new TargetFacts(Task.MULTILABEL, 3, List.of(), OptionalInt.empty()));

  private final LossCompiler compiler = new LossCompiler(new LossCatalogue(StandardLosses.all()));

  static List<Path> accepted() {
    return list("accepted");
  }

  static List<Path> rejected() {
    return list("rejected");
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Path file) throws IOException {
    Outcome<ResolvedLoss> outcome = compiler.resolve(source(file));
    assertTrue(outcome.value().isPresent(), () -> messages(outcome));
    ResolvedLoss loss = outcome.get();
    StringBuilder text = new StringBuilder();
    text.append(loss.text()).append('\n');
    text.append("units ").append(FormulaLoss.lower(loss.loss().descriptor().reduction()));
    text.append('\n');
    loss.gradient()
        .forEach((name, gradient) ->
            text.append("d / d ").append(name).append(" = ").append(gradient).append('\n'));
    for (TargetFacts facts : FACTS) {
      if (loss.loss().descriptor().tasks().contains(facts.task())) {
        text.append(evaluated(loss, facts));
      }
    }
    compare(file, text.toString());
  }

  /** The text that a trial holds says the same loss, and is the text of that. */
  @ParameterizedTest
  @MethodSource("accepted")
  void theTextOfALossSaysTheLoss(Path file) throws IOException {
    ResolvedLoss loss = compiler.resolve(source(file)).get();
    ResolvedLoss again = compiler.resolve(new Source("trial", loss.text())).get();
    assertEquals(loss.text(), again.text());
    assertEquals(loss.reduction(), again.reduction());
    for (TargetFacts facts : FACTS) {
      if (loss.loss().descriptor().tasks().contains(facts.task())) {
        assertEquals(evaluated(loss, facts), evaluated(again, facts));
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void rejected(Path file) throws IOException {
    Outcome<ResolvedLoss> outcome = compiler.resolve(source(file));
    assertTrue(outcome.value().isEmpty());
    compare(file, messages(outcome));
  }

  /** The name of a rejected file begins with the code that it is about. */
  @ParameterizedTest
  @MethodSource("rejected")
  void theCodeInTheNameIsReported(Path file) throws IOException {
    String code = file.getFileName().toString().substring(0, 5).toUpperCase(Locale.ROOT);
    List<String> codes =
        compiler.resolve(source(file)).diagnostics().stream().map(Diagnostic::code).toList();
    assertTrue(codes.contains(code), () -> code + " is not among " + codes);
  }

  private String evaluated(ResolvedLoss loss, TargetFacts facts) {
    var diagnostics = new Diagnostics(new Source("snippet", " ".repeat(1000)));
    BoundLoss bound = compiler.bind(loss, facts, diagnostics).orElse(null);
    String head = facts.task() + " × " + Math.max(facts.outputs(), facts.classes()) + ": ";
    if (bound == null) {
      String message = diagnostics.inOrder().getFirst().message();
      return head + message.replace("`" + loss.name() + "`", "it") + "\n";
    }
    LossFunction function = bound.function();
    int columns = function.head().units();
    double[] target =
        switch (function.encoding()) {
          case CLASS_INDEX -> new double[] {1};
          case ONE_HOT -> new double[] {0, 1, 0};
          case PLUS_MINUS_ONE -> new double[] {1, -1, 1};
          case REAL, ZERO_ONE, NONE -> new double[] {1, 0, 0.5};
        };
    Batch batch =
        new Batch(1, columns, Arrays.copyOf(RAW, columns), target)
            .at(0.25)
            .with(Map.of("events", new double[] {1, 0}, "teacher_logits", new double[] {1, 2, 0}));
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    return head
        + "%d outputs %s, target %s, gives %s\n  value %s, counts %s\n  gradient %s\n"
            .formatted(
                columns,
                function.head().links(),
                function.encoding(),
                function.readout().gives().stream().map(Reading::words).sorted().toList(),
                Arrays.toString(evaluation.values()),
                Arrays.toString(evaluation.counts()),
                Arrays.toString(evaluation.gradient()))
        + bound.penalties().stream().map(FormulaSnippetTest::text).collect(Collectors.joining());
  }

  private static String text(Penalty penalty) {
    return "  %s × %s\n".formatted(penalty.kind(), penalty.weight().applyAsDouble(0.25));
  }

  private static Source source(Path file) throws IOException {
    return new Source(file.getFileName().toString(), Files.readString(file));
  }

  private static String messages(Outcome<?> outcome) {
    return outcome.diagnostics().stream()
        .map(DiagnosticText::plain)
        .collect(Collectors.joining("\n"));
  }

  private static void compare(Path file, String text) throws IOException {
    Path expected = Path.of(file.toString().replaceFirst("\\.lossexp$", ".txt"));
    if ("write".equals(System.getProperty("lossexp.snippets"))) {
      Files.writeString(expected, text);
    }
    assertEquals(Files.readString(expected), text);
  }

  private static List<Path> list(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".lossexp")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts and what becomes of them, in pairs of files: a tree, or messages. {@code
 * -Dlossexp.snippets=write} writes the second ones anew; read the difference before you commit it.
 */
class SnippetTest {
  private static final Path FOLDER = Path.of("src/test/snippets");

  static List<Path> accepted() {
    return Shared.list(FOLDER.resolve("accepted"), ".lossexp");
  }

  static List<Path> rejected() {
    return Shared.list(FOLDER.resolve("rejected"), ".lossexp");
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Path file) throws IOException {
    var outcome = Parser.parseFile(Shared.read(file));
    assertEquals(List.of(), outcome.diagnostics());
    compare(file, ".tree", TreeText.of(outcome.get().statements()));
  }

  @ParameterizedTest
  @MethodSource
  void rejected(Path file) throws IOException {
    var outcome = Parser.parseFile(Shared.read(file));
    assertTrue(outcome.value().isEmpty());
    compare(
        file,
        ".txt",
        String.join("\n", outcome.diagnostics().stream().map(DiagnosticText::plain).toList()));
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void aFixRepairsWhatItIsAFixOf(Path file) {
    Source source = Shared.read(file);
    for (Diagnostic diagnostic : Parser.parseFile(source).diagnostics()) {
      Span span = diagnostic.span();
      diagnostic
          .fix()
          .map(fix -> new StringBuilder(source.text()).replace(span.start(), span.end(), fix))
          .map(text -> Parser.parseFile(new Source(source.name(), text.toString())))
          .ifPresent(repaired ->
              assertTrue(
                  repaired.diagnostics().stream()
                      .noneMatch(other ->
                          other.code().equals(diagnostic.code())
                              && other.span().start() == span.start()),
                  DiagnosticText.plain(diagnostic)));
    }
  }

  /** But for the limits: what passes those is too large to be shown. */
  @Test
  void everyCodeIsShown() {
    var shown =
        rejected().stream()
            .flatMap(file -> Parser.parseFile(Shared.read(file)).diagnostics().stream())
            .map(Diagnostic::code)
            .collect(Collectors.toSet());
    var codes = new HashSet<>(ExplainPagesTest.codes());
    codes.removeAll(shown);
    assertEquals(Set.of(Codes.TOO_LARGE, Codes.TOO_DEEP, Codes.TOO_MANY_PROBLEMS), codes);
  }

  static void compare(Path file, String end, String actual) throws IOException {
    Path golden = Path.of(file.toString().replace(".lossexp", end));
    if ("write".equals(System.getProperty("lossexp.snippets"))) {
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual);
  }
}

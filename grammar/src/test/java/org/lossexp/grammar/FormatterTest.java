package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A layout keeps what a text means and says; laid out again, it stays as it is. */
class FormatterTest {
  private static final Path SNIPPETS = Path.of("src/test/snippets");

  /** The snippets, and every file that comes with lossexp. */
  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(".."))) {
      return all.filter(file -> file.toString().endsWith(".lossexp"))
          .filter(file -> !file.toString().contains("target/"))
          .filter(file -> Parser.parseFile(Shared.read(file)).value().isPresent())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aLayoutKeepsTheMeaningAndIsItsOwnLayout(Path file) {
    layOut(Shared.read(file));
  }

  @ParameterizedTest
  @MethodSource("org.lossexp.grammar.Shared#examples")
  void soDoTheLayoutsOfTheDesignsExamples(Path file) {
    layOut(Shared.read(file));
  }

  @Test
  void soDoTheLayoutsOfRandomFiles() {
    for (int seed = 0; seed < FuzzTest.ROUNDS; seed++) {
      layOut(new Source("seed " + seed, Generator.file(seed)));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aFileIsLaidOutLikeThis(Path file) throws IOException {
    SnippetTest.compare(file, ".formatted", layOut(Shared.read(file)));
  }

  static List<Path> layouts() {
    return Shared.list(SNIPPETS.resolve("layout"), ".lossexp");
  }

  /** The example of language.md, "A whole file", and what comes with lossexp. */
  @Test
  void theDesignsExampleAndTheExperimentsAreCanonical() throws IOException {
    assertIsCanonical(SNIPPETS.resolve("accepted/whole_file.lossexp"));
    assertIsCanonical(Path.of("../experiments/quickstart.lossexp"));
    assertIsCanonical(Path.of("../experiments/table.lossexp"));
  }

  private static void assertIsCanonical(Path file) throws IOException {
    assertEquals(Files.readString(file), layOut(Shared.read(file)));
  }

  @Test
  void aTextWithAMistakeIsNotLaidOut() {
    var outcome = Formatter.format(new Source("x", "loss  mse\nloss huber(delta = .5)\n"));
    assertTrue(outcome.value().isEmpty());
    assertEquals(
        List.of(Codes.MALFORMED_NUMBER),
        outcome.diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void lineEndsAndTheByteOrderMarkAreNormalized() {
    assertEquals("loss mse\n\nloss mae\n", format("\uFEFFloss mse\r\n\r\n\r\nloss mae"));
    assertEquals("loss mse  // c\nloss mae\n", format("loss mse// c \rloss  mae\r\n\r\n"));
    assertEquals("", format(" \r\n\t\n"));
  }

  /** Layouts are longer than what they lay out, and could pass the limits of what is read. */
  @Test
  void aLayoutThatCouldNotBeReadIsAnError() {
    String characters = "let a = " + "[".repeat(150) + "f()" + ",f()".repeat(40_000);
    assertIsTooLarge(characters + "]".repeat(150));
    String words =
        IntStream.range(0, 66_000).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining(" "));
    assertIsTooLarge("train { " + words + "}");
  }

  private static void assertIsTooLarge(String text) {
    var source = new Source("x", text);
    assertEquals(List.of(), Parser.parseFile(source).diagnostics());
    var outcome = Formatter.format(source);
    assertTrue(outcome.value().isEmpty());
    assertEquals(
        List.of(Codes.TOO_LARGE), outcome.diagnostics().stream().map(Diagnostic::code).toList());
  }

  /** Lays out, and checks what must hold; {@return the layout} */
  static String layOut(Source source) {
    String text = format(source.text());
    var laidOut = new Source(source.name(), text);
    assertEquals(tree(source), tree(laidOut), () -> source.text() + "\n=>\n" + text);
    assertEquals(text, format(text), source::text);
    assertEquals(comments(source), comments(laidOut), source::text);
    assertTrue(text.isEmpty() || text.endsWith("\n"));
    assertTrue(
        Pattern.compile("[ \r]\n|\n\n\n|^\n|\n\n$").matcher(text).results().count() == 0, text);
    return text;
  }

  private static String format(String text) {
    var outcome = Formatter.format(new Source("x", text));
    assertTrue(
        outcome.value().isPresent(),
        () -> outcome.diagnostics().stream().map(DiagnosticText::plain).toList() + "\n" + text);
    return outcome.get();
  }

  private static String tree(Source source) {
    return TreeText.of(Parser.parseFile(source).get().statements());
  }

  private static List<String> comments(Source source) {
    return Tokenizer.read(source, new Problems(source)).comments().stream()
        .map(comment -> comment.getText().strip())
        .toList();
  }
}

package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticTextTest {
  @Test
  void looksAsTheDesignSays() {
    // expected: shared/design/language.md, "Messages"
    String text = "\n".repeat(8) + "loss huber(detla in {0.5, 1, 2})\nloss mse\n";
    var diagnostic =
        new Diagnostic(
            "LX204",
            Severity.ERROR,
            new Source("robust.lossexp", text),
            at(text, "detla"),
            "`huber` has no parameter `detla`",
            Optional.of("did you mean `delta`?"),
            List.of("huber takes: delta > 0 (default 1.0)"));
    assertEquals(
        """
        error[LX204]: `huber` has no parameter `detla`
          --> robust.lossexp:9:12
          9 | loss huber(detla in {0.5, 1, 2})
            |            ^^^^^ did you mean `delta`?
          = huber takes: delta > 0 (default 1.0)
        """,
        DiagnosticText.plain(diagnostic));
  }

  @Test
  void aLabelThatSaysWhatToWriteIsAFix() {
    assertEquals(Optional.of("delta"), fix("LX204", "did you mean `delta`?"));
    assertEquals(Optional.of("0.5"), fix("LX107", "write `0.5`"));
    assertEquals(Optional.empty(), fix("LX107", "write `sqrt(…)`"));
    assertEquals(Optional.empty(), fix("LX123", "write `=`, `in` or `tune`"));
    assertEquals(Optional.empty(), fix("LX501", "write `dense(outputs)`"));
  }

  private static Optional<String> fix(String code, String label) {
    return new Diagnostic(
            code,
            Severity.ERROR,
            new Source("x", "x"),
            new Span(0, 1),
            "",
            Optional.of(label),
            List.of())
        .fix();
  }

  @Test
  void coloursAreAddedAndChangeNothingElse() {
    Diagnostic diagnostic = diagnostic("let a = b", "b");
    String coloured = DiagnosticText.coloured(diagnostic);
    assertTrue(coloured.startsWith("\u001B[1;33mwarning[LX999]\u001B[0m"));
    assertEquals(DiagnosticText.plain(diagnostic), coloured.replaceAll("\u001B\\[[0-9;]*m", ""));
  }

  @Test
  void ofARangeOverSeveralLinesTheFirstIsShown() {
    assertCarets("let a = f(\r\n  b)", "f(\r\n  b)", "let a = f(", "        ^^");
  }

  @Test
  void anEmptyRangeAndTheEndOfTheTextHaveOneCaret() {
    assertCarets("let a =", "", "let a =", "^");
    assertCarets("let a = \n", "\n", "let a =", "        ^");
  }

  @Test
  void tabsWideAndCombiningCharactersMoveTheCarets() {
    assertCarets("\tlet\ta", "a", "    let a", "        ^");
    assertCarets("\"数据\" x", "x", "\"数据\" x", "       ^");
    assertCarets("\"e\u0301\" x", "x", "\"e\u0301\" x", "    ^");
    assertCarets("\"😀\" x", "x", "\"😀\" x", "     ^");
  }

  @Test
  void longLinesAreCutAroundTheRange() {
    String text = "a ".repeat(200) + "here" + " b".repeat(200);
    String[] lines = DiagnosticText.plain(diagnostic(text, "here")).split("\n", -1);
    assertTrue(lines[2].length() <= 110);
    assertEquals("here", lines[2].substring(lines[3].indexOf('^'), lines[3].lastIndexOf('^') + 1));
    String wide = DiagnosticText.plain(diagnostic("x" + "y".repeat(5_000), "y".repeat(5_000)));
    assertTrue(wide.length() < 400);
  }

  @Test
  void controlCharactersNeverReachTheTerminal() {
    String text = "let \u001B[2J = \u202Ereversed\u0007";
    String rendered = DiagnosticText.plain(diagnostic(text, "\u001B"));
    assertFalse(rendered.contains("\u001B"));
    assertFalse(rendered.contains("\u202E"));
    assertFalse(rendered.contains("\u0007"));
  }

  private static void assertCarets(String text, String range, String line, String carets) {
    String[] lines = DiagnosticText.plain(diagnostic(text, range)).split("\n", -1);
    assertEquals("  1 | " + line, lines[2]);
    assertEquals("    | " + carets, lines[3]);
  }

  private static Diagnostic diagnostic(String text, String range) {
    return new Diagnostic(
        "LX999",
        Severity.WARNING,
        new Source("x", text),
        at(text, range),
        "here: " + range.substring(0, Math.min(1, range.length())),
        Optional.empty(),
        List.of());
  }

  private static Span at(String text, String range) {
    int start = text.indexOf(range);
    return new Span(start, start + range.length());
  }
}

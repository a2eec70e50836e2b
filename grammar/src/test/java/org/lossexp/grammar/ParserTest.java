package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
  @Test
  void rangesAreOffsetsOfTheTextEvenAfterWideCharacters() {
    String text = "\uFEFF// 😀\nlet a = \"😀\" // 😀\nlet second = f(x + 1)[2]";
    Statement second = Parser.parseFile(new Source("x", text)).get().statements().get(1);
    assertEquals("let second = f(x + 1)[2]", cut(text, second.span()));
    var let = (Statement.Let) second;
    assertEquals("second", cut(text, let.name().span()));
    var index = (Expression.Index) ((Setting.Fixed) let.setting()).value();
    assertEquals("f(x + 1)[2]", cut(text, index.span()));
    assertEquals("f(x + 1)", cut(text, index.vector().span()));
  }

  @ParameterizedTest
  @CsvSource({"20%, 0.2", "16.1%, 0.161", "1e-4, 1e-4", "inf, Infinity", "0.10, 0.1", "007, 7"})
  void numeralsKeepTheirTextAndHaveTheNearestValue(String text, double value) {
    var numeral = (Expression.Numeral) expression(text).get();
    assertEquals(text, numeral.text());
    assertEquals(value, numeral.value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         | LX105 | there is nothing to read
          > x        | LX101 | expected a value, but found `>`
          x y        | LX101 | `y` does not fit here
          huber(     | LX103 | `(` is never closed
          x +        | LX105 | this is not finished
          loss mse   | LX101 | `mse` does not fit here
          (x))       | LX104 | `)` closes nothing
          a, b       | LX101 | `,` does not fit here
          """)
  void expressionsAreReadAlone(String text, String code, String message) {
    List<Diagnostic> diagnostics = expression(text).diagnostics();
    assertEquals(1, diagnostics.size());
    assertEquals(code, diagnostics.getFirst().code());
    assertEquals(message, diagnostics.getFirst().message());
  }

  @Test
  void aWarningGoesWithTheTree() {
    var outcome = Parser.parseFile(new Source("x", "loss mse\n/// nothing follows"));
    assertTrue(outcome.value().isPresent());
    assertEquals(Severity.WARNING, outcome.diagnostics().getFirst().severity());
  }

  private static Outcome<Expression> expression(String text) {
    return Parser.parseExpression(new Source("expression", text));
  }

  private static String cut(String text, Span span) {
    return text.substring(span.start(), span.end());
  }
}

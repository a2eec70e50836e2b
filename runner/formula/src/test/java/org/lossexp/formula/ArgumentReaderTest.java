package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

class ArgumentReaderTest {
  private static final Value NONE = new Value.Word("none");

  private static final Range ANY =
      new Range(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true);

  /** Every kind of parameter. */
  private static final Callee EVERYTHING =
      new Callee(
          "everything",
          List.of(
              new ParameterSpec.Real("real", 1, Range.atLeast(0), "a number"),
              new ParameterSpec.Real(
                  "alpha", "a number or inf", Optional.of(NONE), ANY, List.of("none")),
              new ParameterSpec.Whole(
                  "whole",
                  "a count",
                  Optional.of(new Value.Numeral(3)),
                  Range.atLeast(1),
                  List.of("all")),
              new ParameterSpec.Flag("flag", false, "a switch"),
              new ParameterSpec.Choice("choice", "one", List.of("one", "two", "true"), "a word"),
              new ParameterSpec.Choices(
                  "choices", "words", Optional.of(new Value.Word("one")), List.of("one", "two")),
              new ParameterSpec.Text("text", "a string", Optional.of(NONE), List.of("none")),
              new ParameterSpec.Texts("texts", "strings", Optional.of(NONE), List.of("none")),
              new ParameterSpec.Numbers(
                  "numbers", "a list", Optional.of(NONE), Range.FINITE, true, List.of("none")),
              new ParameterSpec.Column("column", "where", Optional.of(new Value.Word("last"))),
              new ParameterSpec.Nested(
                  "nested",
                  "a call",
                  Optional.of(NONE),
                  List.of(
                      new ParameterSpec.Signature(
                          "early",
                          List.of(
                              new ParameterSpec.Whole("patience", 5, Range.atLeast(1), "epochs"))),
                      new ParameterSpec.Signature("late", List.of())),
                  List.of("none"))));

  /** The {@code let}s of a test, none of them swept. */
  private record Lets(Map<String, Setting> settings) implements Scope {
    static Lets of(String text) {
      Map<String, Setting> settings = new LinkedHashMap<>();
      for (Statement statement : Parser.parseFile(new Source("lets", text)).get().statements()) {
        if (statement instanceof Statement.Let let) {
          settings.put(let.name().text(), let.setting());
        }
      }
      return new Lets(settings);
    }

    @Override
    public Optional<Setting> let(String name) {
      return Optional.ofNullable(settings.get(name));
    }

    @Override
    public Collection<String> names() {
      return settings.keySet();
    }

    @Override
    public Optional<Expression> chosen(String name, Setting.Swept sweep, ArgumentReader reader) {
      return Scope.refuse(sweep, reader);
    }
  }

  private record Result(Optional<Arguments> arguments, List<Diagnostic> diagnostics) {
    String codes() {
      return diagnostics.stream().map(Diagnostic::code).collect(Collectors.joining(" "));
    }
  }

  private static Result read(String arguments, Scope scope) {
    Source source = new Source("call", "everything(" + arguments + ")");
    var call = (Expression.Call) Parser.parseExpression(source).get();
    var diagnostics = new Diagnostics(source);
    var reader = new ArgumentReader(scope, diagnostics);
    return new Result(reader.arguments(call, EVERYTHING), diagnostics.inOrder());
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    assertEquals(
        "real = 1, alpha = none, whole = 3, flag = false, choice = one, choices = [one],"
            + " text = none, texts = none, numbers = none, column = last, nested = none",
        read("", Scope.EMPTY).arguments().orElseThrow().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | real = 2",
        "20% | real = 0.2",
        "real = 1e3 | real = 1000",
        "real = 2 * (3 + 1) / 2 - 1 | real = 3",
        "real = 2^3^0 | real = 2",
        "alpha = -inf | alpha = -inf",
        "alpha = inf | alpha = inf",
        "alpha = none | alpha = none",
        "alpha = -(1/24) | alpha = -0.041666666666666664",
        "alpha = -0 | alpha = 0",
        "whole = all | whole = all",
        "whole = \"all\" | whole = all",
        "whole = 1e2 | whole = 100",
        "flag = true | flag = true",
        "choice = two | choice = two",
        "choice = \"two\" | choice = two",
        "choice = true | choice = true",
        "choices = two | choices = [two]",
        "choices = [two, \"one\"] | choices = [two, one]",
        "text = \"all\" | text = \"all\"",
        "texts = [\"a\", \"b\"] | texts = [\"a\", \"b\"]",
        "numbers = [1, -2, 1/2] | numbers = [1, -2, 0.5]",
        "numbers = 3 | numbers = 3",
        "column = \"Species\" | column = \"Species\"",
        "column = 2 | column = 2",
        "nested = early | nested = early(patience = 5)",
        "nested = early(3) | nested = early(patience = 3)",
        "nested = late() | nested = late",
      })
  void valuesAreRead(String written, String text) {
    Result result = read(written, Scope.EMPTY);
    assertEquals("", result.codes());
    assertTrue(
        (result.arguments().orElseThrow().text() + ",").contains(text + ","),
        () -> result.arguments().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "real = -1 | LX207",
        "real = inf | LX207",
        "real = [1] | LX207",
        "real = \"1\" | LX208",
        "real = true | LX208",
        "real = none | LX208",
        "real = early() | LX208",
        "real = x | LX203",
        "real = x + 1 | LX203",
        "real = \"a\" + 1 | LX208",
        "real = 1/0 | LX210",
        "real = 10^400 | LX210",
        "real = not true | LX210",
        "real = a[1] | LX210",
        "real = sum(x except label) | LX208",
        "whole = 2.5 | LX207",
        "whole = 1e12 | LX207",
        "choice = tow | LX203",
        "choice = 3 | LX207",
        "choices = [one, tow] | LX207",
        "text = word | LX208",
        "text = 3 | LX208",
        "texts = [\"a\", 1] | LX207",
        "numbers = [1, \"a\"] | LX207",
        "column = Species | LX208",
        "column = 0 | LX207",
        "nested = early(patience = 0) | LX207",
        "nested = early(patiance = 1) | LX204",
        "nested = earl | LX203",
        "nested = earl(3) | LX203",
        "nested = 3 | LX207",
        "sum(x) except label | LX210 LX208",
        "reel = 1 | LX204",
        "1, real = 2 | LX205",
      })
  void whatIsWrongHasACode(String written, String codes) {
    Result result = read(written, Scope.EMPTY);
    assertEquals(codes, result.codes());
    assertTrue(result.arguments().isEmpty());
  }

  @Test
  void letsStandForTheirValues() {
    Scope lets = Lets.of("let a = 2\nlet b = a^3\nlet list = [a, b]\nlet stop = early(a)");
    assertTrue(
        read("real = b, numbers = list, nested = stop", lets)
            .arguments()
            .orElseThrow()
            .text()
            .contains("numbers = [2, 8], column = last, nested = early(patience = 2)"));
  }

  @Test
  void aValueOutOfRangeIsShownWhereTheLetIsUsed() {
    Diagnostic diagnostic = read("real = a", Lets.of("let a = 1 - 3")).diagnostics().getFirst();
    assertEquals("`real` must be at least 0, but is -2", diagnostic.message());
    assertEquals(Optional.of("this is -2"), diagnostic.label());
    assertEquals(18, diagnostic.span().start());
  }

  @Test
  void theNearestNameIsOffered() {
    assertEquals(
        Optional.of("did you mean `rate`?"),
        read("real = rat", Lets.of("let rate = 1")).diagnostics().getFirst().label());
    assertEquals(
        "did you mean `learning_rate`?",
        ArgumentReader.didYouMean("lr", List.of("epochs", "learning_rate")));
    assertEquals("", ArgumentReader.didYouMean("zebra", List.of("epochs", "learning_rate")));
  }

  @Test
  void letsThatGrowWithoutEndStopAtALimit() {
    StringBuilder text = new StringBuilder("let a0 = 1\n");
    for (int i = 1; i < 60; i++) {
      text.append("let a%d = a%d + a%d\n".formatted(i, i - 1, i - 1));
    }
    assertTrue(read("real = a59", Lets.of(text.toString())).codes().startsWith("LX298"));
  }

  @Test
  void letsThatNestTooDeepStopAtALimit() {
    StringBuilder text = new StringBuilder("let a0 = 1\n");
    for (int i = 1; i < 20_000; i++) {
      text.append("let a%d = [a%d]\n".formatted(i, i - 1));
    }
    assertEquals("LX298", read("numbers = a19999", Lets.of(text.toString())).codes());
    String chain = text.toString().replace("[", "").replace("]", "");
    assertEquals("LX298", read("real = a19999", Lets.of(chain)).codes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{1, 1 + 1} | 1; 1 + 1",
        "0.1 .. 0.5 by 5 | 0.1; 0.2; 0.3; 0.4; 0.5",
        "-2.5 .. 1e-1 by 2 | -2.5; 0.1",
        "log 1e-4 .. 1e-1 by 4 | 1e-4; 0.001; 0.01; 0.1",
        "log 0.1 .. 10 by 5 | 0.1; 0.316227766016838; 1; 3.16227766016838; 10",
        "int 1 .. 8 by 4 | 1; 3; 6; 8",
        "int 1 .. 3 by 3 | 1; 2; 3",
        "1 .. n by 3 | 1; 2; 3",
        "1 .. 1 by 3 | LX212",
        "1 .. 2 | LX212",
        "1 .. 2 by 1 | LX212",
        "1 .. 2 by 2.5 | LX212",
        "log 0 .. 2 by 3 | LX212",
        "int 1 .. 2.5 by 2 | LX212",
        "int 1 .. 3 by 4 | LX212",
        "1 .. m by 4 | LX203",
      })
  void domainsHaveTheirValues(String domain, String expected) {
    Source source = new Source("file", "let n = 3\nlet x in " + domain);
    var let = (Statement.Let) Parser.parseFile(source).get().statements().get(1);
    var diagnostics = new Diagnostics(source);
    var reader = new ArgumentReader(Lets.of("let n = 3"), diagnostics);
    List<Expression> values = reader.values(((Setting.Swept) let.setting()).domain());
    assertEquals(
        expected,
        diagnostics.inOrder().isEmpty()
            ? values.stream()
                .map(org.lossexp.grammar.ExpressionText::of)
                .collect(Collectors.joining("; "))
            : diagnostics.inOrder().getFirst().code());
  }
}

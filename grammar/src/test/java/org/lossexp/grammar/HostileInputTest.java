package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes the parser crash, hang or use unbounded memory; what is too much is an error. */
class HostileInputTest {
  private static final String MEGABYTE = "x".repeat(Parser.CHARACTERS);

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "-", "not ", "if ", "2^", "if a then b else ", "sum(", "[-(", "f(x = "})
  void whatIsNestedTooDeeplyIsOneError(String opening) {
    assertEquals(List.of(Codes.TOO_DEEP), codes("loss a = " + opening.repeat(20_000) + "x"));
  }

  @Test
  void deepConditionsAreOneError() {
    assertEquals(List.of(Codes.TOO_DEEP), codes("exclude when " + "(".repeat(20_000)));
    assertEquals(List.of(Codes.TOO_DEEP), codes("exclude when " + "not ".repeat(20_000)));
  }

  @Test
  void twoHundredLevelsAreRead() {
    int levels = LimitedParser.DEPTH - 1;
    assertEquals(List.of(), codes("loss a = " + "(".repeat(levels) + "x" + ")".repeat(levels)));
    assertEquals(List.of(), codes("loss a = " + "if a then b else ".repeat(levels) + "c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" + x", " - 2 * x", " / x", "[0]", " and not x", " or -x^2", " * (x)"})
  void chainsOfTwentyThousandAreReadAndWritten(String link) {
    String formula = "x" + link.repeat(20_000);
    Expression tree = Parser.parseExpression(new Source("chain", formula)).get();
    assertEquals(formula.replace("(x)", "x"), ExpressionText.of(tree));
  }

  @Test
  void chainsOfConditionsAreRead() {
    assertEquals(List.of(), codes("exclude when a == 1" + " and b == 2".repeat(20_000)));
  }

  @Test
  void textsOfOneMegabyteAreReadInTime() {
    assertEquals(List.of(), codes("// " + MEGABYTE.substring(3)));
    assertEquals(List.of(), codes("loss mse // " + "é".repeat(900_000)));
    assertEquals(List.of(), codes("let " + MEGABYTE.substring(8) + " = 1"));
    assertEquals(List.of(), codes("experiment \"" + MEGABYTE.substring(13) + "\""));
    assertEquals(List.of(), codes("loss mse\n".repeat(90_000)));
    assertEquals(List.of(), codes("let a = x" + "+x".repeat(95_000)));
    assertEquals(List.of(), codes("let a = [x" + ",x".repeat(95_000) + "]"));
    assertEquals(List.of(), codes("let a = f(x" + ",x".repeat(95_000) + ")"));
    assertEquals(List.of(), codes("measure m" + ",m".repeat(95_000)));
    assertEquals(List.of(), codes("data d = s" + "->s".repeat(95_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "{",
        "}",
        "[",
        "=",
        ",",
        ".",
        "..",
        "\"",
        "\"\n",
        "'",
        "“",
        "/*",
        "/*/",
        "#\n",
        "%",
        "1.",
        "2x ",
        "é",
        "−",
        "\0",
        "\uD800",
        "\u202E",
        "x ",
        "x\n",
        "loss ",
        "loss\n",
        "loss x\n",
        "loss (\n",
        "train {\n",
        "measure\nzip\n",
        "in ",
        "loss a = b c\n",
        "\\",
        "///\n",
        "/// a"
      })
  void megabytesOfOneThingAreRead(String thing) {
    codes(thing.repeat(Parser.CHARACTERS / thing.length()));
    codes("loss a = f(" + thing.repeat((Parser.CHARACTERS - 20) / thing.length()));
  }

  @Test
  void tooLargeTextsAreErrors() {
    assertEquals(List.of(Codes.TOO_LARGE), codes(MEGABYTE + "x"));
    assertEquals(List.of(Codes.TOO_LARGE), codes("let a = x" + "+x".repeat(Parser.TOKENS)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = 1",
        "loss a.x = 1",
        "let a = .1",
        "let a = 1x",
        "language 1",
        "allow x",
        "let a = \"x",
        "let a = ‘x’",
        "let a = 1e1",
        "let é = 1",
        "loss f(x = 1, x = 2)",
        "experiment x",
        "x(1)"
      })
  void messagesAboutHugeWordsAreShort(String text) {
    codes(text.replace("x", "x".repeat(900_000)));
    codes(text.replace("1", "1".repeat(450_000)));
    codes(text.replace("é", "é".repeat(900_000)));
  }

  @Test
  void problemsAreCounted() {
    List<String> codes = codes("loss 1\n".repeat(1_000));
    assertEquals(Problems.LIMIT + 1, codes.size());
    assertEquals(Codes.TOO_MANY_PROBLEMS, codes.getLast());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomBytesAreRead(long seed) {
    byte[] bytes = new byte[100_000];
    new Random(seed).nextBytes(bytes);
    codes(new String(bytes, StandardCharsets.ISO_8859_1));
    codes(new String(bytes, StandardCharsets.UTF_8));
    codes(new String(bytes, StandardCharsets.UTF_16));
  }

  /** As long as a table of data that was given by mistake. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "loss mse\n", "1,2.5,3\n", "(", "\0", "\uD800", "\r\n", "// é\n"})
  void tenMegabytesAreOneError(String thing) {
    assertEquals(List.of(Codes.TOO_LARGE), codes(thing.repeat(10_000_000 / thing.length())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// a\n",
        "loss a = 1 // b\n",
        "loss a = 1 // b\n\n\n",
        "loss a = [1,// b\n2]\n",
        "train { a = 1 // b\n}\n",
        "let a = b -> // c\n d\n",
        "/// d\nlet a = 1\n",
        "experiment \"e\"\nquestion \"q\"\n",
        "measure a\n"
      })
  void filesOfManyCommentsAreLaidOut(String thing) {
    assertEquals(List.of(), codes(thing.repeat(150_000 / thing.length())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"let a = in [", "let a sweep [", "# c\n", "x ** ", "lr = ", "metrics a\n"})
  void manyRewritesAreMade(String thing) {
    codes("optimizer f(" + thing.repeat(900_000 / thing.length()));
  }

  private static List<String> codes(String text) {
    return Hostile.read(text);
  }
}

package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Texts that nobody wrote: a few in every build, {@code -Pfuzz} makes many. Whatever is read, there
 * is a tree or an error, no range leaves the text, and all of it ends in time ({@link Hostile}).
 */
class FuzzTest {
  static final int ROUNDS = Integer.getInteger("lossexp.fuzz", 300);

  private static final List<String> WORDS =
      List.of(
          "language",
          "experiment",
          "let",
          "data",
          "loss",
          "model",
          "train",
          "tune",
          "in",
          "log",
          "int",
          "by",
          "for",
          "when",
          "where",
          "except",
          "if",
          "then",
          "else",
          "and",
          "or",
          "not",
          "true",
          "none",
          "inf",
          "exclude",
          "measure",
          "zip",
          "define",
          "learn",
          "x",
          "huber",
          "1",
          "0.5",
          "20%",
          "\"text\"",
          "=",
          "->",
          "..",
          ".",
          ",",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "^",
          "-",
          "+",
          "*",
          "==",
          "<",
          "\n",
          "\n",
          "// c\n",
          "/// d\n",
          ";",
          "×",
          "é",
          "😀",
          "1.",
          "'",
          "\r\n",
          "\uFEFF",
          "\0",
          "\uD800",
          "\uDC00",
          "\u00A0",
          "/*",
          "#",
          "**",
          "sweep",
          "metrics",
          "language 0\n");

  @Test
  void randomWordsAreRead() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      read(text.toString(), seed);
    }
  }

  @Test
  void randomBytesAreRead() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      List<Charset> charsets =
          List.of(
              StandardCharsets.ISO_8859_1,
              StandardCharsets.UTF_8,
              StandardCharsets.UTF_16LE,
              StandardCharsets.US_ASCII);
      read(new String(bytes, charsets.get(seed % charsets.size())), seed);
    }
  }

  @Test
  void nestsAreRead() {
    List<String> openings =
        List.of(
            "(", "[", "{", "-", "not ", "if x then ", "f(", "2^", "a in {", "x[", "x -> ", "1 + ");
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder("loss a = ");
      for (int i = random.nextInt(600); i > 0; i--) {
        text.append(openings.get(random.nextInt(1 + random.nextInt(openings.size()))));
      }
      read(text.toString(), seed);
    }
  }

  @Test
  void damagedExamplesAreRead() {
    List<Path> examples = Shared.examples();
    for (int seed = 0; seed < ROUNDS; seed++) {
      String text = Shared.read(examples.get(seed % examples.size())).text();
      read(damaged(text, new Random(seed)), seed);
    }
  }

  @Test
  void damagedRandomFilesAreRead() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      read(damaged(Generator.file(seed), new Random(seed)), seed);
    }
  }

  private static String damaged(String text, Random random) {
    var pieces = new ArrayList<>(List.of(text.split("\\b", -1)));
    for (int i = random.nextInt(4); i >= 0 && pieces.size() > 2; i--) {
      int at = random.nextInt(pieces.size());
      switch (random.nextInt(4)) {
        case 0 -> pieces.remove(at);
        case 1 -> pieces.add(at, pieces.get(random.nextInt(pieces.size())));
        case 2 -> pieces.add(at, WORDS.get(random.nextInt(WORDS.size())));
        default -> Collections.swap(pieces, at, random.nextInt(pieces.size()));
      }
    }
    return String.join("", pieces);
  }

  private static void read(String text, int seed) {
    try {
      Hostile.read(text);
      Parser.parseFile(new Source("fuzz", text)).value().ifPresent(FuzzTest::readBack);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed + ":\n" + text, e);
    }
  }

  private static void readBack(ExperimentFile file) {
    for (Statement statement : file.statements()) {
      if (statement instanceof Statement.Declaration declaration) {
        String written = ExpressionText.of(declaration.body());
        Expression again = Parser.parseExpression(new Source("again", written)).get();
        assertEquals(TreeText.of(declaration.body()), TreeText.of(again));
      }
    }
  }
}

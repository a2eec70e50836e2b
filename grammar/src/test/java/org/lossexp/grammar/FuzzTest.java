package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Texts that nobody wrote: a few in every build, {@code -Pfuzz} makes many. Whatever is read, there
 * is a tree or an error, each range lies in the text, and each message can be shown.
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
          "'");

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
  void damagedExamplesAreRead() {
    List<Path> examples = Shared.examples();
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      String text = Shared.read(examples.get(seed % examples.size())).text();
      read(damaged(text, random), seed);
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
    var source = new Source("fuzz " + seed, text);
    try {
      var outcome = Parser.parseFile(source);
      for (Diagnostic diagnostic : outcome.diagnostics()) {
        assertTrue(diagnostic.span().end() <= text.length());
        assertTrue(DiagnosticText.plain(diagnostic).contains(diagnostic.message()));
      }
      outcome.value().ifPresent(FuzzTest::readBack);
      Parser.parseExpression(source);
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

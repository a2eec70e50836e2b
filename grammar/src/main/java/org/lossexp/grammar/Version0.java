package org.lossexp.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.Rewrite.Edit;
import org.lossexp.grammar.Rewrite.Words;
import org.lossexp.grammar.syntax.LossExpLexer;

/** How the drafts of the language differ from version 1: {@code grammar/README.md}, "Version 0". */
final class Version0 {
  /** All of it, but for the number of the version. */
  static final List<Rewrite> REWRITES =
      List.of(
          Version0::comments,
          Version0::powers,
          Version0::sweeps,
          Version0::sets,
          Version0::arguments,
          Version0::metrics);

  /** What an argument was called, by the statement that it stands in. */
  private static final Map<Integer, Map<String, String>> RENAMED =
      Map.of(
          LossExpLexer.OPTIMIZER, Map.of("lr", "learning_rate"),
          LossExpLexer.TRAIN, Map.of("batch", "batch_size"));

  private Version0() {}

  /** {@code # like this} → {@code // like this}. */
  private static List<Edit> comments(Words words) {
    return words.comments().stream()
        .filter(comment -> comment.getType() == LossExpLexer.HASH_COMMENT)
        .map(comment -> {
          String text = comment.getText().substring(1);
          // `#/` would become a doc comment.
          return new Edit(comment, (text.startsWith("/") ? "// " : "//") + text);
        })
        .toList();
  }

  /** {@code x ** 2} → {@code x ^ 2}. */
  private static List<Edit> powers(Words words) {
    return words.list().stream()
        .filter(token -> token.getType() == LossExpLexer.FOREIGN_POWER)
        .map(token -> new Edit(token, "^"))
        .toList();
  }

  /** {@code delta sweep …} → {@code delta in …}. */
  private static List<Edit> sweeps(Words words) {
    return indexes(words)
        .filter(at -> isSweep(words, at))
        .mapToObj(at -> new Edit(words.list().get(at), "in"))
        .toList();
  }

  private static boolean isSweep(Words words, int at) {
    return words.is(at, "sweep")
        && isName(words.type(at - 1))
        && switch (words.type(at + 1)) {
          case LossExpLexer.LBRACE,
              LossExpLexer.LBRACKET,
              LossExpLexer.MINUS,
              LossExpLexer.NUMBER,
              LossExpLexer.PERCENT,
              LossExpLexer.NAME,
              LossExpLexer.LOG,
              LossExpLexer.INT ->
              true;
          default -> false;
        };
  }

  private static boolean isName(int type) {
    return Tokens.isWord(type) || type == LossExpLexer.STRING;
  }

  /** {@code in [0.5, 1]} → {@code in {0.5, 1}}; so after {@code sweep} and {@code tune}. */
  private static List<Edit> sets(Words words) {
    var edits = new ArrayList<Edit>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int at = 0; at < words.list().size(); at++) {
      int depth = Tokens.depth(words.type(at));
      if (depth > 0) {
        open.push(at);
      } else if (depth < 0 && !open.isEmpty()) {
        int opening = open.pop();
        if (words.type(opening) == LossExpLexer.LBRACKET
            && words.type(at) == LossExpLexer.RBRACKET
            && isVerb(words, opening - 1)) {
          edits.add(new Edit(words.list().get(opening), "{"));
          edits.add(new Edit(words.list().get(at), "}"));
        }
      }
    }
    return edits;
  }

  private static boolean isVerb(Words words, int at) {
    return words.type(at) == LossExpLexer.IN
        || words.type(at) == LossExpLexer.TUNE
        || isSweep(words, at);
  }

  /** {@code adam(lr = 0.1)} → {@code adam(learning_rate = 0.1)}, and so on. */
  private static List<Edit> arguments(Words words) {
    var edits = new ArrayList<Edit>();
    Map<String, String> renamed = Map.of();
    int depth = 0;
    for (int at = 0; at < words.list().size(); at++) {
      depth = Math.max(0, depth + Tokens.depth(words.type(at)));
      Token token = words.list().get(at);
      if (depth == 0 && beginsStatement(words, at)) {
        renamed = RENAMED.getOrDefault(token.getType(), Map.of());
      }
      String name = renamed.get(token.getText());
      if (depth == 1 && name != null && isSetting(words, at + 1)) {
        edits.add(new Edit(token, name));
      }
    }
    return edits;
  }

  /** A word that names a factor, as in {@code zip data, optimizer}, is followed by no name. */
  private static boolean beginsStatement(Words words, int at) {
    return isMetrics(words, at)
        || (Tokens.isStatementWord(words.type(at))
            && (isName(words.type(at + 1)) || words.type(at + 1) == LossExpLexer.LBRACE));
  }

  private static boolean isSetting(Words words, int at) {
    return words.type(at) == LossExpLexer.ASSIGN || isVerb(words, at);
  }

  /** {@code metrics mae, rmse} → {@code measure mae, rmse}. */
  private static List<Edit> metrics(Words words) {
    return indexes(words)
        .filter(at -> isMetrics(words, at))
        .mapToObj(at -> new Edit(words.list().get(at), "measure"))
        .toList();
  }

  private static boolean isMetrics(Words words, int at) {
    return words.is(at, "metrics")
        && words.type(at + 1) == LossExpLexer.NAME
        && !isSweep(words, at + 1)
        && (at == 0 || words.list().get(at - 1).getLine() < words.list().get(at).getLine());
  }

  private static IntStream indexes(Words words) {
    return IntStream.range(0, words.list().size());
  }
}

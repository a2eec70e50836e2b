package org.lossexp.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * A place where a text ceases to fit the grammar, and what to say about it. What would have fitted
 * is found by trying: one word or sign after the other is put in the place.
 *
 * @param from the first token of the statement
 * @param at the token that does not fit
 * @param end where the statement's tokens end; {@code at} too if they end too early
 */
record Mistake(Goal goal, Tokens tokens, int from, int at, int end) {
  /** Statements longer than this are not tried again and again. */
  private static final int TRIED = 1_000;

  /** What is tried, in the order in which a message names it. */
  private static final List<Integer> CANDIDATES =
      List.of(
          LossExpLexer.NAME,
          LossExpLexer.NUMBER,
          LossExpLexer.STRING,
          LossExpLexer.DATA,
          LossExpLexer.LBRACE,
          LossExpLexer.ASSIGN,
          LossExpLexer.EQUAL,
          LossExpLexer.IN,
          LossExpLexer.TUNE,
          LossExpLexer.RANGE,
          LossExpLexer.THEN,
          LossExpLexer.ELSE,
          LossExpLexer.WHEN,
          LossExpLexer.ARROW,
          LossExpLexer.PLUS,
          LossExpLexer.COMMA,
          LossExpLexer.RPAREN,
          LossExpLexer.RBRACKET,
          LossExpLexer.RBRACE);

  void report(Problems problems) {
    if (tokens.damagedBetween(from, at + 1)) {
      return; // Repaired by a guess, or something left out: that has been said.
    }
    Deque<Integer> open = openBrackets();
    int found = found();
    if (!open.isEmpty() && (found == Token.EOF || closesAnother(open, found))) {
      reportNeverClosed(problems, tokens.get(open.peek()));
    } else if (isClosing(found) && (open.isEmpty() || !closes(open.peek(), found))) {
      reportWrongClosing(problems, open);
    } else if (found == LossExpLexer.LEARN) {
      problems.error(
          Codes.LEARN,
          span(),
          "`learn` is kept for a later version of the language",
          "use `=`, `in` or `tune`",
          "parameters that are trained with the weights are not in this version yet");
    } else if (beginsUnknownStatement(open)) {
      reportUnknownStatement(problems);
    } else if (found == Token.EOF) {
      reportUnfinished(problems);
    } else {
      reportUnexpected(problems, open);
    }
  }

  private int found() {
    return at < end ? tokens.type(at) : Token.EOF;
  }

  /** Where the carets stand: under the token, or behind the last one. */
  private Span span() {
    if (at < end) {
      return Tokens.span(tokens.get(at));
    }
    int after = at == 0 ? 0 : Tokens.span(tokens.get(at - 1)).end();
    return new Span(after, after);
  }

  private String text() {
    return Problems.quoted(tokens.get(at).getText());
  }

  // Brackets.

  private Deque<Integer> openBrackets() {
    var open = new ArrayDeque<Integer>();
    for (int index = from; index < at; index++) {
      int type = tokens.type(index);
      if (type == LossExpLexer.LPAREN
          || type == LossExpLexer.LBRACKET
          || type == LossExpLexer.LBRACE) {
        open.push(index);
      } else if (isClosing(type)) {
        open.pop();
      }
    }
    return open;
  }

  private static boolean isClosing(int type) {
    return type == LossExpLexer.RPAREN
        || type == LossExpLexer.RBRACKET
        || type == LossExpLexer.RBRACE;
  }

  private boolean closes(int opening, int type) {
    // The grammar file declares each opening bracket right before its closing one.
    return type == tokens.type(opening) + 1;
  }

  /** {@return whether the token closes an open bracket, but not the innermost one} */
  private boolean closesAnother(Deque<Integer> open, int found) {
    return isClosing(found)
        && !closes(open.peek(), found)
        && open.stream().anyMatch(opening -> closes(opening, found));
  }

  private void reportNeverClosed(Problems problems, Token opening) {
    String noticed;
    if (at < end) {
      noticed = text() + " in line " + tokens.get(at).getLine() + " comes first";
    } else if (at < tokens.size()) {
      noticed = "the next statement begins in line " + tokens.get(at).getLine();
    } else {
      noticed = "the text ends in line " + tokens.get(at - 1).getLine();
    }
    problems.error(
        Codes.NEVER_CLOSED,
        Tokens.span(opening),
        code(opening.getType()) + " is never closed",
        "add the " + code(opening.getType() + 1) + " that belongs to it",
        noticed);
  }

  private void reportWrongClosing(Problems problems, Deque<Integer> open) {
    if (open.isEmpty()) {
      problems.error(Codes.WRONG_CLOSING, span(), text() + " closes nothing", "delete it");
      return;
    }
    Token opening = tokens.get(open.peek());
    problems.error(
        Codes.WRONG_CLOSING,
        span(),
        text() + " does not close " + code(opening.getType()),
        "write " + code(opening.getType() + 1),
        code(opening.getType()) + " stands in line " + opening.getLine());
  }

  // Statements.

  private boolean beginsUnknownStatement(Deque<Integer> open) {
    return goal == Goal.STATEMENT
        && (at == from
            || (found() == LossExpLexer.NAME
                && open.isEmpty()
                && tokens.firstOfLine(at)
                && mayEnd()));
  }

  private void reportUnknownStatement(Problems problems) {
    List<String> words =
        IntStream.rangeClosed(LossExpLexer.LANGUAGE, LossExpLexer.EXCLUDE)
            .mapToObj(Mistake::literal)
            .toList();
    String word = tokens.get(at).getText();
    String label =
        Spelling.nearest(word, words)
            .map(nearest -> "did you mean `" + nearest + "`?")
            .orElse(
                switch (tokens.type(at + 1)) {
                  case LossExpLexer.ASSIGN -> "to name a value, write `let " + word + " = …`";
                  case LossExpLexer.LPAREN ->
                      tokens.type(from) == LossExpLexer.LOSS
                          ? "is a comma missing before it?"
                          : "is `->` missing before it?";
                  default -> "";
                });
    problems.error(
        Codes.UNKNOWN_STATEMENT,
        span(),
        "no statement begins with " + text(),
        label,
        "statements begin with " + String.join(", ", words));
  }

  private void reportUnfinished(Problems problems) {
    String message =
        switch (goal) {
          case STATEMENT -> "this `" + tokens.get(from).getText() + "` statement is not finished";
          case EXPRESSION -> at == 0 ? "there is nothing to read" : "this is not finished";
        };
    Set<Integer> expected = expected();
    problems.error(
        Codes.UNFINISHED,
        span(),
        message,
        expected.isEmpty() ? "" : words(expected) + " is missing here");
  }

  private void reportUnexpected(Problems problems, Deque<Integer> open) {
    int found = found();
    Set<Integer> expected = expected();
    if (found == LossExpLexer.ASSIGN && expected.contains(LossExpLexer.EQUAL)) {
      problems.error(
          Codes.ASSIGN_OR_EQUAL, span(), "`=` sets a value; `==` compares two", "write `==`");
    } else if (found == LossExpLexer.EQUAL && expected.contains(LossExpLexer.ASSIGN)) {
      problems.error(
          Codes.ASSIGN_OR_EQUAL, span(), "`==` compares two values; `=` sets one", "write `=`");
    } else if (Tokens.isWord(found) && isNameAlone(expected)) {
      problems.error(
          Codes.RESERVED_WORD,
          span(),
          text() + " is a word of the language and cannot be a name here",
          "choose another name");
    } else if (expected.isEmpty()) {
      problems.error(Codes.UNEXPECTED, span(), text() + " does not fit here", "");
    } else {
      problems.error(
          Codes.UNEXPECTED,
          span(),
          "expected " + words(expected) + ", but found " + text(),
          hint(open, expected));
    }
  }

  private static boolean isNameAlone(Set<Integer> expected) {
    return expected.contains(LossExpLexer.NAME)
        && !expected.contains(LossExpLexer.NUMBER)
        && !expected.contains(LossExpLexer.PLUS);
  }

  private String hint(Deque<Integer> open, Set<Integer> expected) {
    int found = found();
    boolean valueFound = found <= LossExpLexer.STRING && found != LossExpLexer.IN;
    boolean valueExpected = isValue(expected);
    boolean domainExpected = isDomain(expected);
    if (valueFound && !open.isEmpty() && expected.contains(LossExpLexer.COMMA)) {
      return "is a comma missing before it?";
    }
    if (valueFound && open.isEmpty() && tokens.type(from) == LossExpLexer.EXPERIMENT) {
      return "put the whole text between double quotes";
    }
    if (found == LossExpLexer.NAME && open.isEmpty() && expected.contains(LossExpLexer.ARROW)) {
      return "steps are joined by `->`";
    }
    if (domainExpected && found == LossExpLexer.LBRACKET) {
      return "a set is written with braces: `{0.1, 1}`";
    }
    if (expected.contains(LossExpLexer.RANGE)) {
      return "a range is written `0.1 .. 10`, a set `{0.1, 1, 10}`";
    }
    if (found == LossExpLexer.RANGE && expected.contains(LossExpLexer.PLUS)) {
      return "a range stands after `in` or `tune`";
    }
    if (found == LossExpLexer.IN && expected.contains(LossExpLexer.EQUAL)) {
      return "only `exclude when` tests with `in {…}`";
    }
    if (valueExpected && found == LossExpLexer.LBRACE) {
      return "a set stands after `in` or `tune`; a list is written `[…]`";
    }
    if (valueExpected && found == LossExpLexer.PLUS) {
      return "leave out the `+`";
    }
    if (found == LossExpLexer.ASSIGN && expected.contains(LossExpLexer.NAME)) {
      return "the name is missing before `=`";
    }
    return "";
  }

  // What would fit.

  private Set<Integer> expected() {
    var fitting = new HashSet<Integer>();
    if (at - from <= TRIED) {
      for (int candidate : CANDIDATES) {
        if (Attempt.fits(goal, tokens, from, at, candidate)) {
          fitting.add(candidate);
        }
      }
    }
    return fitting;
  }

  private boolean mayEnd() {
    return Attempt.of(goal, tokens, from, at) instanceof Attempt.Parsed(var _, int next)
        && next == at;
  }

  private static boolean isValue(Set<Integer> expected) {
    return expected.contains(LossExpLexer.NAME)
        && expected.contains(LossExpLexer.NUMBER)
        && expected.contains(LossExpLexer.STRING);
  }

  private static boolean isDomain(Set<Integer> expected) {
    return expected.contains(LossExpLexer.LBRACE) && expected.contains(LossExpLexer.NUMBER);
  }

  private String words(Set<Integer> expected) {
    // Behind a complete formula every operator would do: they are left out.
    boolean afterFormula = expected.contains(LossExpLexer.PLUS);
    var words = new ArrayList<String>();
    if (isDomain(expected)) {
      words.add("a set `{a, b}`");
      words.add("a range `lo .. hi`");
      return oneOf(words);
    }
    if (isValue(expected)) {
      words.add("a value");
    } else if (expected.contains(LossExpLexer.NUMBER)) {
      words.add(
          expected.contains(LossExpLexer.NAME) ? "a number or the name of a `let`" : "a number");
    } else if (expected.contains(LossExpLexer.NAME) && !afterFormula) {
      words.add("a name");
    } else if (expected.contains(LossExpLexer.STRING)) {
      words.add("a text between double quotes");
    } else if (expected.contains(LossExpLexer.DATA) && !afterFormula) {
      words.add("`data`, `model`, `loss` or `optimizer`");
    }
    for (int candidate :
        CANDIDATES.subList(CANDIDATES.indexOf(LossExpLexer.LBRACE), CANDIDATES.size())) {
      if (expected.contains(candidate) && isNamed(candidate, afterFormula)) {
        words.add(candidate == LossExpLexer.EQUAL ? "a comparison such as `==`" : code(candidate));
      }
    }
    if (mayEnd()) {
      words.add(goal == Goal.STATEMENT ? "the next statement" : "the end");
    }
    return oneOf(words);
  }

  private static boolean isNamed(int candidate, boolean afterFormula) {
    return switch (candidate) {
      case LossExpLexer.PLUS -> false;
      case LossExpLexer.EQUAL, LossExpLexer.WHEN, LossExpLexer.ARROW -> !afterFormula;
      default -> true;
    };
  }

  private static String oneOf(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  private static String code(int type) {
    return "`" + literal(type) + "`";
  }

  private static String literal(int type) {
    String quoted = LossExpLexer.VOCABULARY.getLiteralName(type);
    return quoted.substring(1, quoted.length() - 1);
  }
}

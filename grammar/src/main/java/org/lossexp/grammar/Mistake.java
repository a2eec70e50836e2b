package org.lossexp.grammar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * A place where a text ceases to fit the grammar, and what to say about it.
 *
 * @param from the first token of the statement
 * @param at the token that does not fit
 * @param end where the statement's tokens end; {@code at} too if they end too early
 */
record Mistake(Goal goal, Tokens tokens, int from, int at, int end) {
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
    } else if (beginsUnknownStatement(open)) {
      reportUnknownStatement(problems);
    } else if (found == Token.EOF) {
      reportUnfinished(problems);
    } else {
      reportUnexpected(problems);
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
      int depth = Tokens.depth(tokens.type(index));
      if (depth > 0) {
        open.push(index);
      } else if (depth < 0) {
        open.pop();
      }
    }
    return open;
  }

  private static boolean isClosing(int type) {
    return Tokens.depth(type) < 0;
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
        Expected.code(opening.getType()) + " is never closed",
        "add the " + Expected.code(opening.getType() + 1) + " that belongs to it",
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
        text() + " does not close " + Expected.code(opening.getType()),
        "write " + Expected.code(opening.getType() + 1),
        Expected.code(opening.getType()) + " stands in line " + opening.getLine());
  }

  // Statements.

  private boolean beginsUnknownStatement(Deque<Integer> open) {
    return goal == Goal.STATEMENT
        && (at == from
            || (found() == LossExpLexer.NAME
                && open.isEmpty()
                && tokens.firstOfLine(at)
                && Expected.after(goal, tokens, from, at).end()));
  }

  private void reportUnknownStatement(Problems problems) {
    List<String> words =
        IntStream.rangeClosed(LossExpLexer.LANGUAGE, LossExpLexer.EXCLUDE)
            .mapToObj(Expected::literal)
            .toList();
    var nearest = Spelling.nearest(tokens.get(at).getText(), words);
    if (nearest.isPresent()) {
      problems.error(
          Codes.UNKNOWN_STATEMENT,
          span(),
          "no statement begins with " + text(),
          "did you mean `" + nearest.get() + "`?");
      return;
    }
    problems.error(
        Codes.UNKNOWN_STATEMENT,
        span(),
        "no statement begins with " + text(),
        switch (tokens.type(at + 1)) {
          case LossExpLexer.ASSIGN -> "to name a value, write `let NAME = …`";
          case LossExpLexer.LPAREN -> at > from ? "is `->` missing before it?" : "";
          default -> "";
        },
        "statements begin with " + String.join(", ", words));
  }

  private void reportUnfinished(Problems problems) {
    String message =
        switch (goal) {
          case STATEMENT -> "this `" + tokens.get(from).getText() + "` statement is not finished";
          case EXPRESSION -> at == 0 ? "there is nothing to read" : "this is not finished";
        };
    String missing = Expected.after(goal, tokens, from, at).words();
    problems.error(
        Codes.UNFINISHED, span(), message, missing.isEmpty() ? "" : missing + " is missing here");
  }

  private void reportUnexpected(Problems problems) {
    int found = found();
    var expected = Expected.after(goal, tokens, from, at);
    if (found == LossExpLexer.ASSIGN && expected.has(LossExpLexer.EQUAL)) {
      problems.error(
          Codes.ASSIGN_OR_EQUAL, span(), "`=` sets a value; `==` compares two", "write `==`");
    } else if (found == LossExpLexer.EQUAL && expected.has(LossExpLexer.ASSIGN)) {
      problems.error(
          Codes.ASSIGN_OR_EQUAL, span(), "`==` compares two values; `=` sets one", "write `=`");
    } else if (found == LossExpLexer.LEARN) {
      problems.error(
          Codes.LEARN,
          span(),
          "`learn` is kept for a later version of the language",
          expected.isName() ? "choose another name" : "write `=`, `in` or `tune`",
          "parameters that are trained with the weights are not in this version yet");
    } else if (Tokens.isWord(found) && expected.isName()) {
      problems.error(
          Codes.RESERVED_WORD,
          span(),
          text() + " is a word of the language and cannot be a name here",
          "choose another name");
    } else {
      String words = expected.words();
      problems.error(
          Codes.UNEXPECTED,
          span(),
          words.isEmpty()
              ? text() + " does not fit here"
              : "expected " + words + ", but found " + text(),
          new Hint(goal, tokens, from, at, expected, openBrackets().isEmpty()).text());
    }
  }
}

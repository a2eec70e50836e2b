package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * What would fit in a place, found by trying: one word or sign after the other is put there.
 *
 * @param types the types of tokens that fit
 * @param end whether the statement or the expression may end before the place
 */
record Expected(Goal goal, Set<Integer> types, boolean end) {
  /** Statements longer than this are not tried again and again. */
  private static final int TRIED = 1_000;

  private static final List<Integer> VALUES =
      List.of(LossExpLexer.NAME, LossExpLexer.NUMBER, LossExpLexer.STRING, LossExpLexer.DATA);

  /** In the order in which a message names them. */
  private static final List<Integer> SIGNS =
      List.of(
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

  static Expected after(Goal goal, Tokens tokens, int from, int at) {
    var types = new HashSet<Integer>();
    if (at - from > TRIED) {
      return new Expected(goal, types, false);
    }
    for (List<Integer> candidates : List.of(VALUES, SIGNS)) {
      for (int candidate : candidates) {
        if (Attempt.fits(goal, tokens, from, at, candidate)) {
          types.add(candidate);
        }
      }
    }
    boolean end =
        switch (Attempt.of(goal, tokens, from, at)) {
          case Attempt.Parsed(var _, int next) -> next == at;
          case Attempt.Stopped _ -> false;
        };
    return new Expected(goal, types, end);
  }

  boolean has(int type) {
    return types.contains(type);
  }

  boolean isValue() {
    return has(LossExpLexer.NAME) && has(LossExpLexer.NUMBER) && has(LossExpLexer.STRING);
  }

  boolean isDomain() {
    return has(LossExpLexer.LBRACE) && has(LossExpLexer.NUMBER);
  }

  /** {@return whether a name is asked for, and nothing else would do} */
  boolean isName() {
    return has(LossExpLexer.NAME) && !has(LossExpLexer.NUMBER) && !isAfterFormula();
  }

  /** Behind a complete formula every operator fits; none of them is named. */
  private boolean isAfterFormula() {
    return has(LossExpLexer.PLUS);
  }

  /** {@return what fits, for a sentence; empty if that is nothing worth naming} */
  String words() {
    if (isDomain()) {
      return "a set `{a, b}` or a range `lo .. hi`";
    }
    var words = new ArrayList<String>();
    if (isValue()) {
      words.add("a value");
    } else if (has(LossExpLexer.NUMBER)) {
      words.add(has(LossExpLexer.NAME) ? "a number or the name of a `let`" : "a number");
    } else if (isName()) {
      words.add("a name");
    } else if (has(LossExpLexer.STRING)) {
      words.add("a text between double quotes");
    } else if (has(LossExpLexer.DATA) && !isAfterFormula()) {
      words.add("`data`, `model`, `loss` or `optimizer`");
    }
    for (int sign : SIGNS) {
      if (has(sign) && isWorthNaming(sign)) {
        words.add(sign == LossExpLexer.EQUAL ? "a comparison such as `==`" : code(sign));
      }
    }
    if (end && !words.isEmpty()) {
      words.add(
          switch (goal) {
            case STATEMENT -> "the next statement";
            case EXPRESSION -> "the end";
          });
    }
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  private boolean isWorthNaming(int sign) {
    return switch (sign) {
      case LossExpLexer.PLUS -> false;
      case LossExpLexer.EQUAL, LossExpLexer.ARROW -> !isAfterFormula();
      // A string among arguments may turn out to be a name; that is rare.
      case LossExpLexer.ASSIGN, LossExpLexer.IN ->
          !has(LossExpLexer.COMMA) || !has(LossExpLexer.RPAREN);
      // Where a name fits, these two are names.
      case LossExpLexer.TUNE -> has(LossExpLexer.IN) && isWorthNaming(LossExpLexer.IN);
      case LossExpLexer.WHEN -> !isAfterFormula() && !has(LossExpLexer.NAME);
      default -> true;
    };
  }

  /** {@return a word or sign of the language between backquotes} */
  static String code(int type) {
    return "`" + literal(type) + "`";
  }

  /** {@return how a word or sign of the language is written} */
  static String literal(int type) {
    String quoted = LossExpLexer.VOCABULARY.getLiteralName(type);
    return quoted.substring(1, quoted.length() - 1);
  }
}

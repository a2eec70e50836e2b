package org.lossexp.grammar;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * The words and signs of a text, mistaken ones replaced by what was meant where that is plain.
 *
 * @param list without the end of the file
 * @param docs the doc comments that stand before a token, by its index
 * @param comments all comments, those of docs too, in the order of the text
 * @param damaged where a mistake was reported and repaired or left out, so that nothing further is
 *     said about its neighbourhood
 */
record Tokens(
    List<Token> list, Map<Integer, List<String>> docs, List<Token> comments, BitSet damaged) {
  int size() {
    return list.size();
  }

  Token get(int index) {
    return list.get(index);
  }

  /** {@return the type of a token; the end of the file on both sides of the text} */
  int type(int index) {
    return index >= 0 && index < size() ? get(index).getType() : Token.EOF;
  }

  boolean firstOfLine(int index) {
    return index == 0 || get(index - 1).getLine() < get(index).getLine();
  }

  /** {@return whether a mistake of the text lies between two tokens, both included} */
  boolean damagedBetween(int first, int last) {
    int at = damaged.nextSetBit(first);
    return at >= 0 && at <= last;
  }

  static Span span(Token token) {
    return new Span(
        token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1));
  }

  /** {@return 1 for an opening bracket, -1 for a closing one, 0 for the rest} */
  static int depth(int type) {
    return switch (type) {
      case LossExpLexer.LPAREN, LossExpLexer.LBRACKET, LossExpLexer.LBRACE -> 1;
      case LossExpLexer.RPAREN, LossExpLexer.RBRACKET, LossExpLexer.RBRACE -> -1;
      default -> 0;
    };
  }

  static boolean isStatementWord(int type) {
    return type >= LossExpLexer.LANGUAGE && type <= LossExpLexer.EXCLUDE;
  }

  /** {@return whether the token is written in letters: a name or a word of the language} */
  static boolean isWord(int type) {
    return type >= LossExpLexer.LANGUAGE && type <= LossExpLexer.NAME;
  }
}

package org.lossexp.grammar;

import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * One difference between a version of the language and the next: how what is written in the older
 * one is written in the newer. It works on words and signs, so that comments and layout stay.
 */
@FunctionalInterface
interface Rewrite {
  /** What is written in a token's place. */
  record Edit(Token token, String text) {}

  /** {@return the edits of a text, given the words and signs of it, and its comments} */
  List<Edit> edits(Words words);

  /**
   * A text cut by the lexer alone: what is wrong in this version may be right in an older one.
   *
   * @param list the words and signs, without comments
   */
  record Words(List<Token> list, List<Token> comments) {
    /** {@return the type of a token; the end of the file on both sides of the text} */
    int type(int index) {
      return index >= 0 && index < list.size() ? list.get(index).getType() : Token.EOF;
    }

    /** {@return whether a token is this word} */
    boolean is(int index, String word) {
      return index >= 0 && index < list.size() && list.get(index).getText().equals(word);
    }
  }
}

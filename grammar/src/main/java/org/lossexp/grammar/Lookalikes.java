package org.lossexp.grammar;

import java.util.Locale;
import java.util.Optional;
import org.lossexp.grammar.syntax.LossExpLexer;

/** Characters that word processors, papers and web pages put where the language has plain signs. */
final class Lookalikes {
  /**
   * What to write for a character.
   *
   * @param type the token that was meant; {@link #NOTHING} where one token does not do
   */
  record Meant(String text, int type) {}

  static final int NOTHING = 0;

  private Lookalikes() {}

  static Optional<Meant> of(int character) {
    return switch (character) {
      case '−', '–', '—', '‐', '‑', '\uFF0D' -> meant("-", LossExpLexer.MINUS);
      case '×', '·', '⋅', '∗', '∙', '\uFF0A' -> meant("*", LossExpLexer.STAR);
      case '÷', '∕', '⁄', '\uFF0F' -> meant("/", LossExpLexer.SLASH);
      case '\uFF0B' -> meant("+", LossExpLexer.PLUS);
      case '≤', '⩽', '≦' -> meant("<=", LossExpLexer.LESS_OR_EQUAL);
      case '≥', '⩾', '≧' -> meant(">=", LossExpLexer.GREATER_OR_EQUAL);
      case '≠' -> meant("!=", LossExpLexer.NOT_EQUAL);
      case '\uFF1C' -> meant("<", LossExpLexer.LESS);
      case '\uFF1E' -> meant(">", LossExpLexer.GREATER);
      case '\uFF1D', '\uFF1A' -> meant("=", LossExpLexer.ASSIGN);
      case '→', '⟶', '➔', '⇒' -> meant("->", LossExpLexer.ARROW);
      case '…' -> meant("..", LossExpLexer.RANGE);
      case '\uFF08' -> meant("(", LossExpLexer.LPAREN);
      case '\uFF09' -> meant(")", LossExpLexer.RPAREN);
      case '\uFF0C', '\u3001' -> meant(",", LossExpLexer.COMMA);
      case '∈' -> meant("in", LossExpLexer.IN);
      case '¬' -> meant("not", LossExpLexer.NOT);
      case '∧' -> meant("and", LossExpLexer.AND);
      case '∨' -> meant("or", LossExpLexer.OR);
      case '∞' -> meant("inf", LossExpLexer.INF);
      case '²' -> meant("^2", NOTHING);
      case '³' -> meant("^3", NOTHING);
      case '√' -> meant("sqrt(…)", NOTHING);
      case '∑' -> meant("sum(…)", NOTHING);
      case '?' -> meant("if … then … else …", NOTHING);
      case '|' -> meant("abs(…)` or `or", NOTHING);
      case '“', '”', '„', '«', '»', '‘', '’', '\'' -> meant("\"", NOTHING);
      default -> greek(character);
    };
  }

  private static Optional<Meant> meant(String text, int type) {
    return Optional.of(new Meant(text, type));
  }

  /** The character's own name knows how the letter is spelled: GREEK SMALL LETTER ALPHA. */
  private static Optional<Meant> greek(int character) {
    if (Character.UnicodeScript.of(character) != Character.UnicodeScript.GREEK) {
      return Optional.empty();
    }
    String name = Character.getName(character).toLowerCase(Locale.ROOT);
    String letter = name.replaceFirst("^greek (small|capital) letter (\\w+).*", "$2");
    return letter.equals(name) ? Optional.empty() : meant(letter, LossExpLexer.NAME);
  }
}

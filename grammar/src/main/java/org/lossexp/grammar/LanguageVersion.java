package org.lossexp.grammar;

import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/** The version of the language that a text says it is written in. */
final class LanguageVersion {
  /** The version that this program reads, and that of a text which names none. */
  static final int CURRENT = 1;

  private LanguageVersion() {}

  /** {@return the number in {@code language N}, where a text begins with that} */
  static Optional<Token> written(Source source) {
    LossExpLexer lexer = Tokenizer.lexer(source);
    if (nextWord(lexer).getType() != LossExpLexer.LANGUAGE) {
      return Optional.empty();
    }
    return Optional.of(nextWord(lexer)).filter(token -> token.getType() == LossExpLexer.NUMBER);
  }

  private static Token nextWord(LossExpLexer lexer) {
    Token token = lexer.nextToken();
    while (isComment(token)) {
      token = lexer.nextToken();
    }
    return token;
  }

  /** {@return whether a token is a comment, in this version or in an older one} */
  static boolean isComment(Token token) {
    return switch (token.getType()) {
      case LossExpLexer.COMMENT, LossExpLexer.DOC, LossExpLexer.HASH_COMMENT -> true;
      default -> false;
    };
  }

  /**
   * {@return whether a text is of another version than this program reads} That is reported, and
   * then nothing else: what is right in another version is not known here.
   */
  static boolean isForeign(Source source, Problems problems) {
    Optional<Token> version = written(source);
    version.ifPresent(number -> check(Tokens.span(number), number.getText(), problems));
    return !problems.noError();
  }

  /** Reports a version that this program does not read. */
  static void check(Span span, String number, Problems problems) {
    double version = Double.parseDouble(number);
    if (version == CURRENT) {
      return;
    }
    if (version == (int) version && version < CURRENT) {
      problems.error(
          Codes.LANGUAGE_VERSION,
          span,
          "this is written in version %d of the language, and this program reads version %d"
              .formatted((int) version, CURRENT),
          "`lossexp migrate " + problems.source().name() + "` rewrites it");
    } else {
      problems.error(
          Codes.LANGUAGE_VERSION,
          span,
          "this program reads version %d of the language, not %s"
              .formatted(CURRENT, Problems.shortened(number)),
          "write `" + CURRENT + "`",
          "a file of a later version needs a later lossexp");
    }
  }
}

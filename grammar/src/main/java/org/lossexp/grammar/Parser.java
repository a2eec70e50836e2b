package org.lossexp.grammar;

import java.util.List;

/**
 * Reads experiments and expressions: text in, syntax tree or problems out. Every problem of the
 * text is reported, not only the first.
 */
public final class Parser {
  /** The largest text that is read, in UTF-16 code units: far beyond what a person writes. */
  static final int CHARACTERS = 1_000_000;

  /** The most words and signs that are read: what is made of each takes half a kilobyte. */
  static final int TOKENS = 200_000;

  private Parser() {}

  /** {@return the syntax tree of a {@code .lossexp} file} */
  public static Outcome<ExperimentFile> parseFile(Source source) {
    var problems = new Problems(source);
    List<Statement> statements =
        isReadable(source, problems) ? new Reading(source, problems).statements() : List.of();
    return Outcome.of(new ExperimentFile(source, statements), problems.inOrder());
  }

  /**
   * {@return the syntax tree of one expression, as on the command line: {@code huber(delta = 1)}}
   */
  public static Outcome<Expression> parseExpression(Source source) {
    var problems = new Problems(source);
    Expression nothing = new Expression.None(new Span(0, 0));
    return Outcome.of(
        fits(source, problems)
            ? new Reading(source, problems).expression().orElse(nothing)
            : nothing,
        problems.inOrder());
  }

  /** {@return whether a text is small enough, and of this program's version of the language} */
  static boolean isReadable(Source source, Problems problems) {
    return fits(source, problems) && !LanguageVersion.isForeign(source, problems);
  }

  static boolean fits(Source source, Problems problems) {
    if (source.text().length() <= CHARACTERS) {
      return true;
    }
    problems.error(
        Codes.TOO_LARGE,
        new Span(0, 0),
        "the text has "
            + source.text().length()
            + " characters, and at most "
            + CHARACTERS
            + " are read",
        "",
        "data belongs into files of its own, which the experiment names");
    return false;
  }
}

package org.lossexp.grammar;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * The canonical layout of experiments: {@code grammar/README.md}, "Layout". What a text means, its
 * comments and the way in which its numbers and strings are written stay as they are; laying out
 * twice gives what laying out once gives.
 */
public final class Formatter {
  private Formatter() {}

  /** {@return the text of {@code source} in its canonical layout; none if it has a mistake} */
  public static Outcome<String> format(Source source) {
    var problems = new Problems(source);
    Optional<String> text = Optional.empty();
    if (Parser.isReadable(source, problems)) {
      var reading = new Reading(source, problems);
      reading.statements();
      if (problems.noError()) {
        text = layOut(source, reading, problems);
      }
    }
    return new Outcome<>(text, problems.inOrder());
  }

  private static Optional<String> layOut(Source source, Reading reading, Problems problems) {
    Tokens tokens = reading.tokens();
    Document document = Layout.of(reading.contexts(), new Comments(source, tokens));
    Optional<String> text = Printer.print(document, Parser.CHARACTERS);
    if (text.isEmpty()) {
      reportTooLarge(problems, Parser.CHARACTERS + " characters");
      return text;
    }
    var again = new Problems(source);
    Tokens written = Tokenizer.read(new Source(source.name(), text.get()), again);
    if (!again.noError()) {
      reportTooLarge(problems, Parser.TOKENS + " words and signs");
      return Optional.empty();
    }
    // A user's file is going to be written over: rather fail than lose a word of it.
    if (!words(tokens.list()).equals(words(written.list()))
        || !words(tokens.comments()).equals(words(written.comments()))) {
      throw new IllegalStateException("the layout of " + source.name() + " lost a word");
    }
    return text;
  }

  private static void reportTooLarge(Problems problems, String what) {
    problems.error(
        Codes.TOO_LARGE,
        new Span(0, 0),
        "laid out, the text would have more than " + what + ", and no more are read",
        "",
        "data belongs into files of its own, which the experiment names");
  }

  /** The words as they are written, without the commas, which the layout adds and drops. */
  private static List<String> words(List<Token> tokens) {
    return tokens.stream()
        .filter(token -> token.getType() != LossExpLexer.COMMA)
        .map(token -> token.getText().stripTrailing())
        .toList();
  }
}

package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.Rewrite.Edit;
import org.lossexp.grammar.Rewrite.Words;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * A text rewritten in the version of the language that this program reads, step by step from each
 * version to the next.
 *
 * @param from the version that the text was written in
 * @param changes what was changed, in the order of the text; lines stay where they are
 */
public record Migration(int from, String text, List<Change> changes) {
  /** The version that texts are rewritten to. */
  public static final int TO = LanguageVersion.CURRENT;

  /** For each older version, from 0 on, what is written differently in the next. */
  private static final List<List<Rewrite>> STEPS = List.of(Version0.REWRITES);

  public Migration {
    changes = List.copyOf(changes);
  }

  /** One piece of a text that was changed; {@code line} is counted from 1. */
  public record Change(int line, String before, String after) {}

  /**
   * {@return {@code source} in the current version} A text of that version stays as it is. There is
   * none for a text of a later version, nor if mistakes remain, which are then those of the
   * rewritten text.
   */
  public static Outcome<Migration> of(Source source) {
    var problems = new Problems(source);
    if (!Parser.fits(source, problems)) {
      return new Outcome<>(Optional.empty(), problems.inOrder());
    }
    Optional<Token> written = LanguageVersion.written(source);
    double version =
        written.map(number -> Double.parseDouble(number.getText())).orElse((double) TO);
    if (version == TO) {
      return Outcome.of(new Migration(TO, source.text(), List.of()), List.of());
    }
    if (version != (int) version || version > TO) {
      LanguageVersion.isForeign(source, problems);
      return new Outcome<>(Optional.empty(), problems.inOrder());
    }
    return rewritten(source, (int) version);
  }

  private static Outcome<Migration> rewritten(Source source, int from) {
    var changes = new ArrayList<Change>();
    Source current = source;
    for (int version = from; version < TO; version++) {
      var problems = new Problems(current);
      Optional<Words> words = words(current, problems);
      if (words.isEmpty()) {
        return new Outcome<>(Optional.empty(), problems.inOrder());
      }
      current = step(current, version, words.get(), changes);
    }
    changes.sort(Comparator.comparingInt(Change::line));
    return Outcome.of(
        new Migration(from, current.text(), changes), Parser.parseFile(current).diagnostics());
  }

  private static Source step(Source source, int version, Words words, List<Change> changes) {
    var edits = new ArrayList<Edit>();
    Token number = words.list().get(1);
    edits.add(new Edit(number, Integer.toString(version + 1)));
    STEPS.get(version).forEach(rewrite -> edits.addAll(rewrite.edits(words)));
    edits.sort(Comparator.comparingInt(edit -> edit.token().getStartIndex()));
    var text = new StringBuilder();
    int from = 0;
    for (Edit edit : edits) {
      Token token = edit.token();
      changes.add(new Change(token.getLine(), token.getText(), edit.text()));
      text.append(source.text(), from, token.getStartIndex()).append(edit.text());
      from = token.getStopIndex() + 1;
    }
    text.append(source.text(), from, source.text().length());
    return new Source(source.name(), text.toString());
  }

  private static Optional<Words> words(Source source, Problems problems) {
    var list = new ArrayList<Token>();
    var comments = new ArrayList<Token>();
    LossExpLexer lexer = Tokenizer.lexer(source);
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      if (list.size() == Parser.TOKENS) {
        Tokenizer.reportTooMany(problems, token);
        return Optional.empty();
      }
      (LanguageVersion.isComment(token) ? comments : list).add(token);
    }
    return Optional.of(new Words(list, comments));
  }
}

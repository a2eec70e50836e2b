package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.lossexp.grammar.syntax.LossExpLexer;
import org.lossexp.grammar.syntax.LossExpParser.ExpressionContext;
import org.lossexp.grammar.syntax.LossExpParser.StatementContext;

/**
 * One text being read, statement by statement. Where one does not fit the grammar, that is reported
 * once, and reading starts again at the next statement word at the start of a line.
 */
final class Reading {
  private final Problems problems;
  private final Tokens tokens;
  private final TreeBuilder builder;
  private final List<StatementContext> contexts = new ArrayList<>();

  Reading(Source source, Problems problems) {
    this.problems = problems;
    this.tokens = Tokenizer.read(source, problems);
    this.builder = new TreeBuilder(problems);
  }

  List<Statement> statements() {
    var statements = new ArrayList<Statement>();
    int previous = 0;
    int start = 0;
    while (start < tokens.size() && !problems.full()) {
      switch (Attempt.of(Goal.STATEMENT, tokens, start, tokens.size())) {
        case Attempt.Parsed(ParserRuleContext tree, int next) -> {
          statements.add(statement((StatementContext) tree, start));
          previous = start;
          start = next;
        }
        case Attempt.Stopped(int at, boolean tooDeep) -> {
          boolean between = at == start;
          if (tooDeep) {
            reportTooDeep(at);
            start = next(start, at, false);
          } else {
            start = afterMistake(between ? before(previous, at) : start, at, between);
          }
          previous = start;
        }
      }
    }
    return statements;
  }

  Optional<Expression> expression() {
    return switch (Attempt.of(Goal.EXPRESSION, tokens, 0, tokens.size())) {
      case Attempt.Parsed(ParserRuleContext tree, int _) ->
          Optional.of(builder.value(((ExpressionContext) tree).value()));
      case Attempt.Stopped(int at, boolean tooDeep) -> {
        if (tooDeep) {
          reportTooDeep(at);
        } else {
          new Mistake(Goal.EXPRESSION, tokens, 0, at, tokens.size()).report(problems);
        }
        yield Optional.empty();
      }
    };
  }

  /** {@return the words and signs of the text} */
  Tokens tokens() {
    return tokens;
  }

  /** {@return the statements that {@link #statements} has read, every word of them} */
  List<StatementContext> contexts() {
    return contexts;
  }

  private Statement statement(StatementContext tree, int start) {
    contexts.add(tree);
    if (start > 0 && tokens.type(start) == LossExpLexer.LANGUAGE) {
      problems.error(
          Codes.LANGUAGE_NOT_FIRST,
          Tokens.span(tokens.get(start)).to(Tokens.span(tree.getStop())),
          "the version of the language stands after other statements",
          "move this to the top of the file");
    }
    return builder.statement(tree, tokens.docs().getOrDefault(start, List.of()));
  }

  /**
   * Reports a mistake; {@return where reading starts again}
   *
   * @param between whether the statement at {@code from} is complete
   */
  private int afterMistake(int from, int at, boolean between) {
    // `measure` after a block that is not closed may have been taken for one of its names.
    int next = at - 1 > from && beginsStatement(at - 1) ? at - 1 : at;
    if (next == from || !beginsStatement(next)) {
      new Mistake(Goal.STATEMENT, tokens, from, at, tokens.size()).report(problems);
      return next(from, at, between);
    }
    int stopped =
        switch (Attempt.of(Goal.STATEMENT, tokens, from, next)) {
          case Attempt.Parsed _ -> next;
          case Attempt.Stopped(int earlier, boolean _) -> earlier;
        };
    new Mistake(Goal.STATEMENT, tokens, from, stopped, next).report(problems);
    return next;
  }

  private void reportTooDeep(int at) {
    problems.error(
        Codes.TOO_DEEP,
        Tokens.span(tokens.get(at)),
        "this is nested too deeply: at most " + LimitedParser.DEPTH + " levels are read",
        "",
        "brackets, `-`, `not`, `^` and `if` each count as a level",
        "name the parts after `where`, or with `let`");
  }

  /**
   * {@return the statement that a word which begins none may be meant to go on with: the one
   * before, unless that was repaired by a guess}
   */
  private int before(int previous, int at) {
    boolean guessed = tokens.damagedBetween(previous, at - 2) && !tokens.damagedBetween(at - 1, at);
    return guessed ? at : previous;
  }

  /**
   * {@return where reading starts again after {@code at}: at the next statement word at the start
   * of a line; outside of all brackets and statements also at a line that has the shape of a
   * statement but for its misspelled first word}
   */
  private int next(int from, int at, boolean between) {
    int depth = 0;
    for (int index = from; index < tokens.size(); index++) {
      boolean misspelled = between && depth == 0 && tokens.type(index) == LossExpLexer.NAME;
      boolean word = Tokens.isStatementWord(tokens.type(index));
      if (index > at && tokens.firstOfLine(index)) {
        if (word && (depth == 0 || beginsStatement(index))) {
          return index;
        }
        if (misspelled && isAfterStatementWord(tokens.type(index + 1))) {
          return index;
        }
      }
      depth = Math.max(0, depth + Tokens.depth(tokens.type(index)));
    }
    return tokens.size();
  }

  private static boolean isAfterStatementWord(int type) {
    return type == LossExpLexer.NAME || type == LossExpLexer.STRING || type == LossExpLexer.LBRACE;
  }

  /**
   * {@return whether a statement begins here: a statement word at the start of a line, and not as
   * the name of an argument or in a list}
   */
  private boolean beginsStatement(int at) {
    if (!Tokens.isStatementWord(tokens.type(at)) || !tokens.firstOfLine(at)) {
      return false;
    }
    return switch (tokens.type(at + 1)) {
      case LossExpLexer.LBRACE -> true;
      case LossExpLexer.IN, LossExpLexer.TUNE, LossExpLexer.AND, LossExpLexer.OR -> false;
      default -> tokens.type(at + 1) <= LossExpLexer.STRING;
    };
  }
}

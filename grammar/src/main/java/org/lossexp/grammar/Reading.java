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
          // A word that begins no statement may be meant to go on with the one before.
          int from = at == start ? previous : start;
          start = tooDeep ? afterTooDeep(at) : afterMistake(from, at);
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
          afterTooDeep(at);
        } else {
          new Mistake(Goal.EXPRESSION, tokens, 0, at, tokens.size()).report(problems);
        }
        yield Optional.empty();
      }
    };
  }

  private Statement statement(StatementContext tree, int start) {
    if (start > 0 && tokens.type(start) == LossExpLexer.LANGUAGE) {
      problems.error(
          Codes.LANGUAGE_NOT_FIRST,
          Tokens.span(tokens.get(start)).to(Tokens.span(tree.getStop())),
          "the version of the language stands after other statements",
          "move this to the top of the file");
    }
    return builder.statement(tree, tokens.docs().getOrDefault(start, List.of()));
  }

  /** Reports a mistake; {@return where reading starts again} */
  private int afterMistake(int from, int at) {
    // `measure` after a block that is not closed may have been taken for one of its names.
    int next = at - 1 > from && beginsStatement(at - 1) ? at - 1 : at;
    if (next == from || !beginsStatement(next)) {
      new Mistake(Goal.STATEMENT, tokens, from, at, tokens.size()).report(problems);
      return nextStatement(at + 1);
    }
    int stopped =
        switch (Attempt.of(Goal.STATEMENT, tokens, from, next)) {
          case Attempt.Parsed _ -> next;
          case Attempt.Stopped(int earlier, boolean _) -> earlier;
        };
    new Mistake(Goal.STATEMENT, tokens, from, stopped, next).report(problems);
    return next;
  }

  private int afterTooDeep(int at) {
    problems.error(
        Codes.TOO_DEEP,
        Tokens.span(tokens.get(at)),
        "this is nested too deeply: at most " + LimitedParser.DEPTH + " levels are read",
        "",
        "brackets, `-`, `not`, `^` and `if` each count as a level",
        "name the parts after `where`, or with `let`");
    return nextStatement(at + 1);
  }

  private int nextStatement(int from) {
    int at = from;
    while (at < tokens.size() && !beginsStatement(at)) {
      at++;
    }
    return at;
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

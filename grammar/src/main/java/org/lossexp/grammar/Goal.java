package org.lossexp.grammar;

import org.antlr.v4.runtime.ParserRuleContext;
import org.lossexp.grammar.syntax.LossExpParser;

/** What some tokens are read as. */
enum Goal {
  STATEMENT,
  EXPRESSION;

  ParserRuleContext parse(LossExpParser parser) {
    return switch (this) {
      case STATEMENT -> parser.statement();
      case EXPRESSION -> parser.expression();
    };
  }
}

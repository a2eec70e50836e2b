package org.lossexp.grammar;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.lossexp.grammar.syntax.LossExpParser;

/**
 * The generated parser, which stops at the first word that does not fit and at formulas that are
 * nested too deeply: it descends by recursion, as do those that walk the tree after it.
 */
final class LimitedParser extends LossExpParser {
  static final int DEPTH = 200;

  private int depth;

  LimitedParser(TokenStream tokens, PredictionMode mode) {
    super(tokens);
    getInterpreter().setPredictionMode(mode);
    removeErrorListeners();
    setErrorHandler(new SilentErrorStrategy());
  }

  /** ANTLR's strategy of giving up at once, without its message. */
  private static final class SilentErrorStrategy extends BailErrorStrategy {
    @Override
    public void reportError(Parser recognizer, RecognitionException problem) {}
  }

  /** Thrown where {@link #DEPTH} is exceeded; the token is the current one. */
  @SuppressWarnings("serial")
  static final class TooDeep extends RuntimeException {
    private TooDeep() {
      super("nested too deeply", null, false, false);
    }
  }

  @Override
  public void enterRecursionRule(
      ParserRuleContext context, int state, int ruleIndex, int precedence) {
    depth++;
    if (depth > DEPTH) {
      throw new TooDeep();
    }
    super.enterRecursionRule(context, state, ruleIndex, precedence);
  }

  @Override
  public void unrollRecursionContexts(ParserRuleContext parent) {
    depth--;
    super.unrollRecursionContexts(parent);
  }
}

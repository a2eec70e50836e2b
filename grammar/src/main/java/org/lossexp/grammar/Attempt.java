package org.lossexp.grammar;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** What came of parsing some tokens. */
sealed interface Attempt {
  /** They fit; {@code next} is the first token that is not part of the tree. */
  record Parsed(ParserRuleContext tree, int next) implements Attempt {}

  /** They fit up to the token {@code at} and not with it, or are nested too deeply there. */
  record Stopped(int at, boolean tooDeep) implements Attempt {}

  /** Tries the tokens from {@code start} up to {@code end}, as if nothing came after them. */
  static Attempt of(Goal goal, Tokens tokens, int start, int end) {
    return of(goal, tokens, start, end, List.of(new CommonToken(Token.EOF, "")));
  }

  /** {@return whether a token of type {@code type} may stand at {@code at}, after the others} */
  static boolean fits(Goal goal, Tokens tokens, int start, int at, int type) {
    var tail = List.<Token>of(new CommonToken(type), new CommonToken(Token.EOF, ""));
    return switch (of(goal, tokens, start, at, tail)) {
      case Parsed(ParserRuleContext _, int next) -> next > at;
      case Stopped(int later, boolean _) -> later > at;
    };
  }

  /** ANTLR's quick mode first; what it refuses is tried again in its exact one. */
  private static Attempt of(Goal goal, Tokens tokens, int start, int end, List<Token> tail) {
    Attempt quick = of(goal, new TokenWindow(tokens.list(), start, end, tail), PredictionMode.SLL);
    return switch (quick) {
      case Stopped(int _, boolean tooDeep) when !tooDeep ->
          of(goal, new TokenWindow(tokens.list(), start, end, tail), PredictionMode.LL);
      case Stopped _, Parsed _ -> quick;
    };
  }

  private static Attempt of(Goal goal, TokenWindow window, PredictionMode mode) {
    try {
      ParserRuleContext tree = goal.parse(new LimitedParser(window, mode));
      return new Parsed(tree, window.index());
    } catch (ParseCancellationException refused) {
      Token offending = ((RecognitionException) refused.getCause()).getOffendingToken();
      return new Stopped(window.indexOf(offending), false);
    } catch (LimitedParser.TooDeep tooDeep) {
      return new Stopped(window.index(), true);
    }
  }
}

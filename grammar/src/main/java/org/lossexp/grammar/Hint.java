package org.lossexp.grammar;

import java.util.Optional;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * What was probably meant by a word or sign that does not fit: the habits of other notations, and
 * what is forgotten most. Empty where it is anyone's guess.
 *
 * @param tokens those of the text
 * @param from the first token of the statement
 * @param at the token that does not fit
 * @param expected what would fit
 * @param outside whether all brackets of the statement are closed
 */
record Hint(Goal goal, Tokens tokens, int from, int at, Expected expected, boolean outside) {
  String text() {
    return ofStatement()
        .or(this::ofSettings)
        .or(this::ofFormula)
        .or(this::ofSeparator)
        .or(this::ofSign)
        .orElse("");
  }

  private int found() {
    return tokens.type(at);
  }

  private int before() {
    return tokens.type(at - 1);
  }

  private boolean isIn(int statement) {
    return goal == Goal.STATEMENT && tokens.type(from) == statement;
  }

  private String word(int index) {
    return Problems.shortened(tokens.get(index).getText());
  }

  private boolean valueFound() {
    return found() <= LossExpLexer.STRING && found() != LossExpLexer.IN;
  }

  private static Optional<String> say(String hint) {
    return Optional.of(hint);
  }

  /** How the statement as a whole is written. */
  private Optional<String> ofStatement() {
    if (goal == Goal.EXPRESSION) {
      return at == 1 && Tokens.isStatementWord(tokens.type(from))
          ? say("leave out `" + word(from) + "`: an expression alone is read here")
          : Optional.empty();
    }
    if (at == from + 1 && expected.has(LossExpLexer.LBRACE)) {
      return say(block());
    }
    if (at == from + 1 && isPlain() && found() == LossExpLexer.ASSIGN) {
      return say("leave out the `=`");
    }
    if (at == from + 1 && isPlain() && Tokens.depth(found()) > 0) {
      return say("leave out the brackets");
    }
    if (isIn(LossExpLexer.EXCLUDE) && at == from + 1) {
      return say("write `exclude when …`");
    }
    if (isIn(LossExpLexer.ALLOW)) {
      return say("a code is written `LX` and three digits, without quotes");
    }
    if (isIn(LossExpLexer.IMPORT) && at == from + 2) {
      return say("each file has an `import` of its own");
    }
    if (isIn(LossExpLexer.USES) && at == from + 2) {
      return say("the least version stands after `>=`");
    }
    return isKind(tokens.type(from)) ? ofDeclaration() : Optional.empty();
  }

  /** {@return whether the statement's word is followed by names or a text, and nothing else} */
  private boolean isPlain() {
    return switch (tokens.type(from)) {
      case LossExpLexer.LANGUAGE,
          LossExpLexer.EXPERIMENT,
          LossExpLexer.QUESTION,
          LossExpLexer.IMPORT,
          LossExpLexer.USES,
          LossExpLexer.ALLOW,
          LossExpLexer.MEASURE,
          LossExpLexer.ZIP ->
          true;
      default -> false;
    };
  }

  private static boolean isKind(int type) {
    return type >= LossExpLexer.DATA && type <= LossExpLexer.OPTIMIZER;
  }

  private String block() {
    String word = word(from);
    String entry =
        switch (tokens.type(from)) {
          case LossExpLexer.TRAIN -> "epochs = 20";
          case LossExpLexer.REPEAT -> "seeds = 3";
          case LossExpLexer.COMPARE -> "by = test.accuracy";
          case LossExpLexer.REPORT -> "formats = html";
          default -> "…";
        };
    return "`%s` takes a block: `%s { %s }`".formatted(word, word, entry);
  }

  private Optional<String> ofDeclaration() {
    String kind = word(from);
    boolean named = at == from + 2;
    if (at == from + 1 && found() == LossExpLexer.STRING) {
      return say("names have no quotes");
    }
    if (named && found() == LossExpLexer.MINUS) {
      String rest = Tokens.isWord(tokens.type(at + 1)) ? word(at + 1) : "…";
      return say("names have no `-`: write `" + word(at - 1) + "_" + rest + "`");
    }
    if (named && found() == LossExpLexer.WHEN) {
      return say("`when` stands behind the formula: `… = residual^2 when …`");
    }
    if (named && valueFound() && !isIn(LossExpLexer.LOSS) && !isIn(LossExpLexer.OPTIMIZER)) {
      return say("is `=` missing before it?");
    }
    if (found() == LossExpLexer.ASSIGN && isListed()) {
      return say(
          "a label needs a `%s` of its own: `%s %s = …`".formatted(kind, kind, word(at - 1)));
    }
    if (found() == LossExpLexer.ARROW) {
      return say("a pipeline has a name: `" + kind + " NAME = … -> …`");
    }
    return Optional.empty();
  }

  /** {@return whether the word before is the later one of {@code loss a, b}} */
  private boolean isListed() {
    return before() == LossExpLexer.NAME && tokens.type(at - 2) == LossExpLexer.COMMA && outside;
  }

  /** Sets, ranges and lists. */
  private Optional<String> ofSettings() {
    if (found() == LossExpLexer.RBRACE && before() == LossExpLexer.LBRACE && expected.isValue()) {
      return say("a set needs at least one value");
    }
    if (found() == LossExpLexer.LBRACKET && before() == LossExpLexer.IN) {
      return say("a set is written with braces: `{0.1, 1}`");
    }
    if (found() == LossExpLexer.LBRACKET && expected.isDomain()) {
      return say("a set is written with braces: `{0.1, 1}`");
    }
    if (isScale(before()) && Tokens.depth(found()) > 0) {
      return say("a range is written `" + word(at - 1) + " 1 .. 10`");
    }
    if (expected.has(LossExpLexer.RANGE)) {
      return say("a range is written `0.1 .. 10`, a set `{0.1, 1, 10}`");
    }
    if (found() == LossExpLexer.RANGE) {
      return say("a range stands after `in` or `tune`");
    }
    if (found() == LossExpLexer.LBRACE && expected.isValue()) {
      return say("a set stands after `in` or `tune`; a list is written `[…]`");
    }
    if (found() == LossExpLexer.BY) {
      return say("`by` is followed by a number");
    }
    return Optional.empty();
  }

  private static boolean isScale(int type) {
    return type == LossExpLexer.LOG || type == LossExpLexer.INT;
  }

  /** Words and signs of formulas and conditions. */
  private Optional<String> ofFormula() {
    if (isIn(LossExpLexer.EXCLUDE) && found() == LossExpLexer.NUMBER) {
      return say("the factor stands first: `noise > 20%`");
    }
    if (found() == LossExpLexer.IN && expected.has(LossExpLexer.EQUAL)) {
      return say("only `exclude when` tests with `in {…}`");
    }
    if (found() == LossExpLexer.EXCEPT) {
      return say("`except` stands inside the parentheses: `sum(z except label)`");
    }
    if (found() == LossExpLexer.WHEN && has(LossExpLexer.WHERE)) {
      return say("`when` stands before `where`");
    }
    if (found() == LossExpLexer.WHERE && has(LossExpLexer.WHERE)) {
      return say("one `where` names all parts: `where u = …, v = …`");
    }
    if (found() == LossExpLexer.WHEN && !expected.has(LossExpLexer.WHEN)) {
      return say("`when` stands behind an argument, or behind the whole formula");
    }
    if (found() == LossExpLexer.IF && !expected.isValue()) {
      return say("write `if … then … else …`");
    }
    if (expected.has(LossExpLexer.ELSE) && word(at).startsWith("el")) {
      return say("write `else if`");
    }
    if (before() == LossExpLexer.LET && !expected.isName()) {
      return say("parts of a formula are named behind it: `where u = …`");
    }
    if (found() == LossExpLexer.LPAREN && !expected.isValue() && expected.has(LossExpLexer.PLUS)) {
      return say("a product is written with `*`");
    }
    return Optional.empty();
  }

  private boolean has(int type) {
    for (int index = from; index < at; index++) {
      if (tokens.type(index) == type) {
        return true;
      }
    }
    return false;
  }

  /** What may be missing before a value. */
  private Optional<String> ofSeparator() {
    if (!valueFound()) {
      return Optional.empty();
    }
    if (found() == LossExpLexer.STRING && expected.has(LossExpLexer.NUMBER)) {
      return say("leave out the quotes");
    }
    if (expected.has(LossExpLexer.COMMA)) {
      return say("is a comma missing before it?");
    }
    if (expected.has(LossExpLexer.ARROW)) {
      boolean formula = goal == Goal.EXPRESSION || isIn(LossExpLexer.LOSS);
      if (!formula) {
        return say("steps are joined by `->`");
      }
      return before() == LossExpLexer.NAME || before() == LossExpLexer.LOG
          ? say("is an operator missing before it, or are parentheses: `" + call() + "`?")
          : say("is an operator missing before it?");
    }
    if (expected.has(LossExpLexer.STRING) && !expected.isValue()) {
      return say("put the whole text between double quotes");
    }
    return expected.has(LossExpLexer.ASSIGN) && expected.has(LossExpLexer.TUNE)
        ? say("is `=` missing before it?")
        : Optional.empty();
  }

  private String call() {
    return word(at - 1) + "(" + word(at) + ")";
  }

  /** Signs that belong somewhere else. */
  private Optional<String> ofSign() {
    if (found() == LossExpLexer.GREATER && before() == LossExpLexer.MINUS) {
      return say("write `->` without a space");
    }
    if (found() == LossExpLexer.DOT && expected.has(LossExpLexer.ARROW)) {
      return say("steps are joined by `->`");
    }
    if (found() == LossExpLexer.PLUS && expected.isValue()) {
      return say("leave out the `+`");
    }
    if (found() == LossExpLexer.ASSIGN && expected.isName()) {
      return say("a name is missing before `=`");
    }
    return Optional.empty();
  }
}

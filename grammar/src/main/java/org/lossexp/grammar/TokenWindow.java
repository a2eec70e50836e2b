package org.lossexp.grammar;

import java.util.List;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * Some of a file's tokens for ANTLR's parser: those from one index up to another, and then others
 * in their place. Indexes are those of the whole list, so a part is parsed without copying it.
 */
final class TokenWindow implements TokenStream {
  private final List<Token> tokens;
  private final int end;
  private final List<Token> tail;
  private int index;

  /**
   * @param end where the window leaves {@code tokens} for {@code tail}
   * @param tail one token at least; its last, the end of the file, is repeated forever
   */
  TokenWindow(List<Token> tokens, int start, int end, List<Token> tail) {
    this.tokens = tokens;
    this.index = start;
    this.end = end;
    this.tail = tail;
  }

  /** {@return the index of {@code token}, which is the current one or a later one} */
  int indexOf(Token token) {
    int at = index;
    while (!get(at).equals(token)) {
      at++;
    }
    return at;
  }

  @Override
  public Token get(int at) {
    return at < end ? tokens.get(at) : tail.get(Math.min(at - end, tail.size() - 1));
  }

  @Override
  public Token LT(int distance) {
    int at = distance < 0 ? index + distance : index + distance - 1;
    return at < 0 ? null : get(at);
  }

  @Override
  public int LA(int distance) {
    return LT(distance).getType();
  }

  @Override
  public void consume() {
    if (LA(1) == EOF) {
      throw new IllegalStateException("read past the end");
    }
    index++;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return index;
  }

  @Override
  public void seek(int at) {
    index = at;
  }

  @Override
  public int size() {
    return end + tail.size();
  }

  @Override
  public String getSourceName() {
    return get(index).getTokenSource().getSourceName();
  }

  @Override
  public TokenSource getTokenSource() {
    return get(index).getTokenSource();
  }

  @Override
  public String getText(Interval interval) {
    var text = new StringBuilder();
    for (int at = interval.a; at <= interval.b; at++) {
      text.append(get(at).getText());
    }
    return text.toString();
  }

  @Override
  public String getText() {
    return getText(Interval.of(0, size() - 1));
  }

  @Override
  public String getText(RuleContext context) {
    return getText(context.getSourceInterval());
  }

  @Override
  public String getText(Token start, Token stop) {
    return getText(Interval.of(start.getTokenIndex(), stop.getTokenIndex()));
  }
}

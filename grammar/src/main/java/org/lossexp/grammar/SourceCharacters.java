package org.lossexp.grammar;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A source text for ANTLR's lexer, in UTF-16 code units: token indexes are then offsets of the
 * text, as in {@link Span}. ANTLR's own streams count code points.
 */
final class SourceCharacters implements CharStream {
  private final Source source;
  private int index;

  SourceCharacters(Source source) {
    this.source = source;
  }

  @Override
  public void consume() {
    if (index == size()) {
      throw new IllegalStateException("read past the end");
    }
    index++;
  }

  @Override
  public int LA(int distance) {
    int at = distance < 0 ? index + distance : index + distance - 1;
    return distance == 0 || at < 0 || at >= size() ? EOF : source.text().charAt(at);
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
  public void seek(int offset) {
    index = Math.min(offset, size());
  }

  @Override
  public int size() {
    return source.text().length();
  }

  @Override
  public String getSourceName() {
    return source.name();
  }

  @Override
  public String getText(Interval interval) {
    int end = Math.min(interval.b + 1, size());
    return interval.a >= end ? "" : source.text().substring(interval.a, end);
  }

  @Override
  public String toString() {
    return source.name();
  }
}

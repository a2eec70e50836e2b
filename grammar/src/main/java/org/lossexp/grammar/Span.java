package org.lossexp.grammar;

/**
 * A range of a source text, in UTF-16 code units: {@code start} inclusive, {@code end} exclusive.
 */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range: " + start + " to " + end);
    }
  }

  /** {@return the smallest span that covers this one and {@code other}} */
  public Span to(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }
}

package org.lossexp.grammar;

/** The three ways in which anything takes a setting. */
public sealed interface Setting {
  Span span();

  /** {@code = value}: a fact of the set-up. */
  record Fixed(Span span, Expression value) implements Setting {}

  /** {@code in domain}: a factor, each value apart. */
  record Swept(Span span, Domain domain) implements Setting {}

  /** {@code tune domain}: searched for each candidate. */
  record Tuned(Span span, Domain domain) implements Setting {}
}

package org.lossexp.plan;

import java.util.List;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Span;

/**
 * A value that is searched for: a tuned {@code let} or a tuned argument. As with factors, two are
 * the same only if they are one object.
 */
final class Tuned {
  private final String name;
  private final Span span;
  private final Domain domain;
  private final List<Expression> bounds;

  /**
   * @param bounds values that stand for the whole domain where it is checked
   */
  Tuned(String name, Span span, Domain domain, List<Expression> bounds) {
    this.name = name;
    this.span = span;
    this.domain = domain;
    this.bounds = List.copyOf(bounds);
  }

  String name() {
    return name;
  }

  Span span() {
    return span;
  }

  Domain domain() {
    return domain;
  }

  List<Expression> bounds() {
    return bounds;
  }

  /** {@return the domain as written} */
  String text() {
    return ExpressionText.of(domain);
  }
}

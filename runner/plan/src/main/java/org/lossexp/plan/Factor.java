package org.lossexp.plan;

import java.util.List;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Span;

/**
 * One thing that takes several values: a swept {@code let} or a swept argument. Two factors are the
 * same only if they are one object: equal texts in two places vary apart.
 */
final class Factor {
  private final String name;
  private final String owner;
  private final Span span;
  private final List<Expression> values;

  /**
   * @param owner the declaration or section in which it is met first
   */
  Factor(String name, String owner, Span span, List<Expression> values) {
    this.name = name;
    this.owner = owner;
    this.span = span;
    this.values = List.copyOf(values);
  }

  String name() {
    return name;
  }

  /** {@return whether {@code path} names it: {@code delta}, or {@code huber.delta}} */
  boolean isCalled(String path) {
    return path.equals(name) || path.equals(owner + "." + name);
  }

  Span span() {
    return span;
  }

  List<Expression> values() {
    return values;
  }

  /** {@return the value at {@code index} as written} */
  String text(int index) {
    return ExpressionText.of(values.get(index));
  }
}

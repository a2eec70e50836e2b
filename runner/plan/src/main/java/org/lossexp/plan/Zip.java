package org.lossexp.plan;

import java.util.List;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.grammar.Statement.Kind;

/**
 * Factors that go in step: {@code zip loss, rate}. Each is a kind, whose declarations are counted
 * in written order, or a swept {@code let} or argument.
 */
final class Zip {
  private final Span span;
  private final List<Expression.Call> names;

  Zip(Statement.Zip statement) {
    this.span = statement.span();
    this.names = statement.factors();
  }

  Span span() {
    return span;
  }

  List<Expression.Call> names() {
    return names;
  }

  boolean holds(Kind kind) {
    return names.stream().anyMatch(name -> name.name().equals(Draft.word(kind)));
  }

  boolean holds(Factor factor) {
    return names.stream().anyMatch(name -> factor.isCalled(name.name()));
  }
}

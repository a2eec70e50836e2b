package org.lossexp.grammar;

import java.util.List;

/** What stands after {@code exclude when}. */
public sealed interface Condition {
  Span span();

  /** {@code not operand}. */
  record Not(Span span, Condition operand) implements Condition {}

  /** {@code left and right}. */
  record And(Span span, Condition left, Condition right) implements Condition {}

  /** {@code left or right}. */
  record Or(Span span, Condition left, Condition right) implements Condition {}

  /** {@code noise > 20%}; the operator is one of the six comparisons. */
  record Compare(
      Span span, Expression.Call factor, Expression.BinaryOperator operator, Expression value)
      implements Condition {}

  /** {@code loss in {mse, mae}}. */
  record Member(Span span, Expression.Call factor, List<Expression> values) implements Condition {
    public Member {
      values = List.copyOf(values);
    }
  }
}

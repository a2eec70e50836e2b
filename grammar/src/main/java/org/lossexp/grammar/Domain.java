package org.lossexp.grammar;

import java.util.List;
import java.util.Optional;

/** The values that a swept or tuned setting may take. */
public sealed interface Domain {
  Span span();

  /** {@code {a, b, c}}. */
  record Choices(Span span, List<Expression> values) implements Domain {
    public Choices {
      values = List.copyOf(values);
    }
  }

  /**
   * {@code lo .. hi}, {@code log lo .. hi}, {@code int lo .. hi}, each with an optional {@code by
   * N}. A bound is a {@link Expression.Numeral}, a negated one, or a call without arguments (a
   * {@code let} name).
   */
  record Interval(
      Span span, Scale scale, Expression low, Expression high, Optional<Expression.Numeral> points)
      implements Domain {}

  /** How an interval is divided. */
  enum Scale {
    LINEAR,
    LOG,
    INT
  }
}

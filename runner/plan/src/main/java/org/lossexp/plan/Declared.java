package org.lossexp.plan;

import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;

/**
 * Something that the file declares or uses: a data set, a model, a loss, an optimizer.
 *
 * @param label the name that it is given; empty where a known thing is used as it is
 * @param allowed codes of mismatches that are meant
 */
record Declared(Optional<Name> label, Expression body, Set<String> allowed) {
  private static final Expression REPORTED = new Expression.None(new Span(0, 0));

  Declared {
    allowed = Set.copyOf(allowed);
  }

  /** Something without mismatches. */
  Declared(Optional<Name> label, Expression body) {
    this(label, body, Set.of());
  }

  /** Something called {@code label}, about which everything was said. */
  static Declared reported(Name label) {
    return new Declared(Optional.of(label), REPORTED);
  }

  boolean isReported() {
    return body.equals(REPORTED);
  }

  /** {@return the label, or the name of what is used} */
  String name() {
    return label
        .map(Name::text)
        .orElseGet(() -> body instanceof Expression.Call call ? call.name() : "");
  }

  /** {@return where messages about all of it point} */
  Span span() {
    return switch (body) {
      case Expression.Call call when label.isEmpty() -> call.nameSpan();
      case Expression _ -> label.map(Name::span).orElse(body.span());
    };
  }
}

package org.lossexp.plan;

import java.util.List;
import java.util.Optional;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * Something that the file declares or uses: a data set, a model, a loss, an optimizer.
 *
 * @param label the name that it is given; empty where a known thing is used as it is
 * @param allowed codes of mismatches that are meant, as written
 * @param loss its declaration, where it is a loss and declared: the body may be a formula then
 */
record Declared(
    Optional<Name> label,
    Expression body,
    List<Name> allowed,
    Optional<Statement.Declaration> loss) {
  private static final Expression REPORTED = new Expression.None(new Span(0, 0));

  Declared {
    allowed = List.copyOf(allowed);
  }

  /** Something without mismatches. */
  Declared(Optional<Name> label, Expression body) {
    this(label, body, List.of());
  }

  /** Something that is no declared loss. */
  Declared(Optional<Name> label, Expression body, List<Name> allowed) {
    this(label, body, allowed, Optional.empty());
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

  /** {@return where {@code code} is allowed} */
  Optional<Name> allowance(String code) {
    return allowed.stream().filter(name -> name.text().equals(code)).findFirst();
  }
}

package org.lossexp.plan;

import java.util.List;
import org.lossexp.experiment.Tuning.Range;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/**
 * A value that is searched for: a tuned {@code let} or a tuned argument. As with factors, two are
 * the same only if they are one object.
 */
final class Tuned {
  private final String name;
  private final Span span;
  private final Domain domain;
  private final List<Expression> bounds;
  private final List<Expression> values;

  /**
   * @param bounds values that stand for the whole domain where it is checked; none where that was
   *     wrong
   * @param values all of them; none where there is no end of them
   */
  private Tuned(
      String name, Span span, Domain domain, List<Expression> bounds, List<Expression> values) {
    this.name = name;
    this.span = span;
    this.domain = domain;
    this.bounds = List.copyOf(bounds);
    this.values = List.copyOf(values);
  }

  static Tuned of(String name, Setting.Tuned search, ArgumentReader reader) {
    List<Expression> bounds = reader.bounds(search.domain());
    boolean listed =
        switch (search.domain()) {
          case Domain.Choices _ -> true;
          case Domain.Interval interval -> interval.points().isPresent() && !bounds.isEmpty();
        };
    return new Tuned(
        name,
        search.span(),
        search.domain(),
        bounds,
        listed ? reader.values(search.domain()) : List.of());
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

  /** {@return the domain as a search sees it} */
  Range range() {
    return switch (domain) {
      case Domain.Choices _ -> choice(false);
      case Domain.Interval interval when interval.points().isPresent() -> choice(true);
      case Domain.Interval interval -> {
        double low = number(bounds.getFirst());
        double high = number(bounds.getLast());
        yield switch (interval.scale()) {
          case LINEAR -> new Range.Interval(low, high, false);
          case LOG -> new Range.Interval(low, high, true);
          case INT -> new Range.Whole((long) low, (long) high);
        };
      }
    };
  }

  private Range choice(boolean ordered) {
    return new Range.Choice(values.stream().map(ExpressionText::of).toList(), ordered);
  }

  private static double number(Expression bound) {
    return ((Expression.Numeral) bound).value();
  }

  /** {@return what stands in the file's place where a point has {@code number} for this} */
  Expression at(double number) {
    return values.isEmpty()
        ? new Expression.Numeral(span, Value.Numeral.text(number), number)
        : values.get((int) number);
  }
}

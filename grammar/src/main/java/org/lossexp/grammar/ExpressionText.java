package org.lossexp.grammar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Expression.BinaryOperator;
import org.lossexp.grammar.Expression.UnaryOperator;

/**
 * The canonical text of an expression: one spacing, no parentheses that can be left out, numbers as
 * written. Parsing it gives the same tree again.
 */
public final class ExpressionText {
  // How tightly an expression holds together; what holds less tightly than its place asks for
  // stands in parentheses.
  private static final int PIPELINE = 0;
  private static final int CONDITIONAL = 1;
  private static final int OR = 2;
  private static final int AND = 3;
  private static final int NOT = 4;
  private static final int COMPARISON = 5;
  private static final int SUM = 6;
  private static final int PRODUCT = 7;
  private static final int NEGATION = 8;
  private static final int POWER = 9;
  private static final int PRIMARY = 10;

  private final StringBuilder text = new StringBuilder();

  private ExpressionText() {}

  /** {@return the text of an expression} */
  public static String of(Expression expression) {
    var writer = new ExpressionText();
    writer.expression(expression, PIPELINE);
    return writer.text.toString();
  }

  /** {@return the text of a setting, without the name that it belongs to: {@code in {1, 2}}} */
  public static String of(Setting setting) {
    var writer = new ExpressionText();
    writer.setting(setting);
    return writer.text.toString();
  }

  /** {@return the text of a domain: {@code log 0.1 .. 10}} */
  public static String of(Domain domain) {
    var writer = new ExpressionText();
    writer.domain(domain);
    return writer.text.toString();
  }

  /** An expression that is begun, and whether its parentheses are open. */
  private record Begun(Expression expression, boolean parenthesized) {}

  /**
   * Descends to the left in a loop, for a sum is as deep as it is long, and writes what stands
   * right of it on the way back.
   *
   * @param least how tightly an expression must hold together to stand here without parentheses
   */
  private void expression(Expression expression, int least) {
    var begun = new ArrayDeque<Begun>();
    begin(begun, expression, least);
    boolean leftmost = false;
    while (!leftmost) {
      switch (begun.peek().expression()) {
        case Expression.Binary binary -> begin(begun, binary.left(), leftPlace(binary.operator()));
        case Expression.Index index -> begin(begun, index.vector(), PRIMARY);
        case Expression.Numeral _,
            Expression.Text _,
            Expression.Flag _,
            Expression.None _,
            Expression.Sequence _,
            Expression.Call _,
            Expression.Unary _,
            Expression.Conditional _,
            Expression.Pipeline _ ->
            leftmost = true;
      }
    }
    while (!begun.isEmpty()) {
      Begun last = begun.pop();
      end(last.expression());
      if (last.parenthesized()) {
        text.append(')');
      }
    }
  }

  private void begin(Deque<Begun> begun, Expression expression, int least) {
    boolean parenthesized = tightness(expression) < least;
    if (parenthesized) {
      text.append('(');
    }
    begun.push(new Begun(expression, parenthesized));
  }

  /** Writes an expression, without its left operand where it begins with one. */
  private void end(Expression expression) {
    switch (expression) {
      case Expression.Numeral numeral -> text.append(numeral.text());
      case Expression.Text string -> string(string.value());
      case Expression.Flag flag -> text.append(flag.value());
      case Expression.None _ -> text.append("none");
      case Expression.Sequence sequence -> {
        text.append('[');
        expressions(sequence.items());
        text.append(']');
      }
      case Expression.Call call -> call(call);
      case Expression.Index index -> {
        text.append('[');
        expression(index.index(), CONDITIONAL);
        text.append(']');
      }
      case Expression.Unary(Span _, UnaryOperator operator, Expression operand) -> {
        text.append(operator.symbol());
        switch (operator) {
          case NEGATE -> expression(operand, NEGATION);
          case NOT -> {
            text.append(' ');
            expression(operand, NOT);
          }
        }
      }
      case Expression.Binary binary -> {
        String symbol = binary.operator().symbol();
        text.append(binary.operator() == BinaryOperator.POWER ? symbol : " " + symbol + " ");
        expression(binary.right(), rightPlace(binary.operator()));
      }
      case Expression.Conditional conditional -> {
        text.append("if ");
        expression(conditional.condition(), CONDITIONAL);
        text.append(" then ");
        expression(conditional.yes(), CONDITIONAL);
        text.append(" else ");
        expression(conditional.no(), CONDITIONAL);
      }
      case Expression.Pipeline pipeline -> {
        String separator = "";
        for (Expression step : pipeline.steps()) {
          text.append(separator);
          expression(step, CONDITIONAL);
          separator = " -> ";
        }
      }
    }
  }

  private void call(Expression.Call call) {
    text.append(call.name());
    if (call.arguments().isEmpty()) {
      return;
    }
    text.append('(');
    String separator = "";
    for (Argument argument : call.given()) {
      text.append(separator);
      argument(argument);
      separator = ", ";
    }
    text.append(')');
  }

  private void argument(Argument argument) {
    switch (argument) {
      case Argument.Named named -> {
        if (named.quoted()) {
          string(named.name().text());
        } else {
          text.append(named.name().text());
        }
        text.append(' ');
        setting(named.setting());
      }
      case Argument.Positional positional -> {
        expression(positional.value(), PIPELINE);
        positional.except().ifPresent(name -> text.append(" except ").append(name.text()));
        positional
            .counted()
            .ifPresent(condition -> {
              text.append(" when ");
              expression(condition, CONDITIONAL);
            });
      }
    }
  }

  private void setting(Setting setting) {
    switch (setting) {
      case Setting.Fixed fixed -> {
        text.append("= ");
        expression(fixed.value(), PIPELINE);
      }
      case Setting.Swept swept -> {
        text.append("in ");
        domain(swept.domain());
      }
      case Setting.Tuned tuned -> {
        text.append("tune ");
        domain(tuned.domain());
      }
    }
  }

  private void domain(Domain domain) {
    switch (domain) {
      case Domain.Choices choices -> {
        text.append('{');
        expressions(choices.values());
        text.append('}');
      }
      case Domain.Interval interval -> {
        text.append(
            switch (interval.scale()) {
              case LINEAR -> "";
              case LOG -> "log ";
              case INT -> "int ";
            });
        expression(interval.low(), NEGATION);
        text.append(" .. ");
        expression(interval.high(), NEGATION);
        interval.points().ifPresent(points -> text.append(" by ").append(points.text()));
      }
    }
  }

  private void expressions(List<Expression> expressions) {
    String separator = "";
    for (Expression expression : expressions) {
      text.append(separator);
      expression(expression, PIPELINE);
      separator = ", ";
    }
  }

  private void string(String value) {
    text.append('"')
        .append(
            value
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t"))
        .append('"');
  }

  private static int tightness(Expression expression) {
    return switch (expression) {
      case Expression.Pipeline _ -> PIPELINE;
      case Expression.Conditional _ -> CONDITIONAL;
      case Expression.Unary unary ->
          switch (unary.operator()) {
            case NEGATE -> NEGATION;
            case NOT -> NOT;
          };
      case Expression.Binary binary -> tightness(binary.operator());
      // Parsed numerals have no sign; those that another room makes may have one.
      case Expression.Numeral numeral -> numeral.text().startsWith("-") ? NEGATION : PRIMARY;
      case Expression.Text _,
          Expression.Flag _,
          Expression.None _,
          Expression.Sequence _,
          Expression.Call _,
          Expression.Index _ ->
          PRIMARY;
    };
  }

  private static int tightness(BinaryOperator operator) {
    return switch (operator) {
      case POWER -> POWER;
      case TIMES, DIVIDE -> PRODUCT;
      case PLUS, MINUS -> SUM;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> COMPARISON;
      case AND -> AND;
      case OR -> OR;
    };
  }

  /** Powers group to the right and comparisons not at all; the rest groups to the left. */
  private static int leftPlace(BinaryOperator operator) {
    int tightness = tightness(operator);
    return tightness == POWER || tightness == COMPARISON ? tightness + 1 : tightness;
  }

  /** {@code 2^-x} needs no parentheses, though a sign holds less tightly than a power. */
  private static int rightPlace(BinaryOperator operator) {
    int tightness = tightness(operator);
    return tightness == POWER ? NEGATION : tightness + 1;
  }
}

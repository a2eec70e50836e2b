package org.lossexp.grammar;

import java.util.List;
import java.util.Optional;

/**
 * An expression: a number, a call, a pipeline or a formula. What it means is decided by who asks
 * for it.
 */
public sealed interface Expression {
  Span span();

  /** A number; {@code value} of {@code 20%} is 0.2, that of {@code inf} infinite. */
  record Numeral(Span span, String text, double value) implements Expression {}

  /** A string, without its quotes and with its escapes resolved. */
  record Text(Span span, String value) implements Expression {}

  /** {@code true} or {@code false}. */
  record Flag(Span span, boolean value) implements Expression {}

  /** {@code none}. */
  record None(Span span) implements Expression {}

  /** {@code [a, b, c]}. */
  record Sequence(Span span, List<Expression> items) implements Expression {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * {@code name}, {@code test.accuracy}, {@code huber(delta = 1)}: a path of one or more names, and
   * its arguments; {@code arguments} is absent where no parentheses were written.
   */
  record Call(Span span, List<Name> path, Optional<List<Argument>> arguments)
      implements Expression {
    public Call {
      path = List.copyOf(path);
      arguments = arguments.map(List::copyOf);
    }

    /** {@return the path as written, joined by dots} */
    public String name() {
      return String.join(".", path.stream().map(Name::text).toList());
    }

    /** {@return where the path alone stands, without the arguments} */
    public Span nameSpan() {
      return path.getFirst().span().to(path.getLast().span());
    }

    /** {@return the arguments; none where no parentheses were written} */
    public List<Argument> given() {
      return arguments.orElse(List.of());
    }
  }

  /** An argument of a call. */
  sealed interface Argument {
    Span span();

    /** {@code name = …}, {@code name in …}, {@code name tune …}; the name may be a string. */
    record Named(Span span, Name name, boolean quoted, Setting setting) implements Argument {}

    /** A positional argument, with {@code … except label} or {@code … when CONDITION}. */
    record Positional(
        Span span, Expression value, Optional<Name> except, Optional<Expression> counted)
        implements Argument {}
  }

  /** {@code vector[index]}. */
  record Index(Span span, Expression vector, Expression index) implements Expression {}

  /** {@code -operand} or {@code not operand}. */
  record Unary(Span span, UnaryOperator operator, Expression operand) implements Expression {}

  /**
   * {@code left operator right}. A sum of 20,000 terms leans to the left as deep as it is long: go
   * down {@code left} in a loop, not by recursion (nor by {@code equals} or {@code toString}).
   */
  record Binary(Span span, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  /** {@code if condition then yes else no}. */
  record Conditional(Span span, Expression condition, Expression yes, Expression no)
      implements Expression {}

  /** {@code step -> step -> …}: two or more steps. */
  record Pipeline(Span span, List<Expression> steps) implements Expression {
    public Pipeline {
      steps = List.copyOf(steps);
    }
  }

  /** An operator before its operand. */
  enum UnaryOperator {
    NEGATE("-"),
    NOT("not");

    private final String symbol;

    UnaryOperator(String symbol) {
      this.symbol = symbol;
    }

    /** {@return the operator as written} */
    public String symbol() {
      return symbol;
    }
  }

  /** An operator between its operands. */
  enum BinaryOperator {
    POWER("^"),
    TIMES("*"),
    DIVIDE("/"),
    PLUS("+"),
    MINUS("-"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    EQUAL("=="),
    NOT_EQUAL("!="),
    AND("and"),
    OR("or");

    private final String symbol;

    BinaryOperator(String symbol) {
      this.symbol = symbol;
    }

    /** {@return the operator as written} */
    public String symbol() {
      return symbol;
    }
  }
}

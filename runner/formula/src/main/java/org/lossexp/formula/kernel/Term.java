package org.lossexp.formula.kernel;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A part of a formula: an operation on other terms. Equal terms of one {@link Graph} are one
 * object.
 */
public final class Term {
  private final int id;
  private final Op op;
  private final List<Term> arguments;
  private final Payload payload;
  private final boolean vector;

  /** What a leaf holds. */
  sealed interface Payload {
    /** Everything but constants and inputs. */
    record None() implements Payload {}

    /** A constant. */
    record Value(double value) implements Payload {}

    /** An input. */
    record Source(Signal signal) implements Payload {}
  }

  Term(int id, Op op, List<Term> arguments, Payload payload) {
    this.id = id;
    this.op = op;
    this.arguments = arguments;
    this.payload = payload;
    this.vector =
        switch (op.form()) {
          case LEAF ->
              op == Op.POSITION
                  || (payload instanceof Payload.Source(Signal signal) && signal.kind().isVector());
          case ELEMENT -> arguments.stream().anyMatch(Term::isVector);
          case REDUCTION -> false;
          case WHOLE -> true;
        };
  }

  /** {@return whether the term has a number for each position} */
  public boolean isVector() {
    return vector;
  }

  /** {@return the number, where the term is one whatever the inputs are} */
  public OptionalDouble number() {
    return payload instanceof Payload.Value(double value)
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  /** {@return the order in which the graph made its terms: arguments come before what uses them} */
  int id() {
    return id;
  }

  Op op() {
    return op;
  }

  List<Term> arguments() {
    return arguments;
  }

  Term argument(int index) {
    return arguments.get(index);
  }

  Payload payload() {
    return payload;
  }

  boolean is(Op other) {
    return op == other;
  }

  boolean is(double value) {
    return payload instanceof Payload.Value(double mine) && mine == value;
  }

  boolean isConstant() {
    return op == Op.CONSTANT;
  }

  /** {@return the value of a constant} */
  double constant() {
    return number().orElseThrow();
  }

  /** {@return the signal of an input} */
  Signal signal() {
    return ((Payload.Source) payload).signal();
  }

  /** {@return the term as a formula} */
  @Override
  public String toString() {
    return Kernels.text(this);
  }
}

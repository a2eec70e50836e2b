package org.lossexp.formula;

import java.util.Optional;
import org.lossexp.formula.kernel.Term;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/**
 * A part of a formula: its type and what the kernel computes for it.
 *
 * @param term for what is no number, anything
 * @param value what a parameter has, where that is no number: a word, a flag, {@code none}
 * @param fault why it cannot be computed, though it is written well: a parameter that is {@code
 *     none} stands where a number is needed. It matters only where the part is.
 */
record Typed(Type type, Term term, Optional<Value> value, Optional<Fault> fault) {
  /** What a part of a formula is. */
  enum Type {
    NUMBER,
    /** A number for each position. */
    VECTOR,
    /** A position. */
    INDEX,
    /** The value of a choice. */
    WORD,
    /** What was reported already. */
    BROKEN
  }

  /** A part without a value, and the message about it. */
  record Fault(Span span, String message) {}

  static Typed of(Type type, Term term) {
    return new Typed(type, term, Optional.empty(), Optional.empty());
  }

  static Typed number(Term term) {
    return of(Type.NUMBER, term);
  }

  boolean broken() {
    return type == Type.BROKEN;
  }

  boolean vector() {
    return type == Type.VECTOR;
  }

  /** {@return whether it is a number at each place where one is asked for} */
  boolean numeric() {
    return type != Type.WORD;
  }

  boolean isNone() {
    return value.filter(Elaborator.NONE::equals).isPresent();
  }
}

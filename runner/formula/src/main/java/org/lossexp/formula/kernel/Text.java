package org.lossexp.formula.kernel;

/** Prints. */
final class Text {
  private Text() {}

  static String of(Term term) {
    return switch (term.payload()) {
      case Term.Payload.Value(double value) -> Double.toString(value);
      case Term.Payload.Source(Signal signal) -> signal.name();
      case Term.Payload.None() -> term.op() + term.arguments().toString();
    };
  }
}

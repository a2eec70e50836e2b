package org.lossexp.formula.kernel;

/** How many positions the units have. */
public sealed interface Shape {
  /** {@return the same number for all units; a unit's first position is {@code unit · size}} */
  static Shape uniform(int size) {
    return new Uniform(size);
  }

  /** {@return each unit has its own number, told by the kernel's {@code starts}} */
  static Shape ragged() {
    return new Ragged();
  }

  /** {@return the formula has no vectors} */
  static Shape none() {
    return new None();
  }

  /** The same number of positions for all units. */
  record Uniform(int size) implements Shape {
    public Uniform {
      if (size < 0) {
        throw new IllegalArgumentException("a vector of " + size + " positions");
      }
    }
  }

  /** A number of positions for each unit. */
  record Ragged() implements Shape {}

  /** No vectors. */
  record None() implements Shape {}
}

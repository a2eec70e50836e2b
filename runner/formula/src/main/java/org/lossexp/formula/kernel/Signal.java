package org.lossexp.formula.kernel;

/**
 * A number, or a vector of numbers, that a formula reads for each unit.
 *
 * <p>Two signals may read one array: two heads stand at offsets 0 and 1 with a stride of 2.
 *
 * @param name how the formula's text names it
 * @param differentiable whether the kernel writes the value's derivative with respect to it; it has
 *     the layout of the input itself. Only {@link Kind#UNIT} and {@link Kind#VECTOR} can have one
 * @param offset where the first number stands in the array, for units and vectors
 * @param stride how far apart the numbers of two units, or of two positions, stand
 */
public record Signal(String name, Kind kind, boolean differentiable, int offset, int stride) {
  /** Where the numbers of a unit stand in the array that is handed to the kernel. */
  public enum Kind {
    /** One number a unit, at {@code offset + unit · stride}. */
    UNIT,
    /**
     * One number a position, at {@code start · stride + offset + position · stride}, where start is
     * the unit's first position.
     */
    VECTOR,
    /** One number for all units, at 0. */
    BATCH,
    /** One number a position, the same for all units, at the position. */
    SHARED;

    boolean isVector() {
      return this == VECTOR || this == SHARED;
    }
  }

  public Signal {
    if (differentiable && kind != Kind.UNIT && kind != Kind.VECTOR) {
      throw new IllegalArgumentException("the derivative of " + name + " belongs to no unit");
    }
    if (offset < 0 || stride < 1) {
      throw new IllegalArgumentException(name + " is laid out backwards");
    }
  }

  /** {@return one number for each unit, one after another} */
  public static Signal unit(String name, boolean differentiable) {
    return new Signal(name, Kind.UNIT, differentiable, 0, 1);
  }

  /** {@return one number for each position of each unit, one after another} */
  public static Signal vector(String name, boolean differentiable) {
    return new Signal(name, Kind.VECTOR, differentiable, 0, 1);
  }

  /** {@return one number for all units} */
  public static Signal batch(String name) {
    return new Signal(name, Kind.BATCH, false, 0, 1);
  }

  /** {@return a vector that is the same for all units} */
  public static Signal shared(String name) {
    return new Signal(name, Kind.SHARED, false, 0, 1);
  }
}

package jdk.incubator.vector;

/** One whole number. */
public final class IntVector extends Vector<Integer> {
  private final int value;

  IntVector(int value) {
    this.value = value;
  }

  private static int value(Vector<Integer> vector) {
    return ((IntVector) vector).value;
  }

  public IntVector add(int other) {
    return new IntVector(value + other);
  }

  public IntVector sub(int other) {
    return new IntVector(value - other);
  }

  public IntVector sub(Vector<Integer> other) {
    return new IntVector(value - value(other));
  }

  public IntVector lanewise(VectorOperators.Binary operator, int other) {
    return new IntVector(operator.apply(value, other));
  }

  public FloatVector reinterpretAsFloats() {
    return new FloatVector(Float.intBitsToFloat(value));
  }
}

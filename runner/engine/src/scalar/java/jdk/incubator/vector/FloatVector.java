package jdk.incubator.vector;

/** One number. */
public final class FloatVector extends Vector<Float> {
  public static final VectorSpecies<Float> SPECIES_PREFERRED =
      new VectorSpecies<>() {
        @Override
        public int length() {
          return 1;
        }

        @Override
        public VectorMask<Float> indexInRange(int offset, int limit) {
          return new VectorMask<>(offset >= 0 && offset < limit);
        }
      };

  private final float value;

  FloatVector(float value) {
    this.value = value;
  }

  private static float value(Vector<Float> vector) {
    return ((FloatVector) vector).value;
  }

  public static FloatVector zero(VectorSpecies<Float> species) {
    return new FloatVector(0);
  }

  public static FloatVector broadcast(VectorSpecies<Float> species, float value) {
    return new FloatVector(value);
  }

  public static FloatVector fromArray(VectorSpecies<Float> species, float[] array, int offset) {
    return new FloatVector(array[offset]);
  }

  public void intoArray(float[] array, int offset) {
    array[offset] = value;
  }

  public FloatVector add(Vector<Float> other) {
    return add(value(other));
  }

  public FloatVector add(float other) {
    return new FloatVector(value + other);
  }

  public FloatVector sub(Vector<Float> other) {
    return sub(value(other));
  }

  public FloatVector sub(float other) {
    return new FloatVector(value - other);
  }

  public FloatVector mul(Vector<Float> other) {
    return mul(value(other));
  }

  public FloatVector mul(float other) {
    return new FloatVector(value * other);
  }

  public FloatVector div(Vector<Float> other) {
    return new FloatVector(value / value(other));
  }

  /** {@return this × {@code factor} + {@code other}, rounded once} */
  public FloatVector fma(Vector<Float> factor, Vector<Float> other) {
    return new FloatVector(Math.fma(value, value(factor), value(other)));
  }

  public FloatVector neg() {
    return new FloatVector(-value);
  }

  public FloatVector abs() {
    return new FloatVector(Math.abs(value));
  }

  public FloatVector sqrt() {
    return new FloatVector((float) Math.sqrt(value));
  }

  public FloatVector max(float other) {
    return new FloatVector(Math.max(value, other));
  }

  public FloatVector min(float other) {
    return new FloatVector(Math.min(value, other));
  }

  public VectorMask<Float> compare(VectorOperators.Comparison operator, Vector<Float> other) {
    return compare(operator, value(other));
  }

  public VectorMask<Float> compare(VectorOperators.Comparison operator, float other) {
    return new VectorMask<>(operator.test(value, other));
  }

  /** {@return {@code other} where {@code mask} is set, else this} */
  public FloatVector blend(Vector<Float> other, VectorMask<Float> mask) {
    return blend(value(other), mask);
  }

  public FloatVector blend(float other, VectorMask<Float> mask) {
    return mask.set ? new FloatVector(other) : this;
  }

  public IntVector reinterpretAsInts() {
    return new IntVector(Float.floatToRawIntBits(value));
  }
}

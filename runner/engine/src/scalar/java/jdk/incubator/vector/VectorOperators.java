package jdk.incubator.vector;

/** The operators that are handed over as values. */
public final class VectorOperators {
  public static final Comparison LT = (a, b) -> a < b;
  public static final Comparison LE = (a, b) -> a <= b;
  public static final Comparison GT = (a, b) -> a > b;
  public static final Comparison NE = (a, b) -> a != b;
  public static final Binary ASHR = (a, b) -> a >> b;
  public static final Binary LSHL = (a, b) -> a << b;

  private VectorOperators() {}

  /** Compares two numbers. */
  @FunctionalInterface
  public interface Comparison {
    boolean test(float a, float b);
  }

  /** Makes one whole number of two. */
  @FunctionalInterface
  public interface Binary {
    int apply(int a, int b);
  }
}

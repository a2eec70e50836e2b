package jdk.incubator.vector;

/** The kind of vectors that has one lane. */
public interface VectorSpecies<E> {
  /** {@return the number of lanes} */
  int length();

  /**
   * {@return whether the lane's index, counted from {@code offset}, is from 0 to below {@code
   * limit}}
   */
  VectorMask<E> indexInRange(int offset, int limit);
}

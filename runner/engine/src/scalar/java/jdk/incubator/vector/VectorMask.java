package jdk.incubator.vector;

/** One yes or no. */
public final class VectorMask<E> {
  final boolean set;

  VectorMask(boolean set) {
    this.set = set;
  }

  public VectorMask<E> not() {
    return new VectorMask<>(!set);
  }
}

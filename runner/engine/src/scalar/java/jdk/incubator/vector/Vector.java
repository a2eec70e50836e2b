package jdk.incubator.vector;

/** A vector of one lane. */
public abstract class Vector<E> {
  Vector() {}
}

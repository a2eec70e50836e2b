package org.lossexp.spi;

/**
 * What leaves every value of a loss as it is. Declared by the loss, tried by the contract tests.
 */
public enum Invariant {
  /** One number is added to all raw outputs of a unit: of an example, a list, or the batch. */
  SHIFT("a number is added to all outputs of an example, a list or the batch"),
  /**
   * All raw outputs of a unit are multiplied by a positive number; an embedding is by itself, in
   * whatever unit it stands.
   */
  SCALE("all outputs of an example, a list or the batch are multiplied by a positive number"),
  /** The examples of the batch change places, the values with them; only their sum is compared. */
  EXAMPLE_ORDER("the examples of a batch change places"),
  /** The items of each list change places. */
  ITEM_ORDER("the items of a list change places"),
  /** The classes are numbered in another way. */
  CLASS_ORDER("the classes are numbered in another way"),
  /** Predictions as far above the target as they were below. */
  SYMMETRY("prediction and target change places");

  private final String words;

  Invariant(String words) {
    this.words = words;
  }

  /** {@return what is done, in words that go on "nothing changes where …"} */
  public String words() {
    return words;
  }
}

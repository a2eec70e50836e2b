package org.lossexp.formula;

/**
 * What a formula may name of a unit.
 *
 * @param form whether it is one number, a vector, or the position of an element
 * @param given where it comes from: what a formula must not lack to be trainable is a prediction
 * @param meaning a few words, for lists
 */
record UnitSignal(String name, Form form, Given given, String meaning) {
  /** What stands behind a name. */
  enum Form {
    NUMBER,
    /** A number for each position: class, output, item, … */
    VECTOR,
    /** A position, such as the label; as a number where a number is meant. */
    INDEX
  }

  /** Where a signal's numbers come from. */
  enum Given {
    /** The model: the loss is differentiated with respect to it. */
    PREDICTED,
    /** The data, the batch or the training: a constant to derivatives. */
    CONSTANT
  }

  static UnitSignal number(String name, Given given, String meaning) {
    return new UnitSignal(name, Form.NUMBER, given, meaning);
  }

  static UnitSignal vector(String name, Given given, String meaning) {
    return new UnitSignal(name, Form.VECTOR, given, meaning);
  }

  static UnitSignal index(String name, String meaning) {
    return new UnitSignal(name, Form.INDEX, Given.CONSTANT, meaning);
  }

  boolean predicted() {
    return given == Given.PREDICTED;
  }
}

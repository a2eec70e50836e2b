package org.lossexp.spi;

/** What is predicted. */
public enum Task {
  /** Real numbers, one or several an example. */
  REGRESSION("regression"),
  /** One of two classes. */
  BINARY("binary classification"),
  /** One of three or more classes. */
  MULTICLASS("multiclass classification"),
  /** Any number of labels. */
  MULTILABEL("multilabel classification"),
  /** The order of the items of a list. */
  RANKING("ranking"),
  /** Which items a user prefers. */
  RECOMMENDATION("recommendation"),
  /** Where an example lies among the others. */
  EMBEDDING("embedding");

  private final String words;

  Task(String words) {
    this.words = words;
  }

  /** {@return the task as messages name it} */
  public String words() {
    return words;
  }

  /** {@return whether an example has one of several classes} */
  public boolean hasClasses() {
    return this == BINARY || this == MULTICLASS;
  }
}

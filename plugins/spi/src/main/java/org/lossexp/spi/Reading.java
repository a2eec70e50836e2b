package org.lossexp.spi;

/**
 * What a metric reads of a prediction. For multilabel targets a class is one number a label, 1
 * where the label applies, and probabilities are those of the labels.
 */
public enum Reading {
  /** A number for every target column, in the loss's scale of the target. */
  POINT("a point prediction"),
  /** The index of the predicted class. */
  CLASS("a class"),
  /** A probability for every class. */
  PROBABILITIES("probabilities"),
  /**
   * A distribution for every target column: its quantiles at the levels 1 %, 2 %, … 99 %, rising,
   * {@link #LEVELS} numbers a column.
   */
  QUANTILES("a distribution"),
  /**
   * A score for an item; higher comes first. In regression it puts examples in the order of their
   * targets: a higher score stands for a higher target.
   */
  SCORE("a ranking score"),
  /** Where the example lies: a number for every raw output. */
  EMBEDDING("an embedding");

  /** How many levels {@link #QUANTILES} gives; the i-th, from 0, is (i + 1) / 100. */
  public static final int LEVELS = 99;

  private final String words;

  Reading(String words) {
    this.words = words;
  }

  /** {@return the reading as messages name it} */
  public String words() {
    return words;
  }
}

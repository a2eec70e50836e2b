package org.lossexp.spi;

/** How a loss wants the target of an example. */
public enum TargetEncoding {
  /** Nothing: the loss compares the examples of a batch, or their views, with one another. */
  NONE,
  /** Real numbers, one a target column; for ranking the relevance of the item. */
  REAL,
  /** The index of the class, 0 … classes − 1, one number an example. */
  CLASS_INDEX,
  /** 0 or 1 (or soft, between), one a raw output. */
  ZERO_ONE,
  /** −1 or +1, one a raw output. */
  PLUS_MINUS_ONE,
  /** 1 at the class and 0 elsewhere, one a class. */
  ONE_HOT
}

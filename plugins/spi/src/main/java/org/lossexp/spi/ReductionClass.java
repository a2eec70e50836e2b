package org.lossexp.spi;

/**
 * What the units of a loss are, and what its mean divides by. In every class the mean is the sum of
 * the values over the sum of the counts, and 0 where that sum is 0.
 */
public enum ReductionClass {
  /** A value for every element; each counts 1. */
  ELEMENT,
  /** A value for every example; each counts 1. */
  EXAMPLE,
  /** A weighted value for every example; each counts its weight, an ignored one 0. */
  WEIGHTED_EXAMPLE,
  /** A value for every row, averaged over the row's elements already; each counts 1. */
  ROW,
  /** A value for every query list; each counts 1. */
  LIST,
  /** A value for every query list; one without a relevant item counts 0. */
  LIST_WITH_RELEVANT,
  /** A sum over valid pairs for every query list; it counts the pairs. */
  PAIRS,
  /** A sum over items for every query list; it counts the items. */
  ITEMS,
  /** A value for every term; one that is 0 counts 0. */
  NONZERO,
  /** A value for every term; each counts 1. */
  TERM,
  /** One value for the whole batch; it counts 1. */
  BATCH
}

package org.lossexp.formula;

import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Batch;

/** Which ordered pairs of a batch a formula is about: {@code when same} leaves the others out. */
enum PairFilter {
  ALL,
  POSITIVE,
  NEGATIVE;

  /**
   * {@return the filter of {@code formula}: pairs that it leaves out are no units at all}
   *
   * @param same the term that is 1 where the two members have the same label
   */
  static PairFilter of(UnitFormula formula, Term same) {
    if (formula.counted().filter(same::equals).isPresent()) {
      return POSITIVE;
    }
    Term not = formula.graph().not(same);
    return formula.counted().filter(not::equals).isPresent() ? NEGATIVE : ALL;
  }

  boolean takes(Batch batch, int i, int j) {
    if (i == j) {
      return false;
    }
    boolean same = batch.target()[i] == batch.target()[j];
    return switch (this) {
      case ALL -> true;
      case POSITIVE -> same;
      case NEGATIVE -> !same;
    };
  }

  /** {@return how many pairs it takes} */
  int count(Batch batch) {
    int count = 0;
    for (int i = 0; i < batch.rows(); i++) {
      for (int j = 0; j < batch.rows(); j++) {
        count += takes(batch, i, j) ? 1 : 0;
      }
    }
    return count;
  }
}

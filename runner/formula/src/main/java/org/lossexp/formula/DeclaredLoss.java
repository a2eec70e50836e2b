package org.lossexp.formula;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;

/** A loss that an experiment file declares: where its text goes, its declaration must go too. */
interface DeclaredLoss extends Loss, Inlined {
  /**
   * {@return a text that says the loss with these arguments, and needs nothing besides the
   * catalogue}
   */
  String text(Arguments arguments);
}

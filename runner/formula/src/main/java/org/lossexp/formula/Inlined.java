package org.lossexp.formula;

import java.util.Optional;

/** A loss that may have a value per unit, which a formula can use. */
interface Inlined {
  /** {@return the formula that it is; empty where it is a sum of losses} */
  Optional<FormulaLoss> formula();
}

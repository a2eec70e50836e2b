package org.lossexp.formula;

import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;

/**
 * A loss bound to a target.
 *
 * @param resolved what was bound; {@link ResolvedLoss#text} is its canonical text
 * @param function asks for a head, an encoding of the target and a readout, and evaluates
 */
public record BoundLoss(ResolvedLoss resolved, LossFunction function) {
  /** {@return how the values of a batch's units become its objective} */
  public Reduction reduction() {
    return resolved.reduction();
  }
}

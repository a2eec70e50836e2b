package org.lossexp.formula;

import java.util.List;
import org.lossexp.experiment.Penalty;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;

/**
 * A loss bound to a target.
 *
 * @param resolved what was bound; {@link ResolvedLoss#text} is its canonical text
 * @param function asks for a head, an encoding of the target and a readout, and evaluates
 * @param penalties what the objective has besides, for the weights of the model; mostly nothing
 */
public record BoundLoss(ResolvedLoss resolved, LossFunction function, List<Penalty> penalties) {
  public BoundLoss {
    penalties = List.copyOf(penalties);
  }

  /** {@return how the values of a batch's units become its objective} */
  public Reduction reduction() {
    return resolved.reduction();
  }
}

package org.lossexp.engine;

import java.util.List;
import org.lossexp.experiment.Penalty;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;

/**
 * What training makes small.
 *
 * @param loss bound to the data
 * @param reduction how the values of a batch's units become one number
 * @param penalties what is added to it for the weights
 */
public record Objective(LossFunction loss, Reduction reduction, List<Penalty> penalties) {
  public Objective {
    penalties = List.copyOf(penalties);
  }

  /** An objective without penalties. */
  public Objective(LossFunction loss, Reduction reduction) {
    this(loss, reduction, List.of());
  }
}

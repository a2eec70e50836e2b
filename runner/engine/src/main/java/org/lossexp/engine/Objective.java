package org.lossexp.engine;

import java.util.List;
import org.lossexp.experiment.Feeding;
import org.lossexp.experiment.Penalty;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;

/**
 * What training makes small.
 *
 * @param loss bound to the data
 * @param reduction how the values of a batch's units become one number
 * @param penalties what is added to it for the weights
 * @param feeding how examples become the loss's batches
 * @param inputs what the loss reads besides predictions and target
 * @param weighted whether each unit is multiplied by the weight of its example, where the data has
 *     weights; a loss that reads {@code weights} does so itself
 */
public record Objective(
    LossFunction loss,
    Reduction reduction,
    List<Penalty> penalties,
    Feeding feeding,
    List<ExtraInput> inputs,
    boolean weighted) {
  public Objective {
    penalties = List.copyOf(penalties);
    inputs = List.copyOf(inputs);
  }

  /** An objective whose examples stand alone. */
  public Objective(LossFunction loss, Reduction reduction, List<Penalty> penalties) {
    this(loss, reduction, penalties, new Feeding.Examples(false), List.of(), false);
  }

  /** An objective without penalties. */
  public Objective(LossFunction loss, Reduction reduction) {
    this(loss, reduction, List.of());
  }
}

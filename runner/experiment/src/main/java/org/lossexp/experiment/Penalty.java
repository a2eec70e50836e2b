package org.lossexp.experiment;

import java.util.function.DoubleUnaryOperator;

/**
 * What a loss adds to the objective for the model's weights themselves: {@code weight(progress) ·
 * kind(weights)} over all weights of all layers, biases and a loss's own numbers left out.
 *
 * @param weight by which it is multiplied, from the share of the planned training that is over (0
 *     up to 1); safe to call from several threads
 */
public record Penalty(Kind kind, DoubleUnaryOperator weight) {
  /** How weights are measured. */
  public enum Kind {
    /** Σ |w|; its derivative is sign(w), 0 at 0. */
    L1,
    /** Σ w²; its derivative is 2 w. */
    L2,
    /**
     * Σ over the units of each layer of √n · ‖w‖, w the n weights that lead into the unit (Yuan and
     * Lin 2006); its derivative is √n · w / ‖w‖, 0 where ‖w‖ is 0.
     */
    GROUP_LASSO
  }
}

package org.lossexp.sweep;

import java.util.List;
import java.util.Optional;

/**
 * Says where a search looks next: a function of its stream and of what it was told, so that the
 * same points come whoever trains them, and when.
 */
interface Proposer {
  /** {@return how many points are proposed before the next results are needed; at least 1} */
  int batch();

  /** {@return the place of the next point in the cube of {@link Space}; empty after the last} */
  Optional<double[]> next();

  /**
   * Hears how all proposed points fared so far.
   *
   * @param all in the order in which they were proposed
   */
  default void tell(List<Told> all) {}

  /**
   * Whether a point that trains what another one trained is left out. Who expects an answer for
   * each of its points gets it from that other one.
   */
  default boolean wantsDistinct() {
    return true;
  }

  /**
   * A point that was tried.
   *
   * @param depends whether its trainings depend on each dimension
   * @param loss what is to be small; infinite where a training did not end well
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never written to, compared by nobody
  record Told(double[] place, boolean[] depends, double loss) {}
}

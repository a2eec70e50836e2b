package org.lossexp.spi;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of a loss's mathematics.
 *
 * @param invariants what leaves its values as they are; the contract tests try each
 * @param convexity in which of its inputs it is convex, in words such as {@code in the prediction};
 *     empty where it is not, or nobody says
 * @param bounds between which values it lies, such as {@code at least 0}; empty where nobody says
 * @param scaleDependent whether its parameters are in the target's units, as a transition point is:
 *     then targets should be standardized, or the parameters tuned
 * @param stopped what counts as constant in its gradient although it depends on the prediction;
 *     empty where nothing does. Such a gradient is not that of the value, and not compared with
 *     differences
 */
public record LossProperties(
    Set<Invariant> invariants,
    String convexity,
    String bounds,
    boolean scaleDependent,
    String stopped) {
  public LossProperties {
    Set<Invariant> ordered = EnumSet.noneOf(Invariant.class);
    ordered.addAll(invariants);
    invariants = Collections.unmodifiableSet(ordered);
  }
}

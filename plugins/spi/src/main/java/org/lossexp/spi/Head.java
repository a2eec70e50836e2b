package org.lossexp.spi;

/**
 * The last layer that a loss asks for.
 *
 * @param units raw outputs an example, at least 1
 * @param link what is applied to them before the loss sees them
 */
public record Head(int units, Link link) {
  public Head {
    if (units < 1) {
      throw new IllegalArgumentException("a head has at least one unit: " + units);
    }
  }

  /** From the last layer's sums to what a loss takes. */
  public enum Link {
    /** Nothing: scores or logits. */
    IDENTITY,
    /** Each by itself into (0, 1). */
    SIGMOID,
    /** Together into a distribution. */
    SOFTMAX,
    /** Each by itself into (0, ∞). */
    SOFTPLUS
  }
}

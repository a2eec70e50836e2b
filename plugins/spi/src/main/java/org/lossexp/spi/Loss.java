package org.lossexp.spi;

/** A loss of the catalogue: what it is, and how it becomes a function. */
public interface Loss {
  /** {@return what the loss is, takes and needs} */
  LossDescriptor descriptor();

  /**
   * Fixes the loss's arguments and fits it to the target.
   *
   * @param arguments a value for every declared parameter, defaults filled in, each inside its
   *     declared range
   * @param target what is known of the target; its task is one of the descriptor's
   * @return a stateless, thread-safe function
   * @throws Refusal where arguments and target do not go together, such as three class weights for
   *     ten classes
   */
  LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal;
}

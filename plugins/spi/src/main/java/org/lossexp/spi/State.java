package org.lossexp.spi;

/**
 * Numbers that a loss owns and that are trained with the model, such as class weights, proxies or
 * centres: the host draws them, hands them in with each batch, and gives their gradient to the
 * optimizer.
 *
 * @param name as {@link Batch#state()} has it
 * @param rows such as the number of classes
 * @param columns such as the length of an embedding
 * @param scale standard deviation of the normal distribution from which they are drawn, at least 0
 */
public record State(String name, int rows, int columns, double scale) {
  public State {
    if (rows < 1 || columns < 1 || !(scale >= 0)) {
      throw new IllegalArgumentException("no such state: " + name);
    }
  }
}

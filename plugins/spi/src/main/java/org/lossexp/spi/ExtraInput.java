package org.lossexp.spi;

/**
 * A further input that a loss reads from {@link Batch#extras()}.
 *
 * @param name by which the batch has it
 * @param shape how many numbers it has
 * @param required whether the loss refuses to go without; the others are mostly absent
 * @param meaning what it is, a few words; whoever hands it in reads them
 */
public record ExtraInput(String name, Shape shape, boolean required, String meaning) {
  /** How many numbers an extra input has. */
  public enum Shape {
    /** One for each raw output: [rows × columns], row by row. */
    OUTPUTS,
    /** One for each row: [rows]. */
    ROWS,
    /** One for each raw output of an example: [columns]. */
    COLUMNS,
    /** One for each list: [lists]. */
    LISTS,
    /**
     * Draws of the standard Gumbel distribution, handed in so that a loss needs no randomness of
     * its own: [rows × draws], and of one list after the other all its draws.
     */
    GUMBEL_NOISE,
    /** As its meaning says. */
    OTHER
  }
}

package org.lossexp.spi;

/**
 * A further input that a loss reads from {@link Batch#extras()}.
 *
 * @param name by which the batch has it
 * @param shape how many numbers it has
 * @param content which numbers they are
 * @param required whether the loss cannot go without; the others are mostly absent
 * @param meaning what it is, a few words; whoever hands it in reads them
 */
public record ExtraInput(
    String name, Shape shape, Content content, boolean required, String meaning) {
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
     * Any number of draws, each with a number for each row: all draws of one list, then the next.
     */
    DRAWS,
    /** As its meaning says. */
    OTHER
  }

  /** Which numbers an extra input holds. */
  public enum Content {
    /** Any. */
    REAL,
    /** Above 0, such as weights. */
    POSITIVE,
    /** 0 or 1. */
    FLAG,
    /** Whole, at least 1. */
    COUNT,
    /** The index of a class, from 0. */
    CLASS,
    /**
     * Which part of the prediction a row belongs to, from 0; for parts that lie below one another.
     */
    PART,
    /**
     * Draws of the standard Gumbel distribution, made by the host from the experiment's seed: a
     * loss has no randomness of its own.
     */
    GUMBEL
  }
}

package org.lossexp.spi;

/**
 * A loss cannot be bound to what the user wrote. The message is shown to the user: what is wrong
 * and what would be right, names between backquotes, no full stop.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  public Refusal(String message) {
    super(message);
  }
}

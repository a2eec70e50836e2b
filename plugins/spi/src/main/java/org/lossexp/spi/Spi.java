package org.lossexp.spi;

/** Facts about this contract itself. */
public final class Spi {
  /**
   * The version of the contract. A plugin returns the constant it was compiled with ({@link
   * Plugin#spiVersion()}); a host refuses one that it does not know.
   */
  public static final int VERSION = 1;

  private Spi() {}
}

package org.lossexp.spi;

/** Facts about this contract itself. */
public final class Spi {
  /**
   * The version of the contract, a whole number. A plugin returns the constant that it was compiled
   * with ({@link Plugin#spiVersion()}); a host takes plugins of its own version and refuses others,
   * newer ones too, before it asks them for anything else.
   *
   * <p>The version stays where compiled plugins go on working: new types, constants, static
   * methods, default methods and builder methods, a further component of a record that keeps its
   * old constructors, a wider range of what is accepted. It grows where one could break: a method
   * that plugins must write, a changed or removed signature, another meaning or layout of what they
   * read or write, another default. A plugin that switches over an enum of this package without a
   * {@code default} chooses to be compiled again.
   */
  public static final int VERSION = 1;

  private Spi() {}
}

package org.lossexp.spi;

import java.util.Set;

/**
 * How raw outputs become what metrics read. A margin gives a class and no probabilities; a readout
 * never invents what its loss does not estimate. {@link Readouts} has the usual ones.
 */
public interface Readout {
  /** {@return what this readout gives} */
  Set<Reading> gives();

  /**
   * {@return the numbers an example that {@code reading} has: 1 for {@code CLASS}, unless there are
   * labels}
   */
  int width(Reading reading);

  /**
   * Reads {@code rows} examples.
   *
   * @param reading one of {@link #gives()}
   * @param raw what the loss would see, [rows × columns], row by row
   * @param out receives [rows × {@link #width}]
   */
  void read(Reading reading, double[] raw, int rows, int columns, double[] out);
}

package org.lossexp.spi;

/**
 * Softmax of many rows at once, by means that plain Java does not have. {@link
 * StableMath#softmaxRows} and {@link StableMath#softmaxTile} ask the host's, which {@link
 * java.util.ServiceLoader} finds, and do themselves what it leaves: the bits are the same.
 */
public interface RowSoftmax {
  /**
   * Takes softmax of some rows of a [rows × columns] matrix, the first.
   *
   * @param x from {@code at}, row by row
   * @param out receives softmax, from {@code outAt}; the array may be that of the others, their
   *     places apart
   * @param logSums receives log Σ e^x of each row, from {@code sumsAt}
   * @param scratch at least [rows × columns] from {@code scratchAt}
   * @return how many rows were done
   */
  int apply(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] scratch,
      int scratchAt);
}

package org.lossexp.engine;

import org.lossexp.spi.RowSoftmax;

/** Softmax of rows in vectors of doubles, where the JVM has vectors. */
public final class VectorSoftmax implements RowSoftmax {
  /** As {@link java.util.ServiceLoader} makes it. */
  public VectorSoftmax() {}

  @Override
  public int apply(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] scratch,
      int scratchAt) {
    // The stand-in for the vector module has one lane, and no doubles: the kernel stays unloaded.
    return Product.LANES == 1
        ? 0
        : SoftmaxKernel.apply(
            x, at, rows, columns, out, outAt, logSums, sumsAt, scratch, scratchAt);
  }
}

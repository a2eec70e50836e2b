package org.lossexp.standard.embedding;

/** Hands out the host's scratch memory piece by piece. */
final class Memory {
  private final double[] scratch;
  private int used;

  Memory(double[] scratch) {
    this.scratch = scratch;
  }

  /** {@return a matrix of zeros, until the evaluation ends} */
  Matrix zeros(int rows, int columns) {
    Matrix matrix = new Matrix(scratch, used, rows, columns);
    used += rows * columns;
    matrix.clear();
    return matrix;
  }
}

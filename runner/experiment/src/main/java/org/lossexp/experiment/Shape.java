package org.lossexp.experiment;

/**
 * How the numbers of an example lie: row by row from the top, in a row from the left, at each place
 * one channel after the other.
 *
 * @param height 1 for a series
 * @param width 1 for a table's row
 * @param channels the columns of a table's row; 1 for grey pictures, 3 for coloured ones
 */
public record Shape(int height, int width, int channels) {
  public Shape {
    if (height < 1 || width < 1 || channels < 0) {
      throw new IllegalArgumentException(height + " x " + width + " x " + channels);
    }
  }

  /** {@return the shape of a table's row} */
  public static Shape row(int columns) {
    return new Shape(1, 1, columns);
  }

  /** {@return numbers an example} */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** {@return whether it is a table's row} */
  public boolean isRow() {
    return height == 1 && width == 1;
  }
}

package org.lossexp.engine;

import org.lossexp.data.RandomStream;

/**
 * Drops each number with probability {@code rate} and divides the others by {@code 1 − rate}, in
 * training alone (Srivastava et al., JMLR 15, 2014; the division is put into training, so that
 * nothing is left to do afterwards).
 */
final class Dropout implements Layer {
  private final Signal input;
  private final Signal output;
  private final Rows mask;
  private final float kept;

  /** A number is dropped when 32 random bits, read without sign, are below this. */
  private final long threshold;

  private RandomStream stream = RandomStream.key("unused").stream();

  Dropout(Signal input, double rate, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, input.width(), false);
    this.mask = Rows.of(capacity, input.width());
    this.kept = (float) (1 / (1 - rate));
    this.threshold = Math.round(rate * 0x1p32);
  }

  /**
   * Takes a new stream. It is read batch after batch, the same amount for every loss, so that all
   * losses meet the same masks at the same step.
   */
  @Override
  public void begin(RandomStream.Key key) {
    stream = key.stream();
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public void forward(int rows, boolean training) {
    Rows values = input.values();
    if (training) {
      draw(rows);
      Curves.multiply(values, mask, output.values(), 0, rows);
    } else {
      System.arraycopy(values.data(), 0, output.values().data(), 0, rows * values.stride());
    }
  }

  /** Row by row; one draw serves two numbers. */
  private void draw(int rows) {
    float[] factors = mask.data();
    for (int row = 0; row < rows; row++) {
      int start = row * mask.stride();
      long bits = 0;
      for (int column = 0; column < mask.width(); column++) {
        bits = column % 2 == 0 ? stream.bits() : bits >>> 32;
        factors[start + column] = (bits & 0xFFFF_FFFFL) < threshold ? 0 : kept;
      }
    }
  }

  @Override
  public void backward(int rows) {
    if (input.learns()) {
      Curves.multiply(output.gradient(), mask, input.gradient(), 0, rows);
      input.gate(rows);
    }
  }
}

package org.lossexp.standard.embedding;

import org.lossexp.spi.StableMath;

/** Numbers whose exponentials are summed: collected one by one, then read in the same order. */
final class Exponents {
  private final Matrix numbers;
  private int count;

  /** For up to {@code most} numbers at a time. */
  Exponents(int most, Memory memory) {
    numbers = memory.zeros(1, most);
  }

  /** Begins again. */
  void clear() {
    count = 0;
  }

  void add(double exponent) {
    numbers.set(0, count, exponent);
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * {@return log Σ e^x; −∞ where there are none}
   *
   * <p>After it, {@link #share} may be asked.
   */
  double logSum() {
    if (count == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    int first = numbers.offset();
    return StableMath.softmax(numbers.numbers(), first, count, numbers.numbers(), first);
  }

  /** {@return the share of the {@code index}-th number's exponential in the sum} */
  double share(int index) {
    return numbers.at(0, index);
  }
}

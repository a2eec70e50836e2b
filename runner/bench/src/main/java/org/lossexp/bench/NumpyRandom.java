package org.lossexp.bench;

/**
 * The part of NumPy's {@code RandomState} that the peers draw their data with: MT19937 (Matsumoto
 * and Nishimura, ACM TOMACS 8(1), 1998) and Marsaglia's polar method in NumPy's order.
 */
final class NumpyRandom {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;
  private double spare = Double.NaN;

  NumpyRandom(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** {@return {@code randn(count)}} */
  double[] normal(int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = gaussian();
    }
    return numbers;
  }

  /** {@return {@code random_sample(count)}} */
  double[] uniform(int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = uniform();
    }
    return numbers;
  }

  private double gaussian() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    while (true) {
      double x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      double square = x * x + y * y;
      if (square < 1 && square != 0) {
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = factor * x;
        return factor * y;
      }
    }
  }

  private double uniform() {
    long high = (bits() & 0xFFFF_FFFFL) >>> 5;
    long low = (bits() & 0xFFFF_FFFFL) >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  private int bits() {
    if (next == SIZE) {
      twist();
      next = 0;
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9D2C5680;
    word ^= (word << 15) & 0xEFC60000;
    return word ^ (word >>> 18);
  }

  private void twist() {
    for (int i = 0; i < SIZE; i++) {
      int joined = (state[i] & 0x8000_0000) | (state[(i + 1) % SIZE] & 0x7FFF_FFFF);
      int mixed = state[(i + SHIFT) % SIZE] ^ (joined >>> 1);
      state[i] = (joined & 1) == 0 ? mixed : mixed ^ 0x9908B0DF;
    }
  }
}

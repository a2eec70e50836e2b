package org.lossexp.sweep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Random numbers of a search, the same on every machine and every JDK: SplitMix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), started from a text that
 * says what the numbers are for.
 */
final class SearchStream {
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private long state;

  SearchStream(long state) {
    this.state = state;
  }

  /** {@return the stream for {@code purpose}, from its beginning} */
  static SearchStream of(String purpose) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(purpose.getBytes(StandardCharsets.UTF_8));
      return new SearchStream(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** {@return 64 random bits} */
  long bits() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** {@return a number from [0, 1), a multiple of 2⁻⁵³} */
  double uniform() {
    return (bits() >>> 11) * TWO_TO_MINUS_53;
  }

  /** {@return a whole number from 0 to {@code bound} − 1} */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /**
   * {@return a number from the normal distribution with mean 0 and sd 1}
   *
   * <p>Marsaglia's polar method (Marsaglia and Bray, 1964), the second number thrown away.
   */
  double gaussian() {
    while (true) {
      double x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      double square = x * x + y * y;
      if (square < 1 && square > 0) {
        return x * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }
}

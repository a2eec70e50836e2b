package org.lossexp.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Random numbers that are the same on every machine and every JDK: xoshiro256++ 1.0 (Blackman and
 * Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021), started from a
 * {@link Key} that says what the numbers are for. Not for more than one thread.
 *
 * <p>Our own and not {@code java.util.random}: that one's Gaussian and bounded numbers are not
 * promised to stay the same from JDK to JDK.
 */
public final class RandomStream {
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private long s0;
  private long s1;
  private long s2;
  private long s3;
  private double spareGaussian = Double.NaN;

  /** A stream that goes on from this state; not all four may be 0. */
  RandomStream(long s0, long s1, long s2, long s3) {
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /** {@return the key that streams for {@code purpose}, such as {@code split}, start from} */
  public static Key key(String purpose) {
    return new Key(new byte[Key.LENGTH]).with(purpose);
  }

  /** {@return 64 random bits} */
  public long bits() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long shifted = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** {@return a number from [0, 1), a multiple of 2⁻⁵³} */
  public double uniform() {
    return (bits() >>> 11) * TWO_TO_MINUS_53;
  }

  /**
   * {@return a whole number from 0 to {@code bound} − 1, all equally likely}
   *
   * <p>Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019: a product
   * instead of a remainder, and the few values that would favour some results are drawn again.
   */
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1: " + bound);
    }
    long product = (bits() >>> 32) * bound;
    if ((product & 0xFFFF_FFFFL) < bound) {
      long unfair = (1L << 32) % bound;
      while ((product & 0xFFFF_FFFFL) < unfair) {
        product = (bits() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /**
   * {@return a number from the normal distribution with mean 0 and sd 1}
   *
   * <p>Marsaglia's polar method (Marsaglia and Bray, 1964): it needs a logarithm and a square root
   * alone, which {@code StrictMath} gives the same bits everywhere.
   */
  public double gaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }
    while (true) {
      double x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      double square = x * x + y * y;
      if (square < 1 && square > 0) {
        double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spareGaussian = y * factor;
        return x * factor;
      }
    }
  }

  /** Puts {@code values} into an order drawn from all orders (Fisher and Yates, from the end). */
  public void shuffle(int[] values) {
    for (int last = values.length - 1; last > 0; last--) {
      int chosen = below(last + 1);
      int kept = values[last];
      values[last] = values[chosen];
      values[chosen] = kept;
    }
  }

  /** {@return the numbers 0 … {@code count} − 1 in an order drawn from all orders} */
  public int[] permutation(int count) {
    int[] order = identity(count);
    shuffle(order);
    return order;
  }

  /** {@return the numbers 0 … {@code count} − 1} */
  static int[] identity(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    return order;
  }

  /**
   * What a stream is for: a purpose and the parts that tell this use of it from others. Immutable,
   * so that a key is built once and continued in several ways; every part costs one SHA-256 block.
   *
   * <p>{@code with} hashes the key so far (32 bytes), a byte that says text or number, and the part
   * (UTF-8, or 8 bytes, highest first). Text and number, and {@code "ab" "c"} and {@code "a" "bc"},
   * are so different keys.
   */
  public static final class Key {
    private static final int LENGTH = 32;

    private final byte[] digest;

    private Key(byte[] digest) {
      this.digest = digest;
    }

    /** {@return this key, told apart by {@code part}} */
    public Key with(String part) {
      return continued('t', part.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return this key, told apart by {@code part}} */
    public Key with(long part) {
      byte[] bytes = new byte[Long.BYTES];
      ByteBuffer.wrap(bytes).putLong(part);
      return continued('n', bytes);
    }

    /** {@return the stream of this key, from its beginning} */
    public RandomStream stream() {
      // All zero, from which the generator never comes away, has a chance of 2⁻²⁵⁶.
      ByteBuffer state = ByteBuffer.wrap(digest);
      return new RandomStream(state.getLong(), state.getLong(), state.getLong(), state.getLong());
    }

    private Key continued(char kind, byte[] part) {
      MessageDigest sha256 = sha256();
      sha256.update(digest);
      sha256.update((byte) kind);
      return new Key(sha256.digest(part));
    }
  }

  /** {@return a fresh SHA-256} */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError("every Java has SHA-256", missing);
    }
  }
}

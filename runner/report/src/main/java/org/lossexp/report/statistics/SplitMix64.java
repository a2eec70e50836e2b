package org.lossexp.report.statistics;

/**
 * A small random generator, the same on every Java for ever: SplitMix64 (Steele, Lea & Flood,
 * OOPSLA 2014). The algorithms behind {@code java.util.random} are not promised to stay.
 */
public final class SplitMix64 {

  private long state;

  /** Starts the stream of {@code seed}. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** {@return the next 64 random bits} */
  public long nextLong() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** {@return the next number of [0, 1), a multiple of 2^-53} */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** {@return the next standard normal number} Box and Muller's, one of the two. */
  public double nextNormal() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /** {@return the next integer from 0 to {@code bound} - 1; its bias is below bound / 2^64} */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, but is " + bound);
    }
    return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
  }
}

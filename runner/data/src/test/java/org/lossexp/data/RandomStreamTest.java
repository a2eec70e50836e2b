package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {
  /**
   * Expected: the reference implementation, https://prng.di.unimi.it/xoshiro256plusplus.c, from
   * state 1, 2, 3, 4, as the tests of the Rust crate rand_xoshiro have it.
   */
  @Test
  void bitsAreThoseOfTheReferenceImplementation() {
    RandomStream stream = new RandomStream(1, 2, 3, 4);
    String[] expected = {
      "41943041",
      "58720359",
      "3588806011781223",
      "3591011842654386",
      "9228616714210784205",
      "9973669472204895162",
      "14011001112246962877",
      "12406186145184390807",
      "15849039046786891736",
      "10450023813501588000"
    };
    for (String bits : expected) {
      assertEquals(bits, Long.toUnsignedString(stream.bits()));
    }
  }

  /** Expected: the JDK's own implementation of the same generator. */
  @Test
  void bitsAreThoseOfTheJdkForALongTime() {
    byte[] state = new byte[32];
    LongStream.of(0x9E37L, -5, 1L << 63, 77).forEach(ByteBuffer.wrap(state)::putLong);
    RandomGenerator jdk = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(state);
    RandomStream ours = new RandomStream(0x9E37L, -5, 1L << 63, 77);
    for (int i = 0; i < 100_000; i++) {
      assertEquals(jdk.nextLong(), ours.bits());
    }
  }

  /**
   * Expected: Python's hashlib, from the rule in {@link RandomStream.Key}: {@code h = bytes(32)},
   * then {@code h = sha256(h + b't' + text).digest()} or {@code h = sha256(h + b'n' +
   * number.to_bytes(8, 'big', signed=True)).digest()}; the state is the four numbers of h.
   */
  @Test
  void theStateIsTheChainedSha256OfTheKey() {
    RandomStream stream = RandomStream.key("split").with("abc").with(-7).stream();
    assertEquals("16116457517877881795", Long.toUnsignedString(stream.bits()));
    assertEquals("2703026919812679835", Long.toUnsignedString(stream.bits()));
  }

  /**
   * Pinned: whoever changes one of these changes every published result. Expected: the same methods
   * written in Python, whose {@code math.log} agrees here to the last bit.
   */
  @Test
  void derivedNumbersStayWhatTheyAre() {
    RandomStream stream = RandomStream.key("golden").with(1).stream();
    assertEquals(0.758943669609419, stream.uniform());
    assertEquals(1.10904761902806, stream.gaussian());
    assertEquals(1.0952365247147036, stream.gaussian());
    assertEquals(770, stream.below(1000));
    assertArrayEquals(new int[] {6, 3, 1, 8, 7, 4, 0, 9, 5, 2}, stream.permutation(10));
  }

  @Test
  void everyPartOfAKeyTellsStreamsApart() {
    Set<Long> first = new HashSet<>();
    RandomStream.Key key = RandomStream.key("order");
    for (RandomStream.Key other :
        new RandomStream.Key[] {
          key,
          RandomStream.key("orde").with("r"),
          key.with("r"),
          key.with(0),
          key.with("0"),
          key.with(1).with(2),
          key.with(2).with(1),
          key.with(12),
          key.with(""),
          key.with("").with("")
        }) {
      assertTrue(first.add(other.stream().bits()));
    }
  }

  @Test
  void aKeyGivesTheSameStreamEveryTime() {
    RandomStream.Key key = RandomStream.key("init").with("dense 1");
    RandomStream used = key.stream();
    used.bits();
    assertEquals(key.stream().bits(), key.stream().bits());
    assertNotEquals(key.stream().bits(), used.bits());
  }

  @Test
  void uniformFillsTheUnitIntervalEvenly() {
    RandomStream stream = RandomStream.key("test").with("uniform").stream();
    int[] bins = new int[20];
    for (int i = 0; i < 200_000; i++) {
      double u = stream.uniform();
      assertTrue(u >= 0 && u < 1);
      bins[(int) (u * bins.length)]++;
    }
    // Chi squared with 19 degrees of freedom: above 43.8 once in 1000.
    assertTrue(chiSquared(bins, 10_000) < 43.8);
  }

  @Test
  void boundedNumbersAreEquallyLikely() {
    RandomStream stream = RandomStream.key("test").with("below").stream();
    int[] bins = new int[7];
    for (int i = 0; i < 70_000; i++) {
      bins[stream.below(7)]++;
    }
    // Chi squared with 6 degrees of freedom: above 22.5 once in 1000.
    assertTrue(chiSquared(bins, 10_000) < 22.5);
    assertEquals(0, stream.below(1));
    assertThrows(IllegalArgumentException.class, () -> stream.below(0));
  }

  /** 3 · 2³⁰ values: without the second draw the first third would come twice as often. */
  @Test
  void largeBoundsAreNotBiased() {
    RandomStream stream = RandomStream.key("test").with("large").stream();
    int bound = 3 << 29;
    int[] thirds = new int[3];
    for (int i = 0; i < 30_000; i++) {
      thirds[stream.below(bound) / (1 << 29)]++;
    }
    // Chi squared with 2 degrees of freedom: above 13.8 once in 1000.
    assertTrue(chiSquared(thirds, 10_000) < 13.8, Arrays.toString(thirds));
  }

  @Test
  void gaussianHasTheMomentsAndTailsOfTheNormalDistribution() {
    RandomStream stream = RandomStream.key("test").with("gaussian").stream();
    int n = 400_000;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double fourths = 0;
    int beyondTwo = 0;
    for (int i = 0; i < n; i++) {
      double g = stream.gaussian();
      sum += g;
      squares += g * g;
      cubes += g * g * g;
      fourths += g * g * g * g;
      beyondTwo += Math.abs(g) > 1.959964 ? 1 : 0;
    }
    // Bounds: about four standard errors each.
    assertEquals(0, sum / n, 0.0064);
    assertEquals(1, squares / n, 0.009);
    assertEquals(0, cubes / n, 0.025);
    assertEquals(3, fourths / n, 0.063);
    assertEquals(0.05, beyondTwo / (double) n, 0.0014);
  }

  @Test
  void permutationsAreAllEquallyLikely() {
    RandomStream stream = RandomStream.key("test").with("permutation").stream();
    int[] bins = new int[24];
    for (int i = 0; i < 24_000; i++) {
      int[] order = stream.permutation(4);
      assertArrayEquals(new int[] {0, 1, 2, 3}, IntStream.of(order).sorted().toArray());
      // Lehmer code: the rank of the permutation.
      int rank = 0;
      for (int j = 0; j < 4; j++) {
        int smaller = 0;
        for (int k = j + 1; k < 4; k++) {
          smaller += order[k] < order[j] ? 1 : 0;
        }
        rank = rank * (4 - j) + smaller;
      }
      bins[rank]++;
    }
    // Chi squared with 23 degrees of freedom: above 49.7 once in 1000.
    assertTrue(chiSquared(bins, 1000) < 49.7);
  }

  private static double chiSquared(int[] bins, double expected) {
    return IntStream.of(bins).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }
}

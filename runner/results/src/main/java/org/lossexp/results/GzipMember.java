package org.lossexp.results;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Bytes as a member of a gzip file (RFC 1952): several, one after the other, are a file again.
 *
 * <p>The JDK leaves deflating to the zlib that it finds, and every zlib has bytes of its own; these
 * are a function of the input alone. Blocks of up to 64 KiB, each with matches inside itself and
 * the fixed code of RFC 1951: for tables about one and a half times the size that zlib gets.
 */
final class GzipMember {
  /** Magic number, deflate, no flags, no time, no level, no system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private static final int BLOCK = 1 << 16;
  private static final int FARTHEST = 1 << 15;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 258;

  /** How many places with the same beginning are looked at, and what is long enough to stop. */
  private static final int TRIES = 6;

  private static final int LONG_ENOUGH = 66;
  private static final int HASH_BITS = 12;
  private static final int END_OF_BLOCK = 256;

  private static final int[] LENGTHS = new int[29];
  private static final int[] LENGTH_BITS = new int[29];
  private static final int[] DISTANCES = new int[30];
  private static final int[] DISTANCE_BITS = new int[30];

  static {
    // RFC 1951, 3.2.5: four codes for each number of further bits, two for distances.
    int length = SHORTEST;
    for (int code = 0; code < 28; code++) {
      LENGTHS[code] = length;
      LENGTH_BITS[code] = Math.max(0, code / 4 - 1);
      length += 1 << LENGTH_BITS[code];
    }
    LENGTHS[28] = LONGEST;
    int distance = 1;
    for (int code = 0; code < 30; code++) {
      DISTANCES[code] = distance;
      DISTANCE_BITS[code] = Math.max(0, code / 2 - 1);
      distance += 1 << DISTANCE_BITS[code];
    }
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CRC32 sum = new CRC32();
  private final byte[] block = new byte[BLOCK];
  private final int[] last = new int[1 << HASH_BITS];
  private final int[] before = new int[BLOCK];
  private int filled;
  private long size;
  private long bits;
  private int count;

  GzipMember() {
    out.writeBytes(HEADER);
  }

  /** {@return {@code bytes} as a member} */
  static byte[] of(byte[] bytes) {
    GzipMember member = new GzipMember();
    member.write(bytes);
    return member.finish();
  }

  void write(byte[] bytes) {
    sum.update(bytes);
    size += bytes.length;
    for (int from = 0; from < bytes.length; ) {
      int part = Math.min(bytes.length - from, BLOCK - filled);
      System.arraycopy(bytes, from, block, filled, part);
      filled += part;
      from += part;
      if (filled == BLOCK) {
        deflate(false);
      }
    }
  }

  /** {@return the whole member; nothing is written after that} */
  byte[] finish() {
    deflate(true);
    put(0, -count & 7);
    put(sum.getValue(), 32);
    put(size & 0xffff_ffffL, 32);
    return out.toByteArray();
  }

  private void deflate(boolean end) {
    put(end ? 1 : 0, 1);
    put(1, 2);
    Arrays.fill(last, -1);
    for (int at = 0; at < filled; ) {
      long match = longest(at);
      int length = (int) (match >>> 32);
      if (length < SHORTEST) {
        literal(block[at] & 0xff);
        remember(at++);
      } else {
        length(length);
        distance((int) match);
        for (int stop = at + length; at < stop; at++) {
          remember(at);
        }
      }
    }
    literal(END_OF_BLOCK);
    filled = 0;
  }

  private int hash(int at) {
    int three = (block[at] & 0xff) | ((block[at + 1] & 0xff) << 8) | ((block[at + 2] & 0xff) << 16);
    return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
  }

  private void remember(int at) {
    if (at + SHORTEST <= filled) {
      int hash = hash(at);
      before[at] = last[hash];
      last[hash] = at;
    }
  }

  /** {@return length, in the upper half, and distance of the longest match found; 0: none} */
  private long longest(int at) {
    int most = Math.min(LONGEST, filled - at);
    if (most < SHORTEST) {
      return 0;
    }
    int best = SHORTEST - 1;
    int distance = 0;
    int from = last[hash(at)];
    for (int i = 0; i < TRIES && from >= 0 && at - from <= FARTHEST; i++) {
      // Whoever is to be longer must agree where the best one ended.
      if (block[from + best] == block[at + best]) {
        int length = Arrays.mismatch(block, from, from + most, block, at, at + most);
        length = length < 0 ? most : length;
        if (length > best) {
          best = length;
          distance = at - from;
          if (best >= LONG_ENOUGH || best == most) {
            break;
          }
        }
      }
      from = before[from];
    }
    return distance == 0 ? 0 : ((long) best << 32) | distance;
  }

  /** A byte, or the end of the block, or the code of a length, as RFC 1951, 3.2.6 writes it. */
  private void literal(int symbol) {
    if (symbol < 144) {
      huffman(0x30 + symbol, 8);
    } else if (symbol < 256) {
      huffman(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      huffman(symbol - 256, 7);
    } else {
      huffman(0xc0 + symbol - 280, 8);
    }
  }

  private void length(int length) {
    int code = code(LENGTHS, length);
    literal(END_OF_BLOCK + 1 + code);
    put(length - LENGTHS[code], LENGTH_BITS[code]);
  }

  private void distance(int distance) {
    int code = code(DISTANCES, distance);
    huffman(code, 5);
    put(distance - DISTANCES[code], DISTANCE_BITS[code]);
  }

  /** {@return the last of {@code starts} that is not above {@code value}} */
  private static int code(int[] starts, int value) {
    int found = Arrays.binarySearch(starts, value);
    return found >= 0 ? found : -found - 2;
  }

  /** Codes come with their highest bit first, all else with the lowest. */
  private void huffman(int code, int length) {
    put(Integer.reverse(code) >>> (32 - length), length);
  }

  private void put(long value, int length) {
    bits |= value << count;
    count += length;
    while (count >= 8) {
      out.write((int) bits);
      bits >>>= 8;
      count -= 8;
    }
  }
}

package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of one row, spaces around them taken off. One object for all rows of a file: letters
 * become numbers without a text between.
 */
final class Fields {
  private char[] letters = new char[1024];
  private int[] ends = new int[64];
  private int[] starts = new int[64];
  private int count;
  private int used;

  void clear() {
    count = 0;
    used = 0;
  }

  void add(char[] buffer, int offset, int length) {
    int from = offset;
    int to = offset + length;
    while (from < to && isSpace(buffer[from])) {
      from++;
    }
    while (to > from && isSpace(buffer[to - 1])) {
      to--;
    }
    int kept = to - from;
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
    }
    if (used + kept > letters.length) {
      letters = Arrays.copyOf(letters, Math.max(2 * letters.length, used + kept));
    }
    System.arraycopy(buffer, from, letters, used, kept);
    starts[count] = used;
    used += kept;
    ends[count++] = used;
  }

  /** As {@link String#strip} takes them off; most letters are ASCII. */
  private static boolean isSpace(char letter) {
    return letter <= ' ' || (letter > 127 && Character.isWhitespace(letter));
  }

  int count() {
    return count;
  }

  int length(int field) {
    return ends[field] - starts[field];
  }

  boolean isEmpty(int field) {
    return starts[field] == ends[field];
  }

  /** {@return the number that a field writes, {@code point} before its fraction; NaN if none} */
  double number(int field, char point) {
    return Numbers.parse(letters, starts[field], ends[field], point);
  }

  String text(int field) {
    return new String(letters, starts[field], length(field));
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int field = 0; field < count; field++) {
      texts.add(text(field));
    }
    return texts;
  }
}

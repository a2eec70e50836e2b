package org.lossexp.cli;

import java.util.Locale;

/** Numbers of things in words. */
final class Counted {
  private Counted() {}

  /** {@return {@code 1 trial}, {@code 12,000 trials}} */
  static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}

package org.lossexp.data;

import java.util.List;
import java.util.stream.Collectors;

/** Names and texts in a message: quoted, and not more than a reader wants. */
final class Listing {
  private static final int SHOWN = 12;
  private static final int LONGEST = 40;

  private Listing() {}

  /** {@return {@code `a`, `b`, … (30 in all)}} */
  static String of(List<String> names) {
    String shown =
        names.stream().limit(SHOWN).map(Listing::quoted).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + ", … (" + names.size() + " in all)";
  }

  /** {@return {@code text} in backquotes, on one line, cut where it is long} */
  static String quoted(String text) {
    String line = oneLine(text);
    return "`" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…") + "`";
  }

  /** {@return {@code text} with one space for every run of spaces and line breaks} */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}

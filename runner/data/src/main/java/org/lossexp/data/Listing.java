package org.lossexp.data;

import java.util.List;
import java.util.stream.Collectors;

/** Names in a message: quoted, and not more than a reader wants. */
final class Listing {
  private static final int SHOWN = 12;

  private Listing() {}

  /** {@return {@code `a`, `b`, … (30 in all)}} */
  static String of(List<String> names) {
    String shown =
        names.stream().limit(SHOWN).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + ", … (" + names.size() + " in all)";
  }
}

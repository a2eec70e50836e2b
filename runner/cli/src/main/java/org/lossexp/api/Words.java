package org.lossexp.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sentences about what a caller asked for. */
final class Words {
  private Words() {}

  /** {@return the names between backquotes} */
  static String names(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  static IllegalArgumentException notCompared(
      String contender, String reference, Optional<String> baseline) {
    String why =
        baseline.isEmpty()
            ? ""
            : "; all are compared to the baseline `%s`, and without `baseline` all to each other"
                .formatted(baseline.get());
    return new IllegalArgumentException(
        "`%s` and `%s` were not compared%s".formatted(contender, reference, why));
  }

  /** {@return {@code number} with four digits that count} */
  static String number(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }
}

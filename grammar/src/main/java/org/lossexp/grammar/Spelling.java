package org.lossexp.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was meant. */
public final class Spelling {
  /** Longer words are compared with nothing: nobody mistypes them by a letter. */
  private static final int LONGEST = 100;

  private Spelling() {}

  /**
   * {@return the one of {@code known} that {@code word} is most likely a misspelling of} Letters
   * left out, added, replaced or swapped with their neighbour count; case does not. A third of the
   * letters may differ, at most three. Where none is near, {@code word} may be a part of one, as
   * {@code focal} is of {@code softmax_focal}: the shortest is taken. Of equally near words it is
   * the alphabetically first.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Math.min(3, (word.length() + 1) / 3) + 1;
    for (String candidate : known) {
      if (Math.abs(candidate.length() - word.length()) <= least) {
        int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
        if (distance < least
            || (nearest != null && distance == least && candidate.compareTo(nearest) < 0)) {
          nearest = candidate;
          least = distance;
        }
      }
    }
    return Optional.ofNullable(nearest).or(() -> shortestWith(lower, known));
  }

  /** {@return the shortest of {@code known} that has {@code part} between underscores} */
  private static Optional<String> shortestWith(String part, Collection<String> known) {
    return known.stream()
        .filter(candidate ->
            part.length() > 1
                && List.of(candidate.toLowerCase(Locale.ROOT).split("_", -1)).contains(part))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  /** Damerau and Levenshtein's distance, each letter moved once at most (optimal alignment). */
  static int distance(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] spare = beforePrevious;
      beforePrevious = previous;
      previous = row;
      row = spare;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforePrevious[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }
}

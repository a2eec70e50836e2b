package org.lossexp.tracking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Labels as names that every file system, TensorBoard and MLflow take: ASCII letters, digits, dots,
 * dashes and underscores.
 */
final class Names {
  /** A name and what makes it unique fit into a file name, and three of them into MLflow's 250. */
  private static final int LONGEST = 70;

  private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9.-]+");
  private static final Pattern EDGES = Pattern.compile("^[._]+|[._]+$");

  private Names() {}

  /** {@return {@code label} as a name; what cannot stand in one is an underscore} */
  static String safe(String label) {
    String name = EDGES.matcher(OTHERS.matcher(label).replaceAll("_")).replaceAll("");
    String cut = name.substring(0, Math.min(name.length(), LONGEST));
    return cut.isEmpty() ? "_" : EDGES.matcher(cut).replaceAll("");
  }

  /** {@return a name for each label, no two alike} */
  static List<String> unique(List<String> labels) {
    return distinct(labels.stream().map(Names::safe).toList());
  }

  /** {@return {@code names}, no two alike, not even where upper and lower case are one} */
  static List<String> distinct(List<String> names) {
    Set<String> taken = new HashSet<>();
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      String free = name;
      for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
        free = name + "_" + number;
      }
      distinct.add(free);
    }
    return distinct;
  }
}

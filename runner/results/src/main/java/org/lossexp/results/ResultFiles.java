package org.lossexp.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a folder of results that are functions of the experiment, to the byte. */
public final class ResultFiles {
  /** Hold the clock's readings, what was done in which order, or what is still being done. */
  private static final Set<String> MAY_DIFFER =
      Set.of("timings.csv", "environment.json", "journal.jsonl", "lock", "checkpoints");

  private ResultFiles() {}

  /** {@return the paths of all of them in {@code folder}, sorted} */
  public static SortedSet<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(folder::relativize)
          .filter(file -> !MAY_DIFFER.contains(file.getName(0).toString()))
          // What a killed process was about to write.
          .filter(file -> !file.getFileName().toString().endsWith(".part"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** {@return those that both folders have, and that are not equal} */
  public static List<Path> differing(Path one, Path other) throws IOException {
    SortedSet<Path> both = in(one);
    both.retainAll(in(other));
    List<Path> differing = new ArrayList<>();
    for (Path file : both) {
      if (Files.mismatch(one.resolve(file), other.resolve(file)) >= 0) {
        differing.add(file);
      }
    }
    return differing;
  }
}

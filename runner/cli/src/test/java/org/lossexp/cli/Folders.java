package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares result folders as the contract promises: everything but the clock's readings. */
final class Folders {
  private static final Set<String> MAY_DIFFER =
      Set.of("timings.csv", "environment.json", "journal.jsonl");

  private Folders() {}

  /** Every file of the two folders that a run promises to be equal is equal, byte by byte. */
  static void assertSameResults(Path one, Path other) throws IOException {
    assertEquals(promised(one), promised(other));
    for (String file : promised(one)) {
      assertEquals(-1, Files.mismatch(one.resolve(file), other.resolve(file)), file);
    }
  }

  private static Set<String> promised(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !MAY_DIFFER.contains(file) && !file.equals("lock"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}

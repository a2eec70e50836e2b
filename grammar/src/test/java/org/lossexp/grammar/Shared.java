package org.lossexp.grammar;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that lie beside the checkout. */
final class Shared {
  private Shared() {}

  /** {@return the example experiments; the test is skipped where there are none} */
  static List<Path> examples() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/design/examples");
      if (Files.isDirectory(folder)) {
        return list(folder, ".lossexp");
      }
    }
    return abort("skipped: no folder shared/design/examples beside the checkout");
  }

  /** {@return the files of a folder whose names end so, in the order of their names} */
  static List<Path> list(Path folder, String end) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Source read(Path file) {
    try {
      return new Source(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

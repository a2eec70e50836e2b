package org.lossexp.standard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The reference material that lies in a folder {@code shared} beside the checkout. */
final class Shared {
  private Shared() {}

  /** {@return {@code shared/path}; the test is skipped where there is none} */
  static Path path(String path) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("shared").resolve(path))) {
      folder = folder.getParent();
    }
    assumeTrue(folder != null, "no shared/" + path + " beside the checkout: skipped");
    return folder.resolve("shared").resolve(path);
  }

  static String text(String path) throws IOException {
    return Files.readString(path(path));
  }
}

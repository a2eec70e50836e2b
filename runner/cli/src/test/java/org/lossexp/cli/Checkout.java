package org.lossexp.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests stand: the checkout, and the shared data beside it. */
final class Checkout {
  private Checkout() {}

  /** {@return the root of the checkout} */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("lossexp")) || !Files.exists(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** {@return {@code path} below the shared data; without them the test is skipped, saying so} */
  static Path shared(String path) {
    Path file = root().resolveSibling("shared").resolve(path);
    assumeTrue(Files.exists(file), "../shared is not here: " + path);
    return file;
  }
}

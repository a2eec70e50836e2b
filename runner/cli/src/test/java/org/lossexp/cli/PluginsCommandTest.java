package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lossexp plugins test}, on jars as builds make them. */
class PluginsCommandTest {
  @TempDir private Path folder;

  @Test
  void theExampleKeepsItsContracts() throws Exception {
    Lossexp test = Lossexp.run("plugins", "test", built("plugins/example", "acme-losses"));
    assertEquals(0, test.code(), test.out());
    assertTrue(test.out().contains("loss acme_capped_absolute: ok"), test.out());
    assertTrue(test.out().contains("loss acme_power: ok"), test.out());
    assertTrue(test.out().contains("metric acme_within: ok"), test.out());
    assertTrue(test.out().endsWith("all 5 keep their contracts\n"), test.out());
  }

  /** Every loss of the catalogue, those in Java and those in formulas. */
  @Test
  void theCatalogueKeepsItsContracts() throws Exception {
    Lossexp test = Lossexp.run("plugins", "test", built("plugins/standard", "lossexp-standard"));
    assertEquals(0, test.code(), test.out());
    assertTrue(test.out().lines().filter(line -> line.startsWith("loss ")).count() >= 245);
  }

  @Test
  void aJarOfFormulasIsTestedLikeAnyOther() throws Exception {
    Path sound =
        jar(
            "META-INF/lossexp/acme.lossexp",
            """
            /// The residual to the fourth power: outliers rule.
            ///
            /// @group regression/pointwise
            /// @reference Acme 2026, internal note 7
            define loss acme_quartic =
              residual^4
            """);
    Lossexp test = Lossexp.run("plugins", "test", sound);
    assertEquals(
        "jar test.jar: ok\nloss acme_quartic: ok\nall 2 keep their contracts\n", test.out());

    Path wrong = jar("META-INF/lossexp/acme.lossexp", "define loss acme_quartic = residul^4\n");
    Lossexp mistaken = Lossexp.run("plugins", "test", wrong);
    assertEquals(1, mistaken.code());
    assertTrue(mistaken.out().contains("residul"), mistaken.out());
  }

  @Test
  void aJarWithoutAServiceFileIsToldWhatItNeeds() throws Exception {
    Lossexp test = Lossexp.run("plugins", "test", jar("readme.txt", "no plugin"));
    assertEquals(1, test.code());
    assertTrue(
        test.out().contains("there is no META-INF/services/org.lossexp.spi.Plugin in it"),
        test.out());
    assertTrue(test.out().endsWith("1 of 1 break their contracts\n"), test.out());
  }

  @Test
  void aJarThatIsNotThereIsAnError() {
    Lossexp test = Lossexp.run("plugins", "test", folder.resolve("nowhere.jar"));
    assertEquals(4, test.code());
    assertTrue(test.err().contains("there is no jar at"), test.err());
  }

  private static Path built(String module, String name) throws Exception {
    try (Stream<Path> files = Files.list(Checkout.root().resolve(module).resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError(module + " is not built"));
    }
  }

  private Path jar(String entry, String text) throws Exception {
    Path file = folder.resolve("test.jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}

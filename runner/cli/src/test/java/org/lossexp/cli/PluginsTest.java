package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests: the example plugin's jar, as its build makes it, and jars that something is wrong with.
 */
class PluginsTest {
  @TempDir private Path folder;
  private Path guests;

  @BeforeEach
  void copyTheExample() throws Exception {
    guests = Files.createDirectory(folder.resolve("guests"));
    Path built = Checkout.root().resolve("plugins/example/target");
    try (Stream<Path> files = Files.list(built)) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("acme-losses-[0-9.]+\\.jar"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("the example is not built"));
      Files.copy(jar, guests.resolve("acme.jar"));
    }
  }

  @Test
  void aGuestTakesPartLikeOurOwn() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("guest.lossexp"),
            """
            data d = friedman1(rows = 100) -> holdout(test = 30%, validation = 20%) -> standardize(target = true)
            loss mse, acme_capped_absolute(cap = 2)
            train { epochs = 4 }
            repeat { seeds = 2 }
            measure mae, acme_within(tolerance = 1)
            """);
    Lossexp without = Lossexp.run("check", file);
    assertEquals(2, without.code());

    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "--plugins", guests);
    assertEquals(0, run.code(), run.err());
    String lock = Files.readString(folder.resolve("r/lossexp.lock"));
    assertTrue(lock.contains("acme-losses"), lock);
    Lossexp shown = Lossexp.run("plugins", "--plugins", guests);
    assertTrue(shown.out().contains("acme_capped_absolute"), shown.out());
  }

  @Test
  void aProcessOfItsOwnChangesNoResult() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("apart.lossexp"),
            """
            data d = friedman1(rows = 100) -> holdout(test = 30%, validation = 20%) -> standardize(target = true)
            loss mse, acme_capped_absolute(cap = 2)
            train { epochs = 4 }
            repeat { seeds = 3 }
            """);
    for (String isolation : new String[] {"none", "third-party", "all"}) {
      Lossexp run =
          Lossexp.run(
              "run",
              file,
              "-o",
              folder.resolve(isolation),
              "--plugins",
              guests,
              "--isolate",
              isolation,
              "--trial-timeout",
              60);
      assertEquals(0, run.code(), run.err());
    }
    Folders.assertSameResults(folder.resolve("none"), folder.resolve("third-party"));
    Folders.assertSameResults(folder.resolve("none"), folder.resolve("all"));
  }

  @Test
  void aGuestSeesTheContractAndJavaBaseAlone() throws Exception {
    Plugins plugins = Plugins.discover(java.util.Optional.of(guests));
    ClassLoader loader =
        plugins.found().stream()
            .filter(plugin -> plugin.origin().isPresent())
            .findFirst()
            .orElseThrow()
            .losses()
            .getFirst()
            .getClass()
            .getClassLoader();

    assertEquals(org.lossexp.spi.Loss.class, loader.loadClass("org.lossexp.spi.Loss"));
    assertEquals(String.class, loader.loadClass("java.lang.String"));
    for (String hidden :
        new String[] {"org.lossexp.cli.Main", "com.google.gson.Gson", "java.sql.Connection"}) {
      try {
        loader.loadClass(hidden);
        throw new AssertionError("a guest sees " + hidden);
      } catch (ClassNotFoundException expected) {
        assertTrue(expected.getMessage().contains(hidden));
      }
    }
  }

  @Test
  void aPluginFolderThatIsNotThereIsAnError() {
    Lossexp losses = Lossexp.run("losses", "--plugins", folder.resolve("nowhere"));
    assertEquals(4, losses.code());
    assertTrue(losses.err().contains("error[LX680]"), losses.err());
  }

  @Test
  void whatIsWrongWithAJarIsSaidAndTheRestGoesOn() throws Exception {
    Files.writeString(guests.resolve("torn.jar"), "not a jar");
    jar(guests.resolve("nothing.jar"), "readme.txt", "no plugin here");
    jar(
        guests.resolve("missing.jar"),
        "META-INF/services/org.lossexp.spi.Plugin",
        "com.acme.NotThere");
    Lossexp losses = Lossexp.run("losses", "--plugins", guests);

    assertEquals(0, losses.code());
    assertTrue(losses.out().contains("acme_capped_absolute"), losses.out());
    for (String code : new String[] {"LX702", "LX703", "LX705"}) {
      assertTrue(losses.err().contains(code), losses.err());
    }
    assertFalse(losses.err().contains("\tat "), losses.err());
  }

  @Test
  void twoGuestsOfOneNameAreAnErrorThatNamesBoth() throws Exception {
    Files.copy(guests.resolve("acme.jar"), guests.resolve("copy.jar"));
    Lossexp losses = Lossexp.run("losses", "--plugins", guests);

    assertEquals(2, losses.code());
    assertTrue(
        losses.err().contains("acme.jar") && losses.err().contains("copy.jar"), losses.err());
  }

  private static void jar(Path file, String entry, String text) throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}

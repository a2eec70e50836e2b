package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formulas on the command line, those of experiment files and those of jars without Java. */
class FormulaPluginsTest {
  private static final String QUARTIC =
      """
      /// The residual to the fourth power.
      ///
      /// @aliases acme_fourth
      define loss acme_quartic = residual^4
      """;

  @TempDir private Path folder;
  private Path guests;

  @BeforeEach
  void makeAFolder() throws Exception {
    guests = Files.createDirectory(folder.resolve("guests"));
  }

  private void jar(String file, String title, String text) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!title.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, title);
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.4");
    }
    try (var out = new JarOutputStream(Files.newOutputStream(guests.resolve(file)), manifest)) {
      out.putNextEntry(new JarEntry("META-INF/lossexp/acme.lossexp"));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aJarWithoutJavaIsAPlugin() throws Exception {
    jar("any.jar", "acme-formulas", QUARTIC);
    Lossexp shown = Lossexp.run("plugins", "--plugins", guests);
    assertTrue(shown.out().contains("acme-formulas 1.4"), shown.out());
    assertTrue(shown.out().contains("acme_quartic"), shown.out());

    Lossexp eval =
        Lossexp.run(
            "eval", "acme_fourth", "--prediction", "3", "--target", "1", "--plugins", guests);
    assertTrue(eval.out().contains("value     16\n"), eval.out());
    assertTrue(eval.out().contains("gradient  32\n"), eval.out());

    Path file =
        Files.writeString(
            folder.resolve("guest.lossexp"),
            """
            uses "acme-formulas" >= 1.2
            data d = friedman1(rows = 60) -> standardize(target = true)
            loss mse, half = 0.5 * acme_quartic
            train { epochs = 2 }
            repeat { seeds = 2 }
            """
                .replace("loss mse, half", "loss mse\nloss half"));
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "--plugins", guests);
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.readString(folder.resolve("r/lossexp.lock")).contains("acme-formulas"));
  }

  @Test
  void withoutAManifestTheFileNamesThePlugin() throws Exception {
    jar("acme-losses-2.0.jar", "", QUARTIC);
    Lossexp shown = Lossexp.run("plugins", "--plugins", guests);
    assertTrue(shown.out().contains("acme-losses 0\n"), shown.out());
  }

  @Test
  void formulasWithMistakesAreLeftOut() throws Exception {
    jar("wrong.jar", "", QUARTIC.replace("residual^4", "residul^4"));
    Lossexp shown = Lossexp.run("losses", "mse", "--plugins", guests);
    assertEquals(0, shown.code());
    assertTrue(shown.err().contains("LX705"), shown.err());
    assertTrue(shown.err().contains("residul"), shown.err());
  }

  @Test
  void twoPluginsWithOneNameAreNamedBoth() throws Exception {
    jar("one.jar", "one", QUARTIC);
    jar("two.jar", "two", QUARTIC);
    Lossexp shown = Lossexp.run("losses", "--plugins", guests);
    assertEquals(2, shown.code());
    assertTrue(shown.err().contains("`one`") && shown.err().contains("`two`"), shown.err());
  }

  @Test
  void aFormulaIsEvaluated() {
    // expected: Stanford's CS231n, notes on linear classification: 2.9
    Lossexp eval =
        Lossexp.run(
            "eval",
            "sum(max(0, z - z[label] + 1) except label)",
            "--logits",
            "3.2,5.1,-1.7",
            "--label",
            "0");
    assertEquals(
        "sum(max(0, z - z[label] + 1) except label)\nvalue     2.9\ngradient  -1, 1, 0\n",
        eval.out());
  }

  @Test
  void theGradientOfAFilesLossIsShown() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("my.lossexp"),
            "data d = blobs()\nlet k = 3\nloss mine(q in {1, 2}) = k * q * softplus(-margin)\n");
    Lossexp shown = Lossexp.run("losses", file + ":mine");
    assertEquals(0, shown.code(), shown.err());
    assertTrue(shown.out().contains("d / d prediction"), shown.out());
    Lossexp other = Lossexp.run("losses", file + ":mini");
    assertEquals(2, other.code());
    assertTrue(other.err().contains("did you mean `mine`?"), other.err());
  }
}

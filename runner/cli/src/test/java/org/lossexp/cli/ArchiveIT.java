package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked far from the checkout and run as a process of its own. */
class ArchiveIT {
  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() throws IOException {
    Path archive = Path.of(System.getProperty("lossexp.archive", ""));
    assumeTrue(Files.isRegularFile(archive), "there is no archive: mvn package makes it");
    Path unpacked = Files.createDirectories(folder.resolve("a folder"));
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path file = unpacked.resolve(entry.getName()).normalize();
        assertTrue(file.startsWith(unpacked), entry.getName());
        if (!entry.isDirectory()) {
          Files.createDirectories(file.getParent());
          Files.write(file, zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    try (Stream<Path> top = Files.list(unpacked)) {
      home = top.findFirst().orElseThrow();
    }
  }

  @Test
  void theArchiveRunsFromWhereverItWasUnpacked() throws Exception {
    Path file = folder.resolve("tiny.lossexp");
    Files.writeString(
        file,
        """
        data d = friedman1(rows = 60)
        loss mse, mae
        train { epochs = 2 }
        repeat { seeds = 2 }
        """);
    assertEquals("tiny.lossexp: no problems, 4 trials\n", lossexp("check", "tiny.lossexp"));
    String run = lossexp("run", "tiny.lossexp", "-o", "r");
    assertTrue(run.contains("report.html"), run);
    assertTrue(Files.exists(folder.resolve("r/report.html")));
    assertTrue(lossexp("--version").matches("lossexp [0-9]+\\.[0-9]+\\.[0-9]+\n"));
    assertTrue(lossexp("losses", "huber").startsWith("huber\n"));
  }

  @Test
  void whatItHoldsNamesNoPlaceOfTheMachineThatBuiltIt() throws Exception {
    String here = Checkout.root().toString();
    for (String text : List.of("lossexp", "commit", "share/man/man1/lossexp.1")) {
      assertFalse(Files.readString(home.resolve(text)).contains(here), text);
    }
    for (String expected : List.of("LICENSE", "README.md", "experiments/quickstart.lossexp")) {
      assertTrue(Files.exists(home.resolve(expected)), expected);
    }
  }

  @Test
  void theManualHasEveryCommandAndTheShellTakesTheCompletions() throws Exception {
    String page = Files.readString(home.resolve("share/man/man1/lossexp.1"));
    for (String command : List.of("run", "check", "advise", "new data", "losses")) {
      assertTrue(page.contains("\n.SS \"lossexp " + command), command);
    }
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
    String completed =
        output(
            "/bin/bash",
            "-c",
            "source '%s' && COMP_WORDS=(lossexp adv) COMP_CWORD=1 && _complete_lossexp && echo \"${COMPREPLY[@]}\""
                .formatted(home.resolve("share/completions/lossexp.bash")));
    assertEquals("advise\n", completed);
  }

  private static String lossexp(String... arguments) throws Exception {
    // The archive keeps who may run the launcher; Java's reader of zip files does not.
    return output(
        Stream.concat(
                Stream.of("/bin/sh", home.resolve("lossexp").toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  private static String output(String... command) throws Exception {
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
    builder.environment().put("LOSSEXP_CACHE", folder.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out + Files.readString(err));
    return out;
  }
}

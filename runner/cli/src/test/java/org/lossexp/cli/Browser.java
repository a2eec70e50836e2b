package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A script of {@code src/test/browser}, which looks at a page in a real Chromium. */
final class Browser implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("src", "test", "browser");
  private static final Path HOME = Path.of("target", "browser");

  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder said = new StringBuilder();

  private Browser(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * {@return {@code script}, started with the browser's path and {@code arguments}}
   *
   * <p>Without Node, npm or Chromium the test is skipped, saying so.
   */
  static Browser start(String script, String... arguments)
      throws IOException, InterruptedException {
    String chromium = program("chromium", "chromium-browser", "google-chrome");
    String node = program("node");
    install();
    List<String> command = new ArrayList<>(List.of(node, script, chromium));
    command.addAll(List.of(arguments));
    return new Browser(
        new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true).start());
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      for (Path script : scripts.toList()) {
        Files.write(HOME.resolve(script.getFileName()), Files.readAllBytes(script));
      }
    }
    if (!installed("playwright-core") || !installed("axe-core")) {
      Process npm =
          new ProcessBuilder(program("npm"), "install", "--no-package-lock", "--no-audit")
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(HOME.resolve("npm.log").toFile())
              .start();
      assumeTrue(npm.waitFor() == 0, "npm could not fetch what the browser tests need: " + HOME);
    }
  }

  private static boolean installed(String name) {
    return Files.exists(HOME.resolve("node_modules").resolve(name).resolve("package.json"));
  }

  private static String program(String... names) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(":"))
            .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "not on this machine: " + names[0]);
    return found.get().toString();
  }

  /** Waits until the script says {@code line}. */
  void await(String line) throws IOException {
    String read = lines.readLine();
    while (read != null && !read.equals(line)) {
      said.append(read).append('\n');
      read = lines.readLine();
    }
    assertEquals(line, read, said.toString());
  }

  /** Lets the script go on. */
  void proceed() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append("\n").flush();
  }

  @Override
  public void close() {
    process.destroy();
  }
}

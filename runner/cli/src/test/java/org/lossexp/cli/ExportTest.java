package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lossexp export}, as its user meets it; what it writes is judged in {@code tracking}. */
class ExportTest {
  @TempDir private static Path folder;
  private static Path results;

  @BeforeAll
  static void run() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("told.lossexp"),
            """
            let noise in {0%, 10%}
            data d = friedman1(rows = 100, noise = 1) -> holdout(test = 20%) -> outliers(rate = noise)
                  -> standardize(target = true)
            model m = dense(4, relu) -> dense(outputs)
            loss mse, mae
            train { epochs = 2 }
            repeat { seeds = 2 }
            """);
    results = folder.resolve("results");
    Lossexp run = Lossexp.run("run", file, "-o", results, "--no-cache");
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void eachFinalTrialHasItsFileAndTheResultsStayAsTheyAre() throws IOException {
    Path before = folder.resolve("before");
    copy(results, before);
    Path out = folder.resolve("events");
    Lossexp export = Lossexp.run("export", results, "--tensorboard", out);
    assertEquals(0, export.code(), export.err());
    assertTrue(export.out().startsWith("8 trials in `" + out + "`"), export.out());
    assertEquals("", export.err());
    try (Stream<Path> files = Files.walk(out)) {
      List<Path> written = files.filter(Files::isRegularFile).toList();
      assertEquals(8, written.size());
      assertTrue(
          written.stream().anyMatch(file -> file.startsWith(out.resolve("noise_10/mae/seed_2"))));
    }
    Folders.assertSameResults(before, results);
  }

  @Test
  void aServerThatIsNotThereIsAnInputOutputProblem() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Lossexp export = Lossexp.run("export", results, "--mlflow", "http://127.0.0.1:" + port);
    assertEquals(4, export.code());
    assertTrue(export.err().contains("error[LX670]"), export.err());
    assertTrue(Lossexp.run("explain", "LX670").out().contains("mlflow server"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--mlflow localhost:5000",
        "--mlflow http://me:secret@host",
        "--mlflow-experiment x"
      })
  void aCommandLineThatMakesNoSenseIsRefused(String options) {
    Object[] words =
        Stream.concat(
                Stream.of("export", results.toString()),
                Stream.of(options.split(" ", -1)).filter(word -> !word.isEmpty()))
            .toArray();
    Lossexp export = Lossexp.run(words);
    assertEquals(2, export.code(), export.err());
    assertTrue(!export.err().contains("secret"), export.err());
  }

  @Test
  void aFolderWithoutARunIsAnInputOutputProblem() {
    Lossexp export = Lossexp.run("export", folder, "--tensorboard", folder.resolve("none"));
    assertEquals(4, export.code());
    assertTrue(export.err().contains("LX645"), export.err());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}

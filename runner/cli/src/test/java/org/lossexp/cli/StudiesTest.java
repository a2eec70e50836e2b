package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The studies that come with lossexp, on the data that they fetch, taken from the shared folder.
 */
class StudiesTest {
  private static final Pattern FETCHED =
      Pattern.compile("url\\(\\s*\"[^\"]*/([^/\"]+)\",\\s*sha256 = \"([0-9a-f]{64})\"");

  @TempDir private static Path cache;
  @TempDir private Path folder;

  @BeforeAll
  static void keepFilesApart() {
    System.setProperty("lossexp.cache", cache.toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty("lossexp.cache");
  }

  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(root())) {
      return folders
          .filter(Files::isDirectory)
          .map(study -> study.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void runsAtReducedSize(String name) throws Exception {
    Path file = fetched(name);
    String text = Files.readString(file);
    List<Object> arguments = new ArrayList<>(List.of("run", file, "-o", folder.resolve("r")));
    for (String size : List.of("repetitions = 2", "epochs = 2", "points = 2")) {
      if (text.contains("let " + size.substring(0, size.indexOf(' ')) + " = ")) {
        arguments.addAll(List.of("-D", size.replace(" ", "")));
      }
    }
    Lossexp run = Lossexp.run(arguments.toArray());
    // One contender of this study has no finite objective, which is what it shows.
    assertEquals(name.equals("head-and-loss") ? 1 : 0, run.code(), run.err());
    assertTrue(Files.exists(folder.resolve("r/report.md")), run.err());
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysWhatIsAskedAndWhatCameOut(String name) throws Exception {
    String question = Files.readString(root().resolve(name).resolve("QUESTION.md"));
    for (String part :
        List.of("# ", "**Why anyone asks.**", "**What is known.**", "**What came out")) {
      assertTrue(question.contains(part), part);
    }
    String asked = question.lines().findFirst().orElseThrow().substring(2);
    String text = Files.readString(file(name));
    assertTrue(text.contains("\"" + asked + "\""), asked);
    assertTrue(Files.readString(root().resolve(name).resolve("REPORT.md")).contains(asked));
    String gallery = Files.readString(Checkout.root().resolve("experiments/README.md"));
    assertTrue(gallery.contains("](studies/" + name + "/QUESTION.md)"), name);
  }

  /** What is kept in the checkout is what its program says, where a run takes a few seconds. */
  @ParameterizedTest
  @ValueSource(
      strings = {"head-and-loss", "long-servedio", "probabilistic-regression", "stack-loss"})
  void theReportThatIsKeptIsTheOneThatARunWrites(String name) throws Exception {
    Lossexp run = Lossexp.run("run", file(name), "-o", folder.resolve("r"));
    assertEquals(
        Files.readString(folder.resolve("r/report.md")),
        Files.readString(root().resolve(name).resolve("REPORT.md")),
        run.err());
  }

  /**
   * Expected: mean accuracies of Menon et al., Can gradient clipping mitigate label noise?, ICLR
   * 2020, over 200 seeds; here within three standard errors of the mean of 20, as their own spread
   * has them, and for the loss that always succeeds within a hundredth.
   */
  @ParameterizedTest
  @CsvSource({"plain,0.531,0.033", "huberised,0.504,0.015", "partially_huberised,1.000,0.01"})
  void longAndServediosMixtureBreaksConvexLosses(String contender, double known, double within)
      throws Exception {
    Lossexp run = Lossexp.run("run", file("long-servedio"), "-o", folder.resolve("r"));
    String row =
        Files.readAllLines(folder.resolve("r/summary.csv")).stream()
            .filter(line -> line.startsWith("," + contender + ",test.accuracy,20,"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(run.err()));
    assertEquals(known, Double.parseDouble(row.split(",", -1)[5]), within, row);
  }

  /** Expected: statsmodels, RLM and OLS, to 1e-3; QUESTION.md has them too. */
  @ParameterizedTest
  @CsvSource({
    "mse, 0.7156, 1.2953, -0.1521, -39.9197",
    "huber(delta = 3.2827), 0.82937, 0.92611, -0.12785, -41.02653",
    "from_squares, 0.92755, 0.65073, -0.11233, -42.28525"
  })
  void stackLossGivesTheKnownCoefficients(
      String contender, double air, double water, double acid, double constant) throws Exception {
    Lossexp run = Lossexp.run("run", file("stack-loss"), "-o", folder.resolve("r"));
    List<Double> found =
        Files.readAllLines(folder.resolve("r/evidence/coefficients.csv")).stream()
            .filter(line -> line.contains("," + contender + ","))
            .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
            .toList();
    List<Double> known = List.of(air, water, acid, constant);
    assertEquals(known.size(), found.size(), run.err());
    for (int i = 0; i < known.size(); i++) {
      assertEquals(known.get(i), found.get(i), 1e-3, contender + found);
    }
  }

  @Test
  void thereAreStudies() throws Exception {
    assertFalse(names().isEmpty());
  }

  private static Path root() {
    return Checkout.root().resolve("experiments/studies");
  }

  private static Path file(String name) {
    return root().resolve(name).resolve(name + ".lossexp");
  }

  /** {@return the study's file, after what it fetches is in the cache; without, skipped} */
  private static Path fetched(String name) throws Exception {
    Path file = file(name);
    for (MatchResult url : FETCHED.matcher(Files.readString(file)).results().toList()) {
      Path kept = cache.resolve(url.group(2));
      if (Files.notExists(kept)) {
        Optional<byte[]> bytes = found(url.group(1), url.group(2));
        assumeTrue(bytes.isPresent(), "../shared does not hold " + url.group(1));
        Files.write(kept, bytes.get());
      }
    }
    return file;
  }

  /** {@return the file of that checksum in the shared folder, where it may be compressed} */
  private static Optional<byte[]> found(String name, String sha256) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Checkout.shared("data"))) {
      files =
          all.filter(
                  path -> path.getFileName().toString().matches(Pattern.quote(name) + "(\\.gz)?"))
              .toList();
    }
    for (Path path : files) {
      try (InputStream in = Files.newInputStream(path);
          InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
        byte[] bytes = plain.readAllBytes();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        if (HexFormat.of().formatHex(digest).equals(sha256)) {
          return Optional.of(bytes);
        }
      }
    }
    return Optional.empty();
  }
}

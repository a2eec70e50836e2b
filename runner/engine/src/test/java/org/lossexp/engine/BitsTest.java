package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same trial leads to the same bits: today as when they were pinned, and on other machines. */
class BitsTest {
  /**
   * Pinned in {@code bits-N.txt}, N being {@link Trainer#BITS}. If this fails for a good reason,
   * raise {@code BITS} and write the new file: cached results of older bits are then left alone.
   */
  @Test
  void trainingGivesTheBitsThatArePinned() throws IOException {
    assertEquals(pinned(), text());
  }

  /** Narrower and wider vectors, and code that no compiler has touched. */
  @ParameterizedTest
  @ValueSource(
      strings = {"-XX:MaxVectorSize=16", "-XX:MaxVectorSize=32", "-XX:MaxVectorSize=64", "-Xint"})
  void anotherMachineGivesTheSameBits(String flag) throws IOException, InterruptedException {
    assertEquals(text(), run(flag, "--add-modules", "jdk.incubator.vector"));
  }

  /** The classes in {@code src/scalar} stand in for the module. */
  @Test
  void aJvmWithoutTheVectorModuleGivesTheSameBits() throws IOException, InterruptedException {
    assertEquals(text(), run());
  }

  @Test
  void trainingsSideBySideGiveTheSameBits() {
    String alone = text();
    List<CompletableFuture<String>> both =
        Stream.generate(() -> CompletableFuture.supplyAsync(BitsTest::text)).limit(2).toList();
    both.forEach(one -> assertEquals(alone, one.join()));
  }

  /** Whoever does which part of a step, and whenever. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void helpersGiveTheSameBits(int helpers) {
    assertEquals(text(), text(() -> new Team(() -> helpers, true)));
  }

  /** As when other trials begin and end. */
  @Test
  void helpersThatComeAndGoGiveTheSameBits() {
    AtomicInteger steps = new AtomicInteger();
    assertEquals(text(), text(() -> new Team(() -> steps.getAndIncrement() % 3, true)));
  }

  private static String text() {
    return text(() -> Team.ALONE);
  }

  private static String text(Supplier<Team> teams) {
    return Fingerprints.of(teams).entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String pinned() throws IOException {
    String name = "bits-" + Trainer.BITS + ".txt";
    try (InputStream file = BitsTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  private static String run(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Fingerprints.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    return output;
  }
}

package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished runs, run again by somebody else, somewhere else. */
class VerifyTest {
  private static final String EXPERIMENT =
      """
      data d = csv("tables/d.csv", target = "y") -> holdout(test = 30%, validation = 20%) -> standardize()
      loss mse, mae
      train { epochs = 3 }
      repeat { seeds = 3 }
      report { formats = [html, csv, json] }
      """;

  private static final String QUARTIC =
      """
      /// Far residuals count most.
      ///
      /// @group regression/pointwise
      define loss acme_quartic = FORMULA
      """;

  @TempDir private Path folder;
  private Path project;
  private Path results;

  @BeforeEach
  void run() throws IOException {
    project = folder.resolve("project");
    results = folder.resolve("results");
    Path table = project.resolve("tables/d.csv");
    Files.createDirectories(table.getParent());
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder rows = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 80; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      rows.append(a).append(',').append(b).append(',').append(a - 2 * b).append('\n');
    }
    Files.writeString(table, rows);
    Path file = Files.writeString(project.resolve("my study.lossexp"), EXPERIMENT);
    Lossexp run = Lossexp.run("run", file, "-o", results);
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void whatWasRunIsIdenticalForOtherWorkersAndASample() {
    assertIdentical(Lossexp.run("verify", results, "-j", 3), 6);
    assertIdentical(Lossexp.run("verify", results, "-j", 1, "--sample", 2), 2);
    assertIdentical(Lossexp.run("verify", results, "--sample", 100), 6);
  }

  @Test
  void otherVectorWidthsGiveTheSame() throws Exception {
    for (int bytes : List.of(16, 64)) {
      assertIdentical(
          Lossexp.apart(Map.of(), List.of("-XX:MaxVectorSize=" + bytes), "verify", results), 6);
    }
  }

  @Test
  void theJournalIsNotNeeded() throws IOException {
    Files.delete(results.resolve("journal.jsonl"));
    assertIdentical(Lossexp.run("verify", results), 6);
    assertEquals(2, Lossexp.run("verify", results, "--sample", 2).code());
  }

  @Test
  void dataThatWasMovedIsFoundByItsPathOrByItsHash() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.move(project, elsewhere.resolve("moved"));
    Lossexp without = Lossexp.run("verify", results);
    assertEquals(4, without.code(), without.out());
    assertTrue(without.err().contains("--data ROOT"), without.err());
    assertIdentical(Lossexp.run("verify", results, "--data", elsewhere.resolve("moved")), 6);

    Path renamed = elsewhere.resolve("archive/2026.bin");
    Files.createDirectories(renamed.getParent());
    Files.move(elsewhere.resolve("moved/tables/d.csv"), renamed);
    Files.writeString(elsewhere.resolve("d.csv"), "a,b,y\n1,2,3\n");
    assertIdentical(Lossexp.run("verify", results, "--data", elsewhere), 6);
  }

  @Test
  void dataThatWasChangedIsNamedAsTheReason() throws IOException {
    Path table = project.resolve("tables/d.csv");
    Files.writeString(table, Files.readString(table).replace("a,b,y\n", "a,b,y\n0.1,0.2,0.3\n"));
    Lossexp verify = Lossexp.run("verify", results);
    assertEquals(3, verify.code(), verify.err());
    assertTrue(verify.out().contains("trials.csv differs"), verify.out());
    assertTrue(verify.out().contains("then, "), "by how much: " + verify.out());
    assertTrue(
        verify.out().contains("because the data `tables/d.csv` has other content"), verify.out());
  }

  @Test
  void aNumberThatWasChangedInATableIsSeen() throws IOException {
    Path trials = results.resolve("trials.csv");
    Files.writeString(trials, Files.readString(trials).replaceFirst("0\\.(\\d)", "1.$1"));
    Lossexp verify = Lossexp.run("verify", results, "--sample", 1);
    assertEquals(3, verify.code(), verify.err());
    assertTrue(verify.out().contains("trials.csv differs"), verify.out());
    assertTrue(verify.out().contains("changed afterwards"), verify.out());
    assertEquals(0, Lossexp.run("report", results).code());
    assertIdentical(Lossexp.run("verify", results, "--sample", 1), 1);
  }

  @Test
  void aLockOfAnotherEngineExplainsADifference() throws IOException {
    Path lock = results.resolve("lossexp.lock");
    Files.writeString(
        lock, Files.readString(lock).replaceFirst("\"engine\": \\d+", "\"engine\": 999999"));
    Lossexp verify = Lossexp.run("verify", results, "--sample", 1);
    assertEquals(3, verify.code(), verify.err());
    assertTrue(verify.out().contains("lossexp.lock differs"), verify.out());
    assertTrue(verify.out().contains("because the engine is number"), verify.out());
  }

  @Test
  void whatIsNoFinishedRunIsNotVerified() throws IOException {
    assertEquals(4, Lossexp.run("verify", folder.resolve("none")).code());
    Files.writeString(results.resolve("lossexp.lock"), "{\"lock\": 2}");
    Lossexp torn = Lossexp.run("verify", results);
    assertEquals(4, torn.code(), torn.out());
    assertTrue(torn.err().contains("LX652"), torn.err());
    assertEquals(2, Lossexp.run("verify", results, "--sample", 0).code());

    Path part = folder.resolve("part");
    Lossexp late =
        Lossexp.run(
            "run",
            project.resolve("my study.lossexp"),
            "-o",
            part,
            "--isolate",
            "all",
            "--trial-timeout",
            "0.001");
    assertEquals(1, late.code(), late.err());
    Lossexp incomplete = Lossexp.run("verify", part);
    assertEquals(1, incomplete.code(), incomplete.out());
    assertTrue(incomplete.err().contains("is not complete"), incomplete.err());
  }

  @Test
  void pluginsAreFoundByTheirHashAmongOthers() throws IOException {
    Path first = jar(folder.resolve("first/one.jar"), "residual^4");
    Path guests = first.getParent();
    Path file =
        Files.writeString(
            project.resolve("guest.lossexp"), EXPERIMENT.replace("mae", "acme_quartic"));
    Path ours = folder.resolve("ours");
    Lossexp run = Lossexp.run("run", file, "-o", ours, "--plugins", guests, "--isolate", "none");
    assertEquals(0, run.code(), run.err());
    assertIdentical(Lossexp.run("verify", ours, "--sample", 1), 1);

    Path many = Files.createDirectory(folder.resolve("many"));
    Files.move(first, many.resolve("b.jar"));
    jar(many.resolve("a.jar"), "2 * residual^4");
    assertIdentical(Lossexp.run("verify", ours, "--plugins", many, "--sample", 1), 1);

    Files.delete(many.resolve("b.jar"));
    Lossexp other = Lossexp.run("verify", ours, "--plugins", many);
    assertEquals(3, other.code(), other.err());
    assertTrue(other.out().contains("because the plugin `acme` is another build"), other.out());
    Lossexp none = Lossexp.run("verify", ours);
    assertEquals(2, none.code(), none.out());
    assertTrue(none.err().contains("took part then"), none.err());
  }

  private static Path jar(Path jar, String formula) throws IOException {
    Files.createDirectories(jar.getParent());
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, "acme");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.0");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("META-INF/lossexp/acme.lossexp"));
      out.write(QUARTIC.replace("FORMULA", formula).getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = scratch(temporary);
    assertIdentical(Lossexp.run("verify", results), 6);
    assertEquals(before, scratch(temporary));
  }

  private static long scratch(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("lossexp-verify-"))
          .count();
    }
  }

  @Test
  void diffTellsWhatAndHowMuch() throws IOException {
    Path same = folder.resolve("same");
    copy(results, same);
    Lossexp equal = Lossexp.run("diff", results, same);
    assertEquals(0, equal.code(), equal.out());
    assertEquals(0, Lossexp.run("diff", results, same, "--bits").code());

    Files.writeString(same.resolve("summary.csv"), "\n", java.nio.file.StandardOpenOption.APPEND);
    Files.delete(same.resolve("report.json"));
    Lossexp bits = Lossexp.run("diff", results, same, "--bits");
    assertEquals(3, bits.code());
    assertTrue(bits.out().contains("different    summary.csv"), bits.out());
    assertTrue(bits.out().contains("only in " + results + " report.json"), bits.out());

    Path longer = folder.resolve("longer");
    Path file =
        Files.writeString(
            project.resolve("longer.lossexp"),
            EXPERIMENT.replace("epochs = 3", "epochs = 4").replace("mse, mae", "mse, huber"));
    assertEquals(0, Lossexp.run("run", file, "-o", longer).code());
    Lossexp diff = Lossexp.run("diff", results, longer);
    assertEquals(3, diff.code(), diff.err());
    assertTrue(diff.out().contains("- loss mae"), diff.out());
    assertTrue(diff.out().contains("+ loss huber"), diff.out());
    assertTrue(diff.out().lines().anyMatch(line -> line.matches("  mse · test\\.\\w+: .* → .*")));
    assertTrue(diff.out().contains("the verdicts:"), diff.out());
    assertEquals(4, Lossexp.run("diff", results, folder.resolve("none")).code());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void assertIdentical(Lossexp verify, int trials) {
    assertEquals(0, verify.code(), verify.err() + verify.out());
    assertTrue(
        verify.out().startsWith("identical: " + Counted.of(trials, "trial") + " trained again"),
        verify.out());
  }
}

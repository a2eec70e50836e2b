package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lossexp.results.Examples.TIMING;
import static org.lossexp.results.Examples.done;
import static org.lossexp.results.Examples.problem;
import static org.lossexp.results.Examples.run;
import static org.lossexp.results.Examples.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Problem;

class RunFolderTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Examples.NOON);

  @TempDir Path folder;

  @Test
  void aRunGoesOnWhereAnotherEnded() throws IOException {
    Path there = folder.resolve("a/b c");
    try (RunFolder first = value(RunFolder.open(there, false, CLOCK))) {
      assertTrue(first.stored().latest().isEmpty());
      first.begin(run(1));
      first.append(done("t-0-0-1", 2), TIMING, List.of());
    }
    try (RunFolder second = value(RunFolder.open(there, false, CLOCK))) {
      assertEquals(List.of(run(1)), second.stored().runs());
      assertEquals(done("t-0-0-1", 2), second.stored().finished().get("t-0-0-1").result());
    }
    assertFalse(Files.exists(there.resolve("lock")));
  }

  @Test
  void resultsNoLongerPlannedLeaveTheTablesButStayInTheJournal() throws IOException {
    try (RunFolder open = value(RunFolder.open(folder, false, CLOCK))) {
      open.begin(run(2));
      open.append(done("t-0-0-2", 1), TIMING, List.of());
      open.begin(run(1));
    }
    Stored stored = value(RunFolder.read(folder));
    assertEquals(2, stored.runs().size());
    assertTrue(stored.finished().containsKey("t-0-0-2"));
    assertFalse(stored.results().orElseThrow().finished().containsKey("t-0-0-2"));
  }

  @Test
  void freshMovesTheOldFolderToTheNextFreeNumber() throws IOException {
    Path there = folder.resolve("noise");
    for (int i = 0; i < 3; i++) {
      try (RunFolder open = value(RunFolder.open(there, true, CLOCK))) {
        assertTrue(open.stored().latest().isEmpty());
        open.begin(run(i + 1));
      }
    }
    assertEquals(List.of(run(1)), value(RunFolder.read(folder.resolve("noise.1"))).runs());
    assertEquals(List.of(run(2)), value(RunFolder.read(folder.resolve("noise.2"))).runs());
    assertEquals(List.of(run(3)), value(RunFolder.read(there)).runs());
    assertFalse(Files.exists(folder.resolve("noise.1/lock")));
  }

  @Test
  void freshLeavesAFolderAloneThatHoldsNoRun() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "years of work");
    Problem problem = problem(RunFolder.open(folder, true, CLOCK));
    assertEquals(IoProblems.OTHER_THINGS, problem.code());
    assertTrue(Files.exists(folder.resolve("thesis.tex")));
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("notes"), "");
    for (Path wanted : List.of(file, file.resolve("deeper"), file.resolve("deeper/still"))) {
      Problem problem = problem(RunFolder.open(wanted, false, CLOCK));
      assertEquals(IoProblems.FILE_IN_THE_WAY, problem.code(), problem.message());
      assertTrue(problem.message().endsWith("`%s` is a file".formatted(file)), problem.message());
    }
  }

  @Test
  void aFolderWithoutPermissionIsAProblem() throws IOException {
    assumeTrue(!"root".equals(System.getProperty("user.name")), "root may write everywhere");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertEquals(
        IoProblems.NOT_WRITABLE, problem(RunFolder.open(folder.resolve("a"), false, CLOCK)).code());
  }

  @Test
  void aFolderWithoutARunIsAProblemForReaders() throws IOException {
    assertEquals(IoProblems.NO_RUN, problem(RunFolder.read(folder)).code());
    assertEquals(IoProblems.NO_RUN, problem(RunFolder.read(folder.resolve("none"))).code());
    try (RunFolder open = value(RunFolder.open(folder, false, CLOCK))) {
      assertEquals(
          IoProblems.NO_RUN, problem(RunFolder.read(open.path())).code(), "nothing has begun");
    }
  }

  @Test
  void oneProcessWritesAtATimeAndADeadOneHoldsNothing() throws Exception {
    Process holder = hold();
    try {
      assertEquals("held", holder.inputReader().readLine());
      Problem refused = problem(RunFolder.open(folder, false, CLOCK));
      assertEquals(IoProblems.IN_USE, refused.code());
      assertTrue(refused.message().contains("process " + holder.pid()), refused.message());
      assertEquals(IoProblems.NO_RUN, problem(RunFolder.read(folder)).code(), "readers may");
    } finally {
      holder.destroyForcibly();
    }
    assertTrue(holder.waitFor(10, TimeUnit.SECONDS));
    assertTrue(Files.exists(folder.resolve("lock")), "killed: it could not tidy up");

    try (RunFolder open = value(RunFolder.open(folder, false, CLOCK))) {
      assertTrue(problem(RunFolder.open(folder, false, CLOCK)).message().endsWith("this process"));
      Process second = hold();
      assertTrue(
          second.inputReader().readLine().contains("process " + ProcessHandle.current().pid()),
          "the refusal above did not give the lock away");
      assertTrue(second.waitFor(10, TimeUnit.SECONDS));
      assertEquals(folder, open.path());
    }
    assertFalse(Files.exists(folder.resolve("lock")));
  }

  @Test
  void aFullDiskLosesNothingThatWasRecorded() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        exit("mount", "-t", "tmpfs", "-o", "size=128k", "lossexp-test", small.toString()) == 0,
        "a tmpfs can be mounted");
    try {
      int recorded = 0;
      try (RunFolder open = value(RunFolder.open(small.resolve("r"), false, CLOCK))) {
        open.begin(run(1));
        IOException full = null;
        while (full == null && recorded < 1000) {
          try {
            open.append(done("t" + recorded, 50), TIMING, List.of());
            recorded++;
          } catch (IOException e) {
            full = e;
          }
        }
        Problem problem = IoProblems.of(full, open.path());
        assertEquals(IoProblems.DISK_FULL, problem.code(), problem.message());
        Results results = value(RunFolder.read(open.path())).results().orElseThrow();
        IOException tables =
            assertThrows(IOException.class, () -> Tables.write(open.path(), results));
        assertEquals(IoProblems.DISK_FULL, IoProblems.of(tables, open.path()).code());
      }
      assertTrue(recorded > 0);
      Stored stored = value(RunFolder.read(small.resolve("r")));
      assertEquals(recorded, stored.finished().size());
      assertEquals(List.of(), stored.damage());
    } finally {
      assertEquals(0, exit("umount", small.toString()));
    }
  }

  private Process hold() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FolderHolder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int exit(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;

class SweepTest {
  @TempDir Path folder;

  @Test
  void whatIsDoneIsNotDoneAgain() throws IOException {
    List<String> ran = new ArrayList<>();
    TrialRunner runner =
        (trial, _) -> {
          ran.add(trial.id());
          return Examples.result(trial);
        };
    sweep(runner, 1, Examples.plan(3));
    assertEquals(
        Examples.plan(3).trials().stream().map(Trial::id).toList(), ran, "in the plan's order");
    ran.clear();

    SweepEnd end = sweep(runner, 1, Examples.plan(5));

    assertEquals(List.of("c0-s4", "c0-s5", "c1-s4", "c1-s5"), ran);
    assertEquals(10, end.progress().total());
    assertEquals(6, end.progress().before());
    assertEquals(10, end.progress().finished());
  }

  @Test
  void aTrialThatTwoRowsNameRunsOnce() throws IOException {
    ExperimentPlan plan = Examples.plan(2);
    List<Trial> twice = new ArrayList<>(plan.trials());
    twice.addAll(plan.trials());
    AtomicInteger ran = new AtomicInteger();
    SweepEnd end =
        sweep(
            (trial, _) -> {
              ran.incrementAndGet();
              return Examples.result(trial);
            },
            2,
            new ExperimentPlan(plan.design(), twice));
    assertEquals(4, ran.get());
    assertEquals(4, end.progress().total());
  }

  @Test
  void threadsGoToTheTrialsThatRunLast() throws IOException {
    int threads = Math.min(3, Runtime.getRuntime().availableProcessors());
    List<Integer> idle = Collections.synchronizedList(new ArrayList<>());
    ExperimentPlan plan = Examples.plan(1);
    TrialRunner runner =
        (trial, caller) -> {
          idle.add(caller.idle());
          return Examples.result(trial);
        };
    sweep(runner, 3, new ExperimentPlan(plan.design(), plan.trials().subList(0, 1)));
    assertEquals(List.of(threads - 1), idle);
    sweep(runner, 1, plan);
    assertEquals(List.of(threads - 1, 0), idle);
  }

  @Test
  void whateverATrialThrowsTheOthersRun() throws IOException {
    Map<String, Function<Trial, TrialResult>> trials =
        Map.of(
            "c0-s1", _ -> unchecked(new IllegalArgumentException("`alpha` is odd\nvery odd")),
            "c0-s2",
                _ ->
                    new TrialResult(
                        "", Status.DONE, "", 0, 0, new byte[huge()].length, 0, Map.of(), List.of()),
            "c0-s3", trial -> deeper(trial, 0),
            "c0-s4", _ -> unchecked(new UncheckedIOException(new IOException("disk on fire"))),
            "c0-s5", _ -> unchecked(new AssertionError()),
            "c0-s6", _ -> unchecked(new ExecutionException(new OutOfMemoryError())),
            "c0-s7", _ -> null,
            "c0-s8", _ -> unchecked(new InterruptedException()));
    SweepEnd end =
        sweep(
            (trial, _) -> trials.getOrDefault(trial.id(), Examples::result).apply(trial),
            2,
            Examples.plan(8));

    assertInstanceOf(SweepEnd.Finished.class, end);
    Stored stored = Examples.value(RunFolder.read(folder));
    assertEquals(16, stored.finished().size() + stored.outside().size());
    assertEquals(
        "failed, IllegalArgumentException: `alpha` is odd very odd", ending(stored, "c0-s1"));
    assertEquals("outside, out of memory; fewer workers (`-j`) need less", ending(stored, "c0-s2"));
    assertEquals("outside, the stack overflowed", ending(stored, "c0-s3"));
    assertEquals("outside, IOException: disk on fire", ending(stored, "c0-s4"));
    assertEquals("failed, AssertionError", ending(stored, "c0-s5"));
    assertEquals("outside, out of memory; fewer workers (`-j`) need less", ending(stored, "c0-s6"));
    assertTrue(ending(stored, "c0-s7").startsWith("failed, NullPointerException: "));
    assertEquals("outside, interrupted", ending(stored, "c0-s8"));
    assertEquals(5, end.progress().outside());
  }

  @Test
  void whatEndedFromOutsideIsTriedAgain() throws IOException {
    AtomicBoolean room = new AtomicBoolean();
    TrialRunner runner =
        (trial, _) -> {
          if (!room.get()) {
            throw new OutOfMemoryError();
          }
          return Examples.result(trial);
        };
    assertEquals(4, sweep(runner, 2, Examples.plan(2)).progress().outside());
    room.set(true);
    SweepEnd end = sweep(runner, 2, Examples.plan(2));
    assertEquals(4, end.progress().finished());
    assertEquals(0, end.progress().before());
    Stored stored = Examples.value(RunFolder.read(folder));
    assertTrue(stored.outside().isEmpty());
    assertEquals(2, stored.finished().get("c0-s1").attempt());
  }

  /** Fails to initialise: the first who needs it meets another exception than all that follow. */
  private static final class Uninitialisable {
    static final int VALUE = refuse();

    private static int refuse() {
      throw new IllegalStateException("no licence for 3 seats");
    }
  }

  @Test
  void aClassThatCannotBeInitialisedFailsEveryTrialInTheSameWords() throws IOException {
    sweep(
        (trial, _) -> {
          throw new AssertionError(Uninitialisable.VALUE);
        },
        3,
        Examples.plan(4));
    Stored stored = Examples.value(RunFolder.read(folder));
    assertEquals(8, stored.finished().size());
    for (String trial : stored.finished().keySet()) {
      assertEquals("failed, IllegalStateException: no licence for 3 seats", ending(stored, trial));
    }
  }

  @Test
  void aTrialThatInterruptsItsThreadHarmsNoOther() throws IOException {
    SweepEnd end =
        sweep(
            (trial, _) -> {
              assertTrue(!Thread.currentThread().isInterrupted());
              Thread.currentThread().interrupt();
              return done(trial);
            },
            1,
            Examples.plan(3));
    assertEquals(6, end.progress().done());
  }

  @Test
  void stoppingAtAFailureBeginsNoOther() throws IOException {
    TrialRunner runner =
        (trial, _) -> {
          if (trial.id().equals("c0-s3")) {
            throw new IllegalStateException("broken");
          }
          return done(trial);
        };
    SweepEnd end = sweep(runner, 1, OnFailure.STOP, Examples.plan(50));
    SweepEnd.Stopped stopped = assertInstanceOf(SweepEnd.Stopped.class, end);
    assertEquals("c0-s3", stopped.failure().trial());
    assertEquals(97, end.progress().open());
    // The same command again says the same, whatever is left to do.
    SweepEnd again = sweep(runner, 1, OnFailure.STOP, Examples.plan(50));
    assertInstanceOf(SweepEnd.Stopped.class, again);
    assertEquals(end.progress().finished(), again.progress().finished());

    SweepEnd rest = sweep(runner, 2, OnFailure.CONTINUE, Examples.plan(50));
    assertEquals(100, rest.progress().finished());
  }

  @Test
  void divergingIsAResultAndStopsNothing() throws IOException {
    SweepEnd end =
        sweep(
            (trial, _) ->
                new TrialResult(
                    trial.id(), Status.DIVERGED, "NaN", 0, 0, 0, 0, Map.of(), List.of()),
            2,
            OnFailure.STOP,
            Examples.plan(3));
    assertInstanceOf(SweepEnd.Finished.class, end);
    assertEquals(6, end.progress().diverged());
  }

  @Test
  @Timeout(60)
  void aCancelledSweepEndsEvenIfATrialDoesNotAnswer() throws IOException {
    AtomicBoolean cancelled = new AtomicBoolean();
    TrialRunner runner =
        (trial, _) -> {
          if (trial.id().endsWith("s1")) {
            return done(trial);
          }
          cancelled.set(true);
          while (true) {
            Thread.onSpinWait();
          }
        };
    SweepEnd end = run(runner, 1, OnFailure.CONTINUE, Examples.plan(4), cancelled);
    assertInstanceOf(SweepEnd.Cancelled.class, end);
    Stored stored = Examples.value(RunFolder.read(folder));
    assertEquals(Set.of("c0-s1"), stored.finished().keySet());
    assertTrue(stored.outside().isEmpty());
  }

  @Test
  @Timeout(60)
  void cancelledTrialsThatAnswerAreAsIfTheyHadNotBegun() throws IOException {
    AtomicBoolean cancelled = new AtomicBoolean();
    TrialRunner runner =
        (trial, caller) -> {
          cancelled.set(true);
          while (!caller.cancelled()) {
            Thread.onSpinWait();
          }
          return new TrialResult(
              trial.id(), Status.OUTSIDE, "cancelled", 0, 0, 0, 0, Map.of(), List.of());
        };
    SweepEnd end = run(runner, 2, OnFailure.CONTINUE, Examples.plan(4), cancelled);
    assertInstanceOf(SweepEnd.Cancelled.class, end);
    assertEquals(8, end.progress().open());
    assertTrue(Examples.value(RunFolder.read(folder)).outside().isEmpty());
  }

  @Test
  void anInterruptedSweepIsACancelledOne() throws Exception {
    List<SweepEnd> ends = new ArrayList<>();
    AtomicBoolean running = new AtomicBoolean();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ends.add(
                    sweep(
                        (trial, caller) -> {
                          running.set(true);
                          while (!caller.cancelled()) {
                            Thread.onSpinWait();
                          }
                          return done(trial);
                        },
                        1,
                        Examples.plan(2)));
                assertTrue(Thread.currentThread().isInterrupted());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    while (!running.get()) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join(2000);
    assertInstanceOf(SweepEnd.Cancelled.class, ends.getFirst());
    // It ended by itself while the sweep was ending: kept.
    assertEquals(1, Examples.value(RunFolder.read(folder)).finished().size());
  }

  @Test
  void theListenerHearsEveryTrialOnTheCallersThread() throws IOException {
    List<String> heard = new ArrayList<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Progress> last = new ArrayList<>();
    SweepListener listener =
        new SweepListener() {
          @Override
          public void began(Progress progress) {
            heard.add("began " + progress.total());
            assertTrue(progress.left().isEmpty());
          }

          @Override
          public void started(Trial trial, Progress progress) {
            threads.add(Thread.currentThread());
            heard.add("started " + trial.id());
          }

          @Override
          public void finished(TrialResult result, Progress progress) {
            heard.add("finished " + result.trial());
            last.add(progress);
          }
        };
    try (RunFolder open = Examples.open(folder)) {
      open.begin(Examples.run(Examples.plan(1)));
      new Sweep((trial, _) -> done(trial), 1, OnFailure.CONTINUE, Examples.CLOCK, listener)
          .run(Examples.plan(1), open, () -> false);
    }
    assertEquals(Set.of(Thread.currentThread()), threads);
    assertEquals(
        List.of("began 2", "finished c0-s1", "finished c1-s1", "started c0-s1", "started c1-s1"),
        heard.stream().sorted().toList());
    assertEquals(0, last.getLast().open());
    assertEquals(Duration.ZERO, last.getLast().left().orElseThrow());
  }

  @Test
  void theTimeLeftFollowsFromTheTimeSoFar() {
    Progress progress = new Progress(20, 4, 6, 1, 1, 0, 2, Duration.ofSeconds(8));
    // 4 trials ended in 8 s, 12 are open
    assertEquals(Duration.ofSeconds(24), progress.left().orElseThrow());
  }

  @Test
  void aFullDiskBreaksTheSweepAndKeepsWhatWasRecorded() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        exit("mount", "-t", "tmpfs", "-o", "size=64k", "lossexp-test", small.toString()) == 0,
        "a tmpfs can be mounted");
    try {
      SweepEnd end;
      ExperimentPlan plan = Examples.plan(50);
      try (RunFolder open = Examples.open(small)) {
        open.begin(Examples.run(plan));
        end =
            new Sweep(
                    (trial, _) -> Examples.result(trial),
                    2,
                    OnFailure.CONTINUE,
                    Examples.CLOCK,
                    new Examples.Silent())
                .run(plan, open, () -> false);
      }
      SweepEnd.Broken broken = assertInstanceOf(SweepEnd.Broken.class, end);
      assertEquals("LX642", broken.problem().code());
      assertTrue(end.progress().finished() > 0);
      assertEquals(
          end.progress().finished(), Examples.value(RunFolder.read(small)).finished().size());
    } finally {
      assertEquals(0, exit("umount", small.toString()));
    }
  }

  @Test
  void aListenersMistakeIsNotSwallowed() throws IOException {
    try (RunFolder open = Examples.open(folder)) {
      Sweep sweep =
          new Sweep(
              (trial, _) -> done(trial),
              2,
              OnFailure.CONTINUE,
              Examples.CLOCK,
              new Examples.Silent() {
                @Override
                public void finished(TrialResult result, Progress progress) {
                  throw new IllegalStateException("ours");
                }
              });
      assertThrows(
          IllegalStateException.class, () -> sweep.run(Examples.plan(9), open, () -> false));
    }
  }

  private SweepEnd sweep(TrialRunner runner, int workers, ExperimentPlan plan) throws IOException {
    return sweep(runner, workers, OnFailure.CONTINUE, plan);
  }

  private SweepEnd sweep(TrialRunner runner, int workers, OnFailure onFailure, ExperimentPlan plan)
      throws IOException {
    return run(runner, workers, onFailure, plan, new AtomicBoolean());
  }

  private SweepEnd run(
      TrialRunner runner,
      int workers,
      OnFailure onFailure,
      ExperimentPlan plan,
      AtomicBoolean cancelled)
      throws IOException {
    try (RunFolder open = Examples.open(folder)) {
      open.begin(Examples.run(plan));
      return new Sweep(runner, workers, onFailure, Examples.CLOCK, new Examples.Silent())
          .run(plan, open, cancelled::get);
    }
  }

  private static String ending(Stored stored, String trial) {
    TrialResult result =
        stored.finished().getOrDefault(trial, stored.outside().get(trial)).result();
    return result.status().word() + ", " + result.cause();
  }

  private static TrialResult done(Trial trial) {
    return new TrialResult(trial.id(), Status.DONE, "", 1, 80, 0, 20, Map.of(), List.of());
  }

  /** More than any virtual machine gives for one array. */
  private static int huge() {
    return Integer.MAX_VALUE;
  }

  private static TrialResult deeper(Trial trial, int depth) {
    return depth < 0 ? done(trial) : deeper(trial, depth + 1);
  }

  /** Throws what a plugin in another language could throw, checked or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> TrialResult unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static int exit(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}

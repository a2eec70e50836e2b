package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;

/** Trials in real processes, some of which misbehave as only a process can be stopped from. */
@Timeout(60)
class IsolatedRunnerTest {
  private final List<String> chatter = new CopyOnWriteArrayList<>();
  private final Trial trial = Examples.plan(1).trials().getFirst();

  /** The process: what it does with a trial, its first argument says. */
  static final class Service {
    private Service() {}

    /** Serves. */
    public static void main(String[] arguments) throws InterruptedException {
      PrintStream results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      String conduct = arguments[0];
      TrialRunner runner =
          (trial, cancelled) -> {
            switch (conduct) {
              case "exit" -> {
                System.err.println("no more of this");
                System.exit(3);
              }
              case "hang" -> {
                while (true) {
                  Thread.onSpinWait();
                }
              }
              case "throw" -> throw new IllegalStateException("broken");
              case "babble" -> results.println("[object Object]");
              default -> System.err.println("pid " + ProcessHandle.current().pid());
            }
            return Examples.result(trial);
          };
      TrialService.serve(runner, System.in, results, () -> Runtime.getRuntime().halt(0));
    }
  }

  @Test
  void aProcessTakesOneTrialAfterTheOtherAndGivesWhatARunnerHereGives() {
    ExperimentPlan plan = Examples.plan(5);
    try (IsolatedRunner runner = runner("work", Optional.empty())) {
      for (Trial each : plan.trials()) {
        assertEquals(here(each), runner.run(each, () -> false));
      }
    }
    assertEquals(1, chatter.stream().distinct().count(), chatter.toString());
  }

  @Test
  void aProcessThatExitsEndsItsTrialAlone() {
    try (IsolatedRunner runner = runner("exit", Optional.empty())) {
      for (int i = 0; i < 2; i++) {
        assertEnded(
            Status.OUTSIDE,
            "its process ended with exit code 3: no more of this",
            runner.run(trial, () -> false));
      }
    }
  }

  @Test
  void aTrialThatHangsIsStoppedAfterItsTime() {
    try (IsolatedRunner runner = runner("hang", Optional.of(Duration.ofMillis(1500)))) {
      assertEnded(
          Status.OUTSIDE,
          "took longer than 1.5 s (`--trial-timeout`)",
          runner.run(trial, () -> false));
    }
  }

  @Test
  void aTrialThatHangsIsStoppedWhenNobodyWantsItAnyMore() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(10);
    Caller impatient =
        () -> {
          asked.countDown();
          return asked.getCount() == 0;
        };
    try (IsolatedRunner runner = runner("hang", Optional.empty())) {
      assertEnded(Status.OUTSIDE, "interrupted", runner.run(trial, impatient));
    }
  }

  @Test
  void whatATrialThrowsIsItsCause() {
    try (IsolatedRunner runner = runner("throw", Optional.empty())) {
      assertEnded(Status.FAILED, "IllegalStateException: broken", runner.run(trial, () -> false));
    }
  }

  @Test
  void whatIsNoResultIsToldAsThat() {
    try (IsolatedRunner runner = runner("babble", Optional.empty())) {
      TrialResult result = runner.run(trial, () -> false);
      assertEquals(Status.OUTSIDE, result.status());
      assertTrue(result.cause().contains("no result"), result.cause());
    }
  }

  @Test
  void aCommandThatCannotBeStartedIsToldAsThat() {
    try (IsolatedRunner runner =
        new IsolatedRunner(() -> List.of("/no/such/java"), Optional.empty(), chatter::add)) {
      TrialResult result = runner.run(trial, () -> false);
      assertEquals(Status.OUTSIDE, result.status());
      assertTrue(result.cause().contains("/no/such/java"), result.cause());
    }
  }

  @Test
  void closingEndsTheProcesses() {
    IsolatedRunner runner = runner("work", Optional.empty());
    runner.run(trial, () -> false);
    long pid = Long.parseLong(chatter.getFirst().substring("pid ".length()));
    runner.close();
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }

  @Test
  void aTrialHereStopsAfterItsTimeToo() {
    TrialRunner patient =
        (each, caller) -> {
          while (!caller.cancelled()) {
            Thread.onSpinWait();
          }
          return Causes.outside(each.id(), "interrupted");
        };
    TrialRunner timed = new TimedRunner(patient, Duration.ofMillis(200));
    assertEnded(
        Status.OUTSIDE,
        "took longer than 0.2 s (`--trial-timeout`)",
        timed.run(trial, () -> false));
    assertEnded(Status.OUTSIDE, "interrupted", timed.run(trial, () -> true));
  }

  private static TrialResult here(Trial trial) {
    try {
      return Examples.result(trial);
    } catch (IllegalStateException thrown) {
      return Causes.result(trial.id(), thrown);
    }
  }

  private IsolatedRunner runner(String conduct, Optional<Duration> limit) {
    return new IsolatedRunner(
        () ->
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName(),
                conduct),
        limit,
        chatter::add);
  }

  private static void assertEnded(Status status, String cause, TrialResult result) {
    assertEquals(status, result.status());
    assertEquals(cause, result.cause());
  }
}

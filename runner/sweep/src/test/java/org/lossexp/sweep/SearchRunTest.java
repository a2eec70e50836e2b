package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning.Bracket;
import org.lossexp.experiment.Tuning.Rung;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Searched;
import org.lossexp.results.Tables;

@Timeout(120)
class SearchRunTest {
  private static final List<String> REPRODUCIBLE =
      List.of("trials.csv", "tuning.csv", "history.csv", "lossexp.lock", "experiment.lossexp");
  private static final int POINTS = 12;
  private static final int SEARCHES = 2 * TunedExamples.PARTS;

  /** 9 points with one epoch, 3 of them with three, one with nine. */
  private static final Bracket HALVING =
      new Bracket(List.of(new Rung(9, 1), new Rung(3, 3), new Rung(1, 9)));

  @TempDir Path folder;

  private static ExperimentPlan plan(String search) {
    return switch (search) {
      case "halving" -> TunedExamples.plan(search, List.of(HALVING));
      case "hyperband" ->
          TunedExamples.plan(
              search, List.of(HALVING, new Bracket(List.of(new Rung(3, 3), new Rung(1, 9)))));
      default -> TunedExamples.plan(search, POINTS);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "random", "sobol", "tpe", "cma_es", "halving", "hyperband"})
  void theNumberOfWorkersAndInterruptionsChangeNoByte(String search) throws IOException {
    ExperimentPlan plan = plan(search);
    Path one = folder.resolve("one");
    SweepEnd end = run(one, plan, 1, Integer.MAX_VALUE, ConcurrentHashMap.newKeySet());
    assertInstanceOf(SweepEnd.Finished.class, end);
    assertEquals(0, end.progress().open());
    Results expected = results(one);
    assertEquals(SEARCHES, expected.searches().size());
    assertTrue(expected.complete());

    Path interrupted = folder.resolve("interrupted");
    SplittableRandom random = new SplittableRandom(search.hashCode());
    Set<String> ran = ConcurrentHashMap.newKeySet();
    for (int life = 0; life < 4; life++) {
      SweepEnd cut = run(interrupted, plan, 3, 1 + random.nextInt(25), ran);
      assertInstanceOf(SweepEnd.Cancelled.class, cut);
    }
    run(interrupted, plan, 4, Integer.MAX_VALUE, ran);
    for (String name : REPRODUCIBLE) {
      assertEquals(-1, Files.mismatch(one.resolve(name), interrupted.resolve(name)), name);
    }
  }

  @Test
  void eachSearchFindsTheBestOfItsPointsAndTheFinalTrialHasItsValues() throws IOException {
    run(folder, plan("tpe"), 2);
    Results results = results(folder);
    for (Searched searched : results.searches().values()) {
      assertEquals(POINTS, searched.tried().size());
      Map<Searched.Tried, Double> means = new java.util.LinkedHashMap<>();
      for (Searched.Tried tried : searched.tried()) {
        double mean =
            tried.trials().stream()
                .map(trial -> results.tuning().get(trial).result())
                .mapToDouble(r -> r.metrics().getOrDefault("validation.rmse", Double.NaN))
                .average()
                .orElseThrow();
        if (!Double.isNaN(mean)) {
          means.put(tried, mean);
        }
      }
      Searched.Tried best =
          means.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
      assertEquals(best.values(), searched.values());
      assertTrue(searched.finals().getFirst().endsWith(best.values().toString()));
    }
    List<Design.Row> rows = results.design().trials();
    assertTrue(rows.stream().allMatch(row -> results.finished().containsKey(row.trial())));
    assertEquals("c2-p3", rows.getLast().trial(), "what is not tuned is as it was planned");
  }

  @Test
  void candidatesThatTuneTheSameMeetTheSameDraws() throws IOException {
    run(folder, plan("random"), 2);
    Map<Integer, Searched> searches = results(folder).searches();
    for (int point = 0; point < POINTS; point++) {
      assertEquals(
          searches.get(0).tried().get(point).values().get("rate"),
          searches.get(TunedExamples.PARTS).tried().get(point).values().get("rate"));
    }
    assertFalse(
        searches
            .get(0)
            .tried()
            .getFirst()
            .values()
            .equals(searches.get(1).tried().getFirst().values()),
        "each test part has draws of its own");
  }

  @Test
  void thoseThatFareBetterGoOnWithMoreEpochs() throws IOException {
    run(folder, plan("halving"), 2);
    Results results = results(folder);
    for (Searched searched : results.searches().values()) {
      List<Searched.Tried> tried = searched.tried();
      assertEquals(
          List.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9),
          tried.stream().map(Searched.Tried::epochs).toList());
      List<Integer> best =
          tried.subList(0, 9).stream()
              .sorted(Comparator.comparingDouble(t -> mean(results, t)))
              .limit(3)
              .map(Searched.Tried::point)
              .toList();
      assertEquals(best, tried.subList(9, 12).stream().map(Searched.Tried::point).toList());
      assertEquals(12, searched.found().orElseThrow(), "what was trained longest is found");
    }
  }

  private static double mean(Results results, Searched.Tried tried) {
    return tried.trials().stream()
        .map(trial -> results.tuning().get(trial).result())
        .mapToDouble(r -> r.metrics().getOrDefault("validation.rmse", Double.POSITIVE_INFINITY))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "random", "sobol", "tpe"})
  void aSmallDomainIsTriedToItsEndAndNothingTwice(String search) throws IOException {
    // Six numbers of units, or early stopping, where their number says nothing: 7 points of 12.
    ExperimentPlan plan =
        TunedExamples.plan(
            search,
            List.of(new Bracket(List.of(new Rung(12, 9)))),
            List.of(List.of(TunedExamples.UNITS, TunedExamples.STOP)));
    SweepEnd end = run(folder, plan, 2);
    assertEquals(0, end.progress().open());
    for (Searched searched : results(folder).searches().values()) {
      List<Map<String, String>> values =
          searched.tried().stream().map(Searched.Tried::values).toList();
      assertEquals(7, values.size());
      assertEquals(7, new HashSet<>(values).size());
      assertEquals(
          1, searched.tried().stream().filter(tried -> !tried.problem().isEmpty()).count());
      assertEquals("3", searched.values().get("units"));
    }
    assertTrue(
        Files.readString(folder.resolve("tuning.csv")).contains(",failed,no sense with 5 units,"));
  }

  @Test
  void aCandidateWithoutAFinishedPointIsNotRunAndSaysWhy() throws IOException {
    try (RunFolder open = Examples.open(folder)) {
      ExperimentPlan plan = plan("random");
      open.begin(Examples.run(plan));
      SweepEnd end =
          new Sweep(
                  (trial, _) ->
                      trial.id().startsWith("c1") ? diverged(trial) : TunedExamples.result(trial),
                  2,
                  OnFailure.CONTINUE,
                  Examples.CLOCK,
                  new Examples.Silent())
              .run(plan, open, () -> false);
      assertEquals(0, end.progress().open());
    }
    Results results = results(folder);
    assertFalse(results.complete());
    String trials = Files.readString(folder.resolve("trials.csv"));
    assertEquals(
        TunedExamples.PARTS,
        trials
            .lines()
            .filter(line -> line.contains("not run,no point of its search ended"))
            .count());
  }

  @Test
  void pointsThatAreEquallyGoodAreFoundInTheOrderOfProposal() throws IOException {
    try (RunFolder open = Examples.open(folder)) {
      ExperimentPlan plan = plan("random");
      open.begin(Examples.run(plan));
      new Sweep(
              (trial, _) ->
                  new TrialResult(
                      trial.id(),
                      TrialResult.Status.DONE,
                      "",
                      1,
                      1,
                      1,
                      1,
                      Map.of("validation.rmse", 0.5),
                      List.of()),
              3,
              OnFailure.CONTINUE,
              Examples.CLOCK,
              new Examples.Silent())
          .run(plan, open, () -> false);
    }
    for (Searched searched : results(folder).searches().values()) {
      assertEquals(0, searched.found().orElseThrow());
    }
  }

  @Test
  void whatEndedFromOutsideIsTriedAgainAndTheSearchIsTheSameThen() throws IOException {
    Path expected = folder.resolve("expected");
    run(expected, plan("tpe"), 2);
    Path disturbed = folder.resolve("disturbed");
    AtomicInteger count = new AtomicInteger();
    TrialRunner unlucky =
        (trial, _) -> {
          if (count.incrementAndGet() % 5 == 0) {
            throw new OutOfMemoryError("not enough for this one");
          }
          return TunedExamples.result(trial);
        };
    for (TrialRunner runner :
        List.<TrialRunner>of(unlucky, (trial, _) -> TunedExamples.result(trial))) {
      try (RunFolder open = Examples.open(disturbed)) {
        open.begin(Examples.run(plan("tpe")));
        new Sweep(runner, 2, OnFailure.CONTINUE, Examples.CLOCK, new Examples.Silent())
            .run(plan("tpe"), open, () -> false);
      }
      assertEquals(!runner.equals(unlucky), results(disturbed).complete());
    }
    for (String name : REPRODUCIBLE) {
      assertEquals(-1, Files.mismatch(expected.resolve(name), disturbed.resolve(name)), name);
    }
  }

  @Test
  void progressCountsTheTrialsOfSearchesAndEndsAtItsTotal() throws IOException {
    SweepEnd end = run(folder, plan("hyperband"), 2);
    assertEquals(end.progress().total(), end.progress().finished());
    try (Stream<String> rows = Files.lines(folder.resolve("tuning.csv"))) {
      assertEquals(rows.count() - 1 + 3 * TunedExamples.PARTS, end.progress().finished());
    }
  }

  private static TrialResult diverged(Trial trial) {
    return new TrialResult(
        trial.id(), TrialResult.Status.DIVERGED, "NaN", 0, 80, 10, 20, Map.of(), List.of());
  }

  private static TrialResult interrupted(Trial trial) {
    return new TrialResult(
        trial.id(), TrialResult.Status.OUTSIDE, "interrupted", 0, 0, 0, 0, Map.of(), List.of());
  }

  private static SweepEnd run(Path path, ExperimentPlan plan, int workers) throws IOException {
    return run(path, plan, workers, Integer.MAX_VALUE, ConcurrentHashMap.newKeySet());
  }

  /**
   * Runs {@code plan} until {@code most} trials have ended.
   *
   * @param ran receives the trials that ended; none of them may run again
   */
  private static SweepEnd run(
      Path path, ExperimentPlan plan, int workers, int most, Set<String> ran) throws IOException {
    SweepEnd end;
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    try (RunFolder open = Examples.open(path)) {
      open.begin(Examples.run(plan));
      Sweep sweep =
          new Sweep(
              (trial, caller) -> {
                assertFalse(ran.contains(trial.id()), trial.id());
                if (begun.incrementAndGet() > most) {
                  while (!caller.cancelled()) {
                    Thread.onSpinWait();
                  }
                  return interrupted(trial);
                }
                return TunedExamples.result(trial);
              },
              workers,
              OnFailure.CONTINUE,
              Examples.CLOCK,
              new Examples.Silent() {
                @Override
                public void finished(TrialResult result, Progress progress) {
                  ran.add(result.trial());
                  ended.incrementAndGet();
                }
              });
      end = sweep.run(plan, open, () -> ended.get() >= most);
    }
    Tables.write(path, results(path));
    return end;
  }

  private static Results results(Path path) throws IOException {
    Results results = Examples.value(RunFolder.read(path)).results().orElseThrow();
    Tables.write(path, results);
    return results;
  }
}

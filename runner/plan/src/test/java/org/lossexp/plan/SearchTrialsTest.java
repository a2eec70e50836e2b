package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Trial.Purpose;
import org.lossexp.experiment.TunedTrials;
import org.lossexp.experiment.Tuning;
import org.lossexp.experiment.Tuning.Range;
import org.lossexp.experiment.Tuning.Rung;
import org.lossexp.experiment.TuningRows;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

class SearchTrialsTest {
  private static final String TUNED =
      """
      data d = friedman1() -> standardize(target = true)
      loss mse
      loss huber(delta tune log 0.1 .. 10)
      optimizer adam(learning_rate tune log 1e-4 .. 1e-1)
      tune { search = random(points = 3), seeds = 2 }
      repeat { seeds = 4, from = 7 }
      """;

  @Test
  void aFinalTrialWithValuesFoundIsThatOfAFileWithTheseValues() {
    ExperimentPlan tuned = plan(TUNED);
    ExperimentPlan written =
        plan(
            TUNED
                .replace("tune log 0.1 .. 10", "= 2.5")
                .replace("tune log 1e-4 .. 1e-1", "= 0.003")
                .replace("tune { search = random(points = 3), seeds = 2 }", ""));
    Tuning.Search search = search(tuned, 1, 3);
    assertEquals(List.of("learning_rate", "delta"), names(search));
    assertEquals(List.of(6), search.rows());
    Trial last =
        value(tuned.tuned().orElseThrow().finals(index(tuned, search), List.of(0.003, 2.5)))
            .getFirst();
    assertEquals(written.design().trials().get(6).trial(), last.id());
    assertNotEquals(last.id(), tuned.design().trials().get(6).trial());
  }

  @Test
  void aTrialOfASearchHasTheSplitOfItsTestPartAndSeedsOfItsOwn() {
    ExperimentPlan plan = plan(TUNED);
    Tuning.Search search = search(plan, 1, 3);
    TunedTrials.Point point = point(plan, search, 20, 0.003, 2.5);
    assertEquals(Map.of("learning_rate", "0.003", "delta", "2.5"), point.values());
    assertEquals(2, point.trials().size());
    Set<Long> own = new HashSet<>();
    for (Trial trial : point.trials()) {
      assertEquals(9, trial.seeds().get(Purpose.SPLIT), "that of the third final trial, from 7");
      assertTrue(own.add(trial.seeds().get(Purpose.INIT)));
      assertFalse(List.of(7L, 8L, 9L, 10L).contains(trial.seeds().get(Purpose.INIT)));
      assertEquals(List.of("rmse"), trial.metrics().stream().map(Value::text).toList());
      assertEquals("rmse", trial.monitor().orElseThrow().text());
    }
    TunedTrials.Point other = point(plan, search(plan, 0, 3), 20, 0.003);
    for (int seed = 0; seed < 2; seed++) {
      assertEquals(point.trials().get(seed).seeds(), other.trials().get(seed).seeds());
    }
    assertNotEquals(
        point.trials().getFirst().seeds().get(Purpose.INIT),
        point(plan, search(plan, 1, 2), 20, 0.003, 2.5)
            .trials()
            .getFirst()
            .seeds()
            .get(Purpose.INIT));
  }

  @Test
  void labelsAndOtherContendersChangeNoTrialOfASearch() {
    ExperimentPlan plan = plan(TUNED);
    ExperimentPlan other =
        plan(
            "experiment \"another\"\n"
                + TUNED
                    .replace("loss mse\n", "loss mae, log_cosh\n")
                    .replace("loss huber", "loss mine = huber"));
    assertEquals(
        point(plan, search(plan, 1, 2), 20, 0.003, 2.5).trials(),
        point(other, search(other, 2, 2), 20, 0.003, 2.5).trials());
    assertEquals(search(plan, 1, 2).stream(), search(other, 2, 2).stream());
  }

  @Test
  void withFixedFoldsASearchServesAllSeedsOfItsFold() {
    ExperimentPlan plan =
        plan(TUNED.replace("friedman1()", "friedman1() -> kfold(3, validation = 10%, seed = 1)"));
    Tuning.Search search = search(plan, 1, 2);
    // 4 seeds of 3 folds for `mse` come before
    assertEquals(List.of(13, 16, 19, 22), search.rows());
    List<Trial> finals =
        value(plan.tuned().orElseThrow().finals(index(plan, search), List.of(0.003, 2.5)));
    assertEquals(List.of(1, 1, 1, 1), finals.stream().map(Trial::fold).toList());
    assertEquals(
        List.of(7L, 8L, 9L, 10L),
        finals.stream().map(trial -> trial.seeds().get(Purpose.INIT)).toList());
    assertEquals(1, point(plan, search, 20, 0.003, 2.5).trials().getFirst().fold());
  }

  @Test
  void whatIsTunedInAChoiceIsAValueOfThePointOnlyWhereItIsTaken() {
    ExperimentPlan plan =
        plan(
            """
            data d = blobs()
            loss cross_entropy
            train { stop tune {none, early(patience tune int 2 .. 9)} }
            tune { search = random(points = 3) }
            """);
    Tuning.Search search = search(plan, 0, 1);
    assertEquals(List.of("stop", "patience"), names(search));
    assertInstanceOf(Range.Choice.class, search.values().getFirst().range());
    assertEquals(new Range.Whole(2, 9), search.values().getLast().range());
    TunedTrials.Point without = point(plan, search, 20, 0, 5);
    assertEquals(Set.of("stop"), without.values().keySet());
    assertEquals(without.trials(), point(plan, search, 20, 0, 6).trials());
    TunedTrials.Point with = point(plan, search, 20, 1, 5);
    assertEquals("5", with.values().get("patience"));
    assertNotEquals(with.trials(), point(plan, search, 20, 1, 6).trials());
    assertTrue(with.trials().getFirst().train().text().contains("stop = early(patience = 5)"));
  }

  @Test
  void aPointThatIsStoppedEarlyIsATrialOfFewerEpochs() {
    ExperimentPlan plan = plan(TUNED.replace("random(points = 3)", "hyperband(points = 9)"));
    Tuning.Search search = search(plan, 1, 1);
    Trial few = point(plan, search, 2, 0.003, 2.5).trials().getFirst();
    Trial many = point(plan, search, 20, 0.003, 2.5).trials().getFirst();
    assertEquals(2, few.train().arguments().whole("epochs"));
    assertEquals(20, many.train().arguments().whole("epochs"));
    assertNotEquals(few.id(), many.id());
  }

  @Test
  void aPointThatMakesNoSenseIsAProblemAndNotAnError() {
    ExperimentPlan plan =
        plan(
            """
            let a tune int 1 .. 9
            data d = friedman1() -> standardize(target = true)
            loss huber(delta = (a - 4) * (a - 4))
            tune { search = random(points = 3) }
            """);
    Tuning.Search search = search(plan, 0, 1);
    Attempt<TunedTrials.Point> attempt =
        plan.tuned().orElseThrow().point(index(plan, search), List.of(4.0), 20);
    Attempt.Failure<?> failure = assertInstanceOf(Attempt.Failure.class, attempt);
    assertEquals("the file makes no sense with a = 4", failure.problems().getFirst().message());
    assertEquals(1, point(plan, search, 20, 5).trials().size());
  }

  @Test
  void aSearchMeetsNoRowOfATestPart() {
    ExperimentPlan nested = plan(TUNED);
    assertEquals(
        Optional.of(new TuningRows(true, 0, 7)),
        rows(point(nested, search(nested, 1, 3), 20, 1, 1)));
    assertEquals(Optional.empty(), TuningRows.of(nested.trials().getFirst().data()));

    ExperimentPlan apart = plan(TUNED.replace("seeds = 2", "seeds = 2, scope = apart(30%)"));
    assertEquals(List.of(4, 5, 6, 7), search(apart, 1, 1).rows(), "one search serves all");
    assertEquals(
        Optional.of(new TuningRows(true, 0.3, 7)),
        rows(point(apart, search(apart, 1, 1), 20, 1, 1)));
    for (Trial trial : apart.trials()) {
      assertEquals(
          Optional.of(new TuningRows(false, 0.3, 7)),
          TuningRows.of(trial.data()),
          "who tunes nothing is tested on the same rows");
    }
  }

  private static Optional<TuningRows> rows(TunedTrials.Point point) {
    return TuningRows.of(point.trials().getFirst().data());
  }

  @Test
  void hyperbandIsTheTableOfItsPaper() {
    // expected: Li and others, JMLR 18(185), 2018, table 1 (R = 81, eta = 3): five brackets
    assertEquals(
        List.of(
            List.of(
                new Rung(81, 1), new Rung(27, 3), new Rung(9, 9), new Rung(3, 27), new Rung(1, 81)),
            List.of(new Rung(27, 3), new Rung(9, 9), new Rung(3, 27), new Rung(1, 81)),
            List.of(new Rung(9, 9), new Rung(3, 27), new Rung(1, 81)),
            List.of(new Rung(6, 27), new Rung(2, 81)),
            List.of(new Rung(5, 81))),
        brackets("hyperband", 25, 81, 3));
  }

  @Test
  void noSearchTakesMoreThanItsBudget() {
    for (String search : List.of("halving", "hyperband")) {
      for (int eta = 2; eta < 6; eta++) {
        for (int points = 1; points < 60; points++) {
          for (int epochs : new int[] {1, 2, 3, 7, 20, 81, 100}) {
            List<List<Rung>> brackets = brackets(search, points, epochs, eta);
            long cost = 0;
            for (List<Rung> rungs : brackets) {
              assertEquals(epochs, rungs.getLast().epochs());
              for (Rung rung : rungs) {
                assertTrue(rung.points() > 0 && rung.epochs() > 0);
                cost += (long) rung.points() * rung.epochs();
              }
            }
            assertTrue(cost <= (long) points * epochs, search + " " + points + " of " + epochs);
          }
        }
      }
    }
  }

  private static List<List<Rung>> brackets(String search, int points, int epochs, int eta) {
    var call = new Value.Call(search, new Arguments(Map.of("eta", new Value.Numeral(eta))));
    return Brackets.of(call, points, epochs).stream().map(Tuning.Bracket::rungs).toList();
  }

  private static ExperimentPlan plan(String text) {
    return World.plan("tuned", text).get();
  }

  private static List<String> names(Tuning.Search search) {
    return search.values().stream().map(Tuning.TunedValue::name).toList();
  }

  private static Tuning.Search search(ExperimentPlan plan, int contender, int part) {
    return plan.tuning().orElseThrow().searches().stream()
        .filter(search -> search.contender() == contender && search.part() == part)
        .findFirst()
        .orElseThrow();
  }

  private static int index(ExperimentPlan plan, Tuning.Search search) {
    return plan.tuning().orElseThrow().searches().indexOf(search);
  }

  private static TunedTrials.Point point(
      ExperimentPlan plan, Tuning.Search search, int epochs, double... numbers) {
    var values = new ArrayList<Double>();
    for (double number : numbers) {
      values.add(number);
    }
    return value(plan.tuned().orElseThrow().point(index(plan, search), values, epochs));
  }

  private static <T> T value(Attempt<T> attempt) {
    return switch (attempt) {
      case Attempt.Success<T>(T value) -> value;
      case Attempt.Failure<T>(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}

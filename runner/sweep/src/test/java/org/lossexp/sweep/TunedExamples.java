package org.lossexp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TunedTrials;
import org.lossexp.experiment.Tuning;
import org.lossexp.experiment.Tuning.Bracket;
import org.lossexp.experiment.Tuning.Range;
import org.lossexp.experiment.Tuning.Rung;
import org.lossexp.experiment.Tuning.TunedValue;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Value;

/**
 * Plans with searches, whose trials say in their names what they are. Two contenders, of which the
 * second tunes a share too; one search for each of three test parts.
 */
final class TunedExamples implements TunedTrials {
  static final int PARTS = 3;
  static final int SEEDS = 2;

  private static final TunedValue RATE =
      new TunedValue("rate", "log 1e-4 .. 1e-1", new Range.Interval(1e-4, 1e-1, true));
  private static final TunedValue SHARE =
      new TunedValue("share", "0 .. 1", new Range.Interval(0, 1, false));
  static final TunedValue UNITS = new TunedValue("units", "int 1 .. 6", new Range.Whole(1, 6));
  static final TunedValue STOP =
      new TunedValue("stop", "{never, early}", new Range.Choice(List.of("never", "early"), false));

  private final Tuning tuning;

  private TunedExamples(Tuning tuning) {
    this.tuning = tuning;
  }

  static ExperimentPlan plan(String search, int points) {
    return plan(search, List.of(new Bracket(List.of(new Rung(points, 9)))));
  }

  static ExperimentPlan plan(String search, List<Bracket> brackets) {
    return plan(search, brackets, List.of(List.of(RATE), List.of(RATE, SHARE)));
  }

  /** {@return a plan in which contender {@code i} tunes {@code values.get(i)}} */
  static ExperimentPlan plan(String search, List<Bracket> brackets, List<List<TunedValue>> values) {
    var searches = new ArrayList<Tuning.Search>();
    var rows = new ArrayList<Design.Row>();
    var standIns = new ArrayList<Trial>();
    for (int contender = 0; contender < 3; contender++) {
      for (int part = 1; part <= PARTS; part++) {
        String name = "c%d-p%d".formatted(contender, part);
        if (contender < values.size()) {
          searches.add(
              new Tuning.Search(
                  0,
                  contender,
                  part,
                  brackets,
                  values.get(contender),
                  "part " + part,
                  List.of(rows.size())));
        }
        standIns.add(trial(name, 9));
        rows.add(new Design.Row(name, 0, contender, "seed " + part, part));
      }
    }
    var tuning =
        new Tuning(
            new Value.Call(search, Arguments.NONE),
            SEEDS,
            "validation.rmse",
            new Value.Word("nested"),
            searches);
    var design =
        new Design(
            "tuned",
            "tuned",
            "",
            List.of(new Design.Setting("", Map.of())),
            List.of(
                new Design.Contender("first", "squared", Map.of()),
                new Design.Contender("second", "huber", Map.of()),
                new Design.Contender("fixed", "mae", Map.of())),
            OptionalInt.empty(),
            "test.rmse",
            0,
            true,
            0.05,
            List.of(
                new Design.Measure("rmse", Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY)),
            Design.Units.RESAMPLED,
            PARTS,
            rows,
            Optional.of(tuning),
            List.of(),
            List.of(),
            List.of("html"),
            List.of(),
            "resolved\n");
    return new ExperimentPlan(design, standIns, Optional.of(new TunedExamples(tuning)));
  }

  private static Trial trial(String name, int epochs) {
    Trial any = Examples.trial(name, 1);
    Map<String, Value> settings = Map.of("epochs", new Value.Numeral(epochs));
    return new Trial(
        name,
        any.data(),
        "",
        0,
        List.of(),
        "huber",
        any.optimizer(),
        new Value.Call("train", new Arguments(settings)),
        List.of(),
        Optional.empty(),
        any.seeds());
  }

  private static String name(Tuning.Search search, Map<String, String> values) {
    return "c%d-p%d %s".formatted(search.contender(), search.part(), values);
  }

  @Override
  public Attempt<Point> point(int search, List<Double> numbers, int epochs) {
    Tuning.Search which = tuning.searches().get(search);
    Map<String, String> values = values(which, numbers);
    if (values.getOrDefault("units", "").equals("5")) {
      return new Attempt.Failure<>(
          new Problem("LX430", "no sense with 5 units", Optional.empty(), List.of()));
    }
    var trials = new ArrayList<Trial>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      trials.add(
          trial(
              "%s epochs %d tuning seed %d".formatted(name(which, values), epochs, seed), epochs));
    }
    return new Attempt.Success<>(new Point(values, trials));
  }

  @Override
  public Attempt<List<Trial>> finals(int search, List<Double> numbers) {
    Tuning.Search which = tuning.searches().get(search);
    return new Attempt.Success<>(List.of(trial(name(which, values(which, numbers)), 9)));
  }

  /** The units say nothing where training stops early. */
  private static Map<String, String> values(Tuning.Search search, List<Double> numbers) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      TunedValue value = search.values().get(i);
      values.put(
          value.name(),
          value.range() instanceof Range.Choice choice
              ? choice.values().get(numbers.get(i).intValue())
              : Value.Numeral.text(numbers.get(i)));
    }
    if (values.getOrDefault("stop", "").equals("early")) {
      values.remove("units");
    }
    return values;
  }

  /**
   * The result of {@code trial}, by its name alone: best near a rate of 0.01, a share of 0.7 and 3
   * units, better with more epochs; rates above 0.06 diverge.
   */
  static TrialResult result(Trial trial) {
    double rate = number(trial, "rate", 0.01);
    if (rate > 0.06) {
      return new TrialResult(
          trial.id(), TrialResult.Status.DIVERGED, "NaN", 0, 80, 10, 20, Map.of(), List.of());
    }
    double away = StrictMath.log10(rate) + 2;
    double share = number(trial, "share", 0.7) - 0.7;
    double units = number(trial, "units", 4) - 3;
    double epochs = trial.train().arguments().whole("epochs");
    double noise = 0.01 * ((trial.id().hashCode() & 0xFF) / 255.0);
    double rmse = 1 + away * away + share * share + units * units + 1 / epochs + noise;
    return new TrialResult(
        trial.id(),
        TrialResult.Status.DONE,
        "",
        1,
        80,
        10,
        20,
        Map.of("validation.rmse", rmse),
        List.of());
  }

  private static double number(Trial trial, String name, double fallback) {
    return Arrays.stream(trial.id().split("[{},\\s]+"))
        .filter(part -> part.startsWith(name + "="))
        .mapToDouble(part -> Double.parseDouble(part.substring(name.length() + 1)))
        .findFirst()
        .orElse(fallback);
  }
}

package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.Failure;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Missing;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Bootstrap;
import org.lossexp.report.statistics.DecidingTest;
import org.lossexp.report.statistics.Decision;
import org.lossexp.report.statistics.Descriptive;
import org.lossexp.report.statistics.Direction;
import org.lossexp.report.statistics.EffectSize;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.Power;
import org.lossexp.report.statistics.SignedRankTest;
import org.lossexp.report.statistics.SplitMix64;
import org.lossexp.report.statistics.TTest;
import org.lossexp.report.statistics.Verdict;

/**
 * Works out the {@link Comparison}: units from trials, paired differences from units, the test that
 * the design asks for, Holm over its family, the verdict.
 *
 * <p>Pairs are made trial by trial (same unit, same seed) and then averaged within the unit, so
 * that a seed that one contender lacks does not shift the difference.
 */
final class Comparer {
  private static final int RESAMPLES = 2000;

  private final Design design;
  private final Map<String, TrialResult> results;
  private final List<Metric> metrics;

  Comparer(Design design, Map<String, TrialResult> results) {
    this.design = design;
    this.results = results;
    this.metrics = metrics(design);
  }

  Comparison compare() {
    List<Draft> drafts = new ArrayList<>();
    for (int setting = 0; setting < design.settings().size(); setting++) {
      drafts.add(draft(setting));
    }
    List<TTest> all = new ArrayList<>();
    drafts.forEach(draft -> all.addAll(draft.tests()));
    List<Decision> overall = Decision.holm(all, design.alpha());
    List<InSetting> settings = new ArrayList<>();
    int next = 0;
    for (Draft draft : drafts) {
      int end = next + draft.tests().size();
      settings.add(judged(draft, overall.subList(next, end), all.size()));
      next = end;
    }
    List<OverDataSets> overDataSets =
        new DataSetsComparer(design, metrics.getFirst(), settings).compare();
    return new Comparison(metrics, settings, overDataSets, all.size(), failures());
  }

  /** The deciding metric, then every measured one on the test part. */
  private static List<Metric> metrics(Design design) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    String part = design.by().substring(0, design.by().indexOf('.') + 1);
    for (Design.Measure measure : design.metrics()) {
      if (design.by().equals(part + measure.name())) {
        metrics.put(design.by(), metric(design.by(), measure));
      }
    }
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("not among the metrics: " + design.by());
    }
    for (Design.Measure measure : design.metrics()) {
      String key = "test." + measure.name();
      metrics.putIfAbsent(key, metric(key, measure));
    }
    return List.copyOf(metrics.values());
  }

  private static Metric metric(String key, Design.Measure measure) {
    Direction direction =
        switch (measure.direction()) {
          case HIGHER_IS_BETTER -> Direction.HIGHER_IS_BETTER;
          case LOWER_IS_BETTER -> Direction.LOWER_IS_BETTER;
        };
    return new Metric(key, direction, measure.low(), measure.high());
  }

  private List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    for (int row = 0; row < design.trials().size(); row++) {
      TrialResult result = results.get(design.trials().get(row).trial());
      if (result == null) {
        failures.add(new Failure(row, Failure.Kind.NOT_RUN, ""));
        continue;
      }
      switch (result.status()) {
        case DONE -> {}
        case DIVERGED -> failures.add(new Failure(row, Failure.Kind.DIVERGED, result.cause()));
        case FAILED -> failures.add(new Failure(row, Failure.Kind.FAILED, result.cause()));
        case OUTSIDE -> failures.add(new Failure(row, Failure.Kind.OUTSIDE, result.cause()));
      }
    }
    return failures;
  }

  /** One training's place: two contenders are paired where it is equal. */
  private record Slot(String unit, long seed) {}

  /** A contender's trials in a setting. */
  private record Entry(int contender, Map<Slot, String> trials) {}

  /** A setting with its tests, before they are decided together. */
  private record Draft(InSetting setting, List<TTest> tests) {}

  private Draft draft(int setting) {
    Map<Integer, Map<Slot, String>> trials = new TreeMap<>();
    double rows = 0;
    double testRows = 0;
    double trainingRows = 0;
    for (Design.Row row : design.trials()) {
      if (row.setting() != setting) {
        continue;
      }
      trials
          .computeIfAbsent(row.contender(), _ -> new LinkedHashMap<>())
          .put(new Slot(unit(row), row.seed()), row.trial());
      TrialResult result = results.get(row.trial());
      if (result != null && result.status() == TrialResult.Status.DONE) {
        rows++;
        testRows += result.testRows();
        trainingRows += result.trainingRows();
      }
    }
    List<Entry> entries = new ArrayList<>();
    trials.forEach((contender, slots) -> entries.add(new Entry(contender, slots)));
    var sizes = new Sizes(rows == 0 ? 0 : testRows / rows, rows == 0 ? 0 : trainingRows / rows);
    double ratio = ratio(sizes);
    List<Measured> measured = new ArrayList<>();
    for (int metric = 0; metric < metrics.size(); metric++) {
      measured.add(measured(metric, entries, ratio, setting));
    }
    List<TTest> tests = new ArrayList<>();
    for (Contrast contrast : measured.getFirst().contrasts()) {
      if (!contrast.differences().isEmpty()) {
        tests.add(test(contrast.values(), ratio));
      }
    }
    double rope = rope(measured.getFirst());
    return new Draft(new InSetting(setting, rope, sizes.test(), sizes.training(), measured), tests);
  }

  private record Sizes(double test, double training) {}

  /** With one fixed test part the seeds are the units, whatever the part is called. */
  private String unit(Design.Row row) {
    return switch (design.units()) {
      case RESAMPLED, FIXED_FOLDS -> row.unit();
      case SEEDS_ONLY -> "seed " + row.seed();
    };
  }

  /** n_test / n_train where test parts share training rows; 0 where there is but one. */
  private double ratio(Sizes sizes) {
    return switch (design.units()) {
      case RESAMPLED, FIXED_FOLDS -> sizes.training() > 0 ? sizes.test() / sizes.training() : 0;
      case SEEDS_ONLY -> 0;
    };
  }

  private TTest test(double[] differences, double ratio) {
    return switch (design.units()) {
      case RESAMPLED, FIXED_FOLDS -> TTest.correctedResampled(differences, ratio);
      case SEEDS_ONLY -> TTest.paired(differences);
    };
  }

  /** Relative ropes are a share of the baseline's mean; without a baseline of the mean of all. */
  private double rope(Measured deciding) {
    if (!design.ropeRelative()) {
      return design.rope();
    }
    double[] means =
        deciding.scores().stream()
            .filter(score ->
                design.baseline().isEmpty() || design.baseline().getAsInt() == score.contender())
            .flatMap(score -> score.mean().stream().boxed())
            .mapToDouble(mean -> mean)
            .toArray();
    return means.length == 0 ? 0 : design.rope() * Math.abs(Descriptive.mean(means));
  }

  private Measured measured(int index, List<Entry> entries, double ratio, int setting) {
    Metric metric = metrics.get(index);
    List<Score> scores = new ArrayList<>();
    for (Entry entry : entries) {
      scores.add(score(metric, entry, ratio, setting));
    }
    Comparator<Score> byMean = Comparator.comparingDouble(score -> score.mean().orElseThrow());
    Comparator<Score> best =
        switch (metric.direction()) {
          case HIGHER_IS_BETTER -> byMean.reversed();
          case LOWER_IS_BETTER -> byMean;
        };
    List<Score> ranked = new ArrayList<>();
    scores.stream().filter(score -> score.mean().isPresent()).sorted(best).forEach(ranked::add);
    scores.stream().filter(score -> score.mean().isEmpty()).forEach(ranked::add);
    Map<Integer, Entry> byContender = new LinkedHashMap<>();
    entries.forEach(entry -> byContender.put(entry.contender(), entry));
    List<Contrast> contrasts = new ArrayList<>();
    for (int i = 0; i < ranked.size(); i++) {
      Entry contender = byContender.get(ranked.get(i).contender());
      if (design.baseline().isPresent()) {
        Entry baseline = byContender.get(design.baseline().getAsInt());
        if (baseline != null && baseline.contender() != contender.contender()) {
          contrasts.add(contrast(metric, contender, baseline));
        }
      } else {
        for (Score other : ranked.subList(i + 1, ranked.size())) {
          contrasts.add(contrast(metric, contender, byContender.get(other.contender())));
        }
      }
    }
    return new Measured(index, ranked, contrasts);
  }

  private Score score(Metric metric, Entry entry, double ratio, int setting) {
    Map<String, List<Double>> seeds = new LinkedHashMap<>();
    int diverged = 0;
    int failed = 0;
    int outside = 0;
    int notRun = 0;
    int undefined = 0;
    int absent = 0;
    int finished = 0;
    for (Map.Entry<Slot, String> trial : entry.trials().entrySet()) {
      TrialResult result = results.get(trial.getValue());
      if (result == null) {
        notRun++;
        continue;
      }
      switch (result.status()) {
        case DONE -> {
          finished++;
          OptionalDouble value = value(metric, trial.getValue());
          if (value.isPresent()) {
            seeds
                .computeIfAbsent(trial.getKey().unit(), _ -> new ArrayList<>())
                .add(value.getAsDouble());
          } else if (result.metrics().containsKey(metric.key())) {
            undefined++;
          } else {
            absent++;
          }
        }
        case DIVERGED -> diverged++;
        case FAILED -> failed++;
        case OUTSIDE -> outside++;
      }
    }
    boolean applicable = finished == 0 || absent < finished;
    List<UnitValue> units = new ArrayList<>();
    seeds.forEach((unit, values) -> units.add(new UnitValue(unit, mean(values))));
    var missing =
        new Missing(diverged, failed, outside, notRun, applicable ? undefined + absent : 0);
    double[] values = units.stream().mapToDouble(UnitValue::value).toArray();
    if (values.length == 0) {
      return new Score(
          entry.contender(),
          entry.trials().size(),
          applicable,
          units,
          missing,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty());
    }
    return new Score(
        entry.contender(),
        entry.trials().size(),
        applicable,
        units,
        missing,
        OptionalDouble.of(Descriptive.mean(values)),
        Descriptive.standardDeviation(values),
        OptionalDouble.of(Descriptive.interquartileMean(values)),
        metric.equals(metrics.getFirst())
            ? bootstrap(
                values,
                Descriptive::interquartileMean,
                random(Drawn.INTERQUARTILE_MEAN, setting, entry.contender(), 0))
            : Optional.empty(),
        values.length == 1
            ? Optional.empty()
            : Optional.of(
                cut(Descriptive.meanInterval(values, ratio, 1 - design.alpha()), metric)));
  }

  /** A mean cannot leave the metric's range, so its interval need not either. */
  private static Interval cut(Interval interval, Metric metric) {
    return new Interval(
        Math.clamp(interval.low(), metric.low(), metric.high()),
        Math.clamp(interval.high(), metric.low(), metric.high()),
        interval.level());
  }

  private static double mean(List<Double> values) {
    return Descriptive.mean(values.stream().mapToDouble(value -> value).toArray());
  }

  /** The value of a trial that is done and has a finite one. */
  private OptionalDouble value(Metric metric, String trial) {
    TrialResult result = results.get(trial);
    if (result == null || result.status() != TrialResult.Status.DONE) {
      return OptionalDouble.empty();
    }
    Double value = result.metrics().get(metric.key());
    return value == null || !Double.isFinite(value)
        ? OptionalDouble.empty()
        : OptionalDouble.of(value);
  }

  private Contrast contrast(Metric metric, Entry contender, Entry reference) {
    Map<String, List<Double>> seeds = new LinkedHashMap<>();
    int dropped = 0;
    for (Map.Entry<Slot, String> trial : contender.trials().entrySet()) {
      String other = reference.trials().get(trial.getKey());
      if (other == null) {
        continue;
      }
      OptionalDouble value = value(metric, trial.getValue());
      OptionalDouble beside = value(metric, other);
      if (value.isEmpty() || beside.isEmpty()) {
        dropped++;
        continue;
      }
      double[] difference =
          metric
              .direction()
              .differences(new double[] {value.getAsDouble()}, new double[] {beside.getAsDouble()});
      seeds.computeIfAbsent(trial.getKey().unit(), _ -> new ArrayList<>()).add(difference[0]);
    }
    List<UnitValue> differences = new ArrayList<>();
    seeds.forEach((unit, values) -> differences.add(new UnitValue(unit, mean(values))));
    return new Contrast(
        contender.contender(), reference.contender(), differences, dropped, Optional.empty());
  }

  private InSetting judged(Draft draft, List<Decision> overall, int allComparisons) {
    InSetting setting = draft.setting();
    List<Decision> inSetting = Decision.holm(draft.tests(), design.alpha());
    Measured deciding = setting.deciding();
    List<Contrast> contrasts = new ArrayList<>();
    int next = 0;
    for (Contrast contrast : deciding.contrasts()) {
      if (contrast.differences().isEmpty()) {
        contrasts.add(contrast);
        continue;
      }
      TTest test = draft.tests().get(next);
      double[] values = contrast.values();
      Judgement alone =
          judgement(values, inSetting.get(next), setting.rope(), draft.tests().size());
      var evidence =
          new Evidence(
              test,
              SignedRankTest.of(values),
              Posterior.correlatedT(values, test.testToTrainRatio(), setting.rope()),
              bootstrap(
                  values,
                  Descriptive::mean,
                  random(
                      Drawn.DIFFERENCE,
                      setting.setting(),
                      contrast.contender(),
                      contrast.reference())),
              EffectSize.pairedImprovement(values),
              a12(deciding, contrast),
              unitsNeeded(test, values, setting, contrast, alone),
              alone,
              judgement(values, overall.get(next), setting.rope(), allComparisons));
      contrasts.add(
          new Contrast(
              contrast.contender(),
              contrast.reference(),
              contrast.differences(),
              contrast.dropped(),
              Optional.of(evidence)));
      next++;
    }
    List<Measured> measured = new ArrayList<>(setting.measured());
    measured.set(0, new Measured(deciding.metric(), deciding.scores(), contrasts));
    return new InSetting(
        setting.setting(), setting.rope(), setting.testRows(), setting.trainingRows(), measured);
  }

  private Judgement judgement(double[] values, Decision decision, double rope, int family) {
    return new Judgement(
        family,
        decision,
        Verdict.of(values, decision.interval(), rope),
        DecidingTest.T.canDecide(values.length, family, design.alpha()));
  }

  private double a12(Measured deciding, Contrast contrast) {
    double[] contender = values(deciding.score(contrast.contender()).orElseThrow());
    double[] reference = values(deciding.score(contrast.reference()).orElseThrow());
    return switch (metrics.getFirst().direction()) {
      case HIGHER_IS_BETTER -> EffectSize.a12(contender, reference);
      case LOWER_IS_BETTER -> EffectSize.a12(reference, contender);
    };
  }

  private static double[] values(Score score) {
    return score.units().stream().mapToDouble(UnitValue::value).toArray();
  }

  private OptionalInt unitsNeeded(
      TTest test, double[] values, InSetting setting, Contrast contrast, Judgement alone) {
    if (alone.verdict() != Verdict.UNDECIDED) {
      return OptionalInt.empty();
    }
    return Power.unitsNeeded(
        values,
        test.testToTrainRatio(),
        setting.rope(),
        design.alpha() / alone.family(),
        random(Drawn.POWER, setting.setting(), contrast.contender(), contrast.reference()));
  }

  private Optional<Interval> bootstrap(
      double[] values, ToDoubleFunction<double[]> statistic, SplitMix64 random) {
    return values.length == 1
        ? Optional.empty()
        : Optional.of(
            Bootstrap.interval(List.of(values), statistic, RESAMPLES, 1 - design.alpha(), random));
  }

  private SplitMix64 random(Drawn what, int setting, int contender, int reference) {
    return what.random(design, setting, contender, reference);
  }
}

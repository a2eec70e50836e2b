package org.lossexp.sweep;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Run;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Versions;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Value;

/** Plans for tests, and a runner whose results are a function of the trial, as the engine's are. */
final class Examples {
  static final InstantSource CLOCK = InstantSource.system();
  static final Versions VERSIONS = new Versions("0.1.0", 1, 1);

  private Examples() {}

  /** Two losses, {@code seeds} repetitions each. */
  static ExperimentPlan plan(int seeds) {
    List<Design.Row> rows = new ArrayList<>();
    List<Trial> trials = new ArrayList<>();
    List<Design.Contender> contenders =
        List.of(
            new Design.Contender("plain", "squared", Map.of("loss", "squared")),
            new Design.Contender("robust, said to be", "huber", Map.of("loss", "huber")));
    for (int contender = 0; contender < contenders.size(); contender++) {
      for (long seed = 1; seed <= seeds; seed++) {
        Trial trial = trial("c%d-s%d".formatted(contender, seed), seed);
        trials.add(trial);
        rows.add(new Design.Row(trial.id(), 0, contender, "seed " + seed, seed));
      }
    }
    Design design =
        new Design(
            "example",
            "example",
            "",
            List.of(new Design.Setting("", Map.of())),
            contenders,
            OptionalInt.of(0),
            "test.rmse",
            0,
            true,
            0.05,
            List.of(
                new Design.Measure("rmse", Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY)),
            Design.Units.RESAMPLED,
            seeds,
            rows,
            List.of(),
            List.of(),
            List.of("html"),
            List.of(),
            "loss squared\nloss huber\n");
    return new ExperimentPlan(design, trials);
  }

  static Trial trial(String id, long seed) {
    Value.Call sgd = new Value.Call("sgd", Arguments.NONE);
    return new Trial(
        id,
        List.of(new Value.Call("friedman1", Arguments.NONE)),
        "",
        0,
        List.of(),
        "huber",
        sgd,
        new Value.Call("train", Arguments.NONE),
        List.of(),
        Optional.empty(),
        Map.of(Trial.Purpose.SPLIT, seed));
  }

  /** The result of {@code trial}: one in eleven fails, one in thirteen diverges. */
  static TrialResult result(Trial trial) {
    SplittableRandom random = new SplittableRandom(trial.id().hashCode());
    if (random.nextInt(11) == 0) {
      throw new IllegalStateException("no result for\n" + trial.id());
    }
    boolean diverged = random.nextInt(13) == 0;
    List<TrialResult.Epoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= 20; epoch++) {
      double loss = diverged ? Double.NaN : random.nextDouble();
      history.add(new TrialResult.Epoch(epoch, loss, random.nextDouble(), 1e-4, 1e-3, Map.of()));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (!diverged) {
      metrics.put("test.rmse", random.nextDouble());
    }
    TrialResult.Status status = diverged ? TrialResult.Status.DIVERGED : TrialResult.Status.DONE;
    return new TrialResult(trial.id(), status, "", 20, 80, 0, 20, metrics, history);
  }

  static Run run(ExperimentPlan plan) {
    return new Run(VERSIONS, plan.design(), Instant.now());
  }

  static <T> T value(Attempt<T> attempt) {
    return switch (attempt) {
      case Attempt.Success<T>(T value) -> value;
      case Attempt.Failure<T>(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  static RunFolder open(Path folder) {
    return value(RunFolder.open(folder, false, CLOCK));
  }

  /** Hears nothing. */
  static class Silent implements SweepListener {
    @Override
    public void began(Progress progress) {}

    @Override
    public void started(Trial trial, Progress progress) {}

    @Override
    public void finished(TrialResult result, Progress progress) {}
  }
}

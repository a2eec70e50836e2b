package org.lossexp.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lossexp.data.DataRoom;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Keeper;
import org.lossexp.engine.Measurement;
import org.lossexp.engine.Objective;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TuningRows;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;
import org.lossexp.sweep.Caller;
import org.lossexp.sweep.TrialRunner;

/**
 * Runs a trial in this process: its text becomes data, a loss and metrics, and these a training.
 */
final class TrainingRunner implements TrialRunner {
  private final DataRoom data;
  private final TrialLoss losses;
  private final List<Metric> metrics;
  private final Keeping keeping;

  TrainingRunner(DataRoom data, TrialLoss losses, List<Metric> metrics, Keeping keeping) {
    this.data = data;
    this.losses = losses;
    this.metrics = List.copyOf(metrics);
    this.keeping = keeping;
  }

  /** {@return the same, that keeps what {@code keeping} says} */
  TrainingRunner keeping(Keeping what) {
    return new TrainingRunner(data, losses, metrics, what);
  }

  @Override
  public TrialResult run(Trial trial, Caller caller) {
    return switch (data.prepare(trial.data(), trial.fold(), trial.seeds())) {
      case Attempt.Failure<Prepared>(List<Problem> problems) -> unprepared(trial, problems);
      case Attempt.Success<Prepared>(Prepared prepared) -> train(trial, prepared, caller);
    };
  }

  private TrialResult train(Trial trial, Prepared prepared, Caller caller) {
    Set<String> extras = prepared.training().extras().keySet();
    return switch (losses.objective(trial, prepared, extras)) {
      case Attempt.Failure<Objective>(List<Problem> problems) ->
          ended(trial, TrialResult.Status.FAILED, problems.getFirst().message(), prepared);
      case Attempt.Success<Objective>(Objective objective) -> {
        List<Measurement> measurements =
            trial.metrics().stream()
                .filter(call -> !Trainer.isEvidence(call.name()))
                .map(call -> measurement(call, prepared.task()))
                .toList();
        Keeper others =
            keeping.keeper(
                trial, (file, learned) -> KeptModel.of(trial, prepared).file(learned).write(file));
        PredictionKeeper predictions = new PredictionKeeper(trial, others);
        boolean predicts = keeping.predictions() && !TuningRows.isOfSearch(trial);
        Keeper keeper = predicts ? predictions : others;
        TrialResult result =
            Trainer.train(
                trial, prepared, objective, measurements, keeper, caller::cancelled, caller::idle);
        yield predicts ? predictions.with(result) : result;
      }
    };
  }

  private Measurement measurement(Value.Call call, Task task) {
    Metric judging =
        metrics.stream()
            .filter(metric -> metric.descriptor().name().equals(call.name()))
            .filter(metric -> metric.descriptor().tasks().contains(task))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no metric: " + call.text()));
    return new Measurement(call.text(), judging, call.arguments());
  }

  /** Data that cannot be read now may be readable later; data that makes no sense will not. */
  private static TrialResult unprepared(Trial trial, List<Problem> problems) {
    boolean outside = problems.stream().anyMatch(problem -> problem.code().startsWith("LX6"));
    return new TrialResult(
        trial.id(),
        outside ? TrialResult.Status.OUTSIDE : TrialResult.Status.FAILED,
        problems.getFirst().message(),
        0,
        0,
        0,
        0,
        Map.of(),
        List.of());
  }

  private static TrialResult ended(
      Trial trial, TrialResult.Status status, String cause, Prepared prepared) {
    return new TrialResult(
        trial.id(),
        status,
        cause,
        0,
        prepared.training().rows(),
        0,
        prepared.test().map(Part::rows).orElse(0),
        Map.of(),
        List.of());
  }
}

package org.lossexp.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lossexp.data.DataRoom;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Measurement;
import org.lossexp.engine.Objective;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.plan.Feedings;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;
import org.lossexp.sweep.TrialRunner;

/**
 * Runs a trial in this process: its text becomes data, a loss and metrics, and these a training.
 */
final class TrainingRunner implements TrialRunner {
  private final DataRoom data;
  private final LossCompiler losses;
  private final List<Metric> metrics;

  TrainingRunner(DataRoom data, LossCompiler losses, List<Metric> metrics) {
    this.data = data;
    this.losses = losses;
    this.metrics = List.copyOf(metrics);
  }

  @Override
  public TrialResult run(Trial trial, BooleanSupplier cancelled) {
    return switch (data.prepare(trial.data(), trial.fold(), trial.seeds())) {
      case Attempt.Failure<Prepared>(List<Problem> problems) -> unprepared(trial, problems);
      case Attempt.Success<Prepared>(Prepared prepared) -> train(trial, prepared, cancelled);
    };
  }

  private TrialResult train(Trial trial, Prepared prepared, BooleanSupplier cancelled) {
    Source text = new Source("loss", trial.loss());
    Outcome<ResolvedLoss> loss = losses.resolve(text);
    if (loss.value().isEmpty()) {
      return failed(trial, loss.diagnostics(), prepared);
    }
    var diagnostics = new Diagnostics(text);
    Optional<Feedings.Fed> fed =
        Feedings.bind(
            loss.get().loss().descriptor(),
            occasion(trial, prepared),
            facts -> losses.bind(loss.get(), facts, diagnostics));
    if (fed.isEmpty()) {
      return failed(trial, diagnostics.inOrder(), prepared);
    }
    List<Measurement> measurements =
        trial.metrics().stream().map(call -> measurement(call, prepared.task())).toList();
    var objective =
        new Objective(
            fed.get().function(),
            fed.get().loss().reduction(),
            fed.get().loss().penalties(),
            fed.get().feeding(),
            fed.get().inputs(),
            fed.get().weighted());
    return Trainer.train(trial, prepared, objective, measurements, cancelled);
  }

  private static Feedings.Occasion occasion(Trial trial, Prepared prepared) {
    return new Feedings.Occasion(
        prepared.task(),
        prepared.outputs(),
        prepared.classCounts(),
        prepared.training().extras().keySet(),
        trial.data().stream().anyMatch(step -> step.name().equals("views")),
        trial.model(),
        trial.train().arguments());
  }

  /**
   * A plan binds the same loss to much the same data: it says what is wrong where a user sees it.
   */
  private static TrialResult failed(Trial trial, List<Diagnostic> diagnostics, Prepared prepared) {
    String cause =
        diagnostics.isEmpty() ? "the loss does not fit the data" : diagnostics.getFirst().message();
    return ended(trial, TrialResult.Status.FAILED, cause, prepared);
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

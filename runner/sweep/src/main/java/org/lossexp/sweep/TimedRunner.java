package org.lossexp.sweep;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;

/**
 * Cancels trials that take too long. Only a runner that asks whether it was cancelled stops: the
 * training loop does at every step.
 */
public final class TimedRunner implements TrialRunner {
  private final TrialRunner runner;
  private final Duration limit;

  /**
   * @param limit the longest that a trial of {@code runner} may take
   */
  public TimedRunner(TrialRunner runner, Duration limit) {
    this.runner = runner;
    this.limit = limit;
  }

  @Override
  public TrialResult run(Trial trial, BooleanSupplier cancelled) {
    long began = System.nanoTime();
    BooleanSupplier late = () -> System.nanoTime() - began > limit.toNanos();
    TrialResult result = runner.run(trial, () -> cancelled.getAsBoolean() || late.getAsBoolean());
    boolean stopped =
        result.status() == TrialResult.Status.OUTSIDE
            && late.getAsBoolean()
            && !cancelled.getAsBoolean();
    return stopped ? Causes.tooLong(trial.id(), limit) : result;
  }
}

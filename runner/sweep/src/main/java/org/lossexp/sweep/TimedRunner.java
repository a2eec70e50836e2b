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
  public TrialResult run(Trial trial, Caller caller) {
    long began = System.nanoTime();
    BooleanSupplier late = () -> System.nanoTime() - began > limit.toNanos();
    Caller impatient =
        new Caller() {
          @Override
          public boolean cancelled() {
            return caller.cancelled() || late.getAsBoolean();
          }

          @Override
          public int idle() {
            return caller.idle();
          }
        };
    TrialResult result = runner.run(trial, impatient);
    boolean stopped =
        result.status() == TrialResult.Status.OUTSIDE && late.getAsBoolean() && !caller.cancelled();
    return stopped ? Causes.tooLong(trial.id(), limit) : result;
  }
}

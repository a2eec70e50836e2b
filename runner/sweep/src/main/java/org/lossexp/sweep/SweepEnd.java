package org.lossexp.sweep;

import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;

/** How a sweep ended. */
public sealed interface SweepEnd {
  /** {@return the counts at the end} */
  Progress progress();

  /**
   * No trial is left to begin; the counts tell how each ended. Where memory was too short even to
   * record an attempt, {@link Progress#open} is not 0.
   */
  record Finished(Progress progress) implements SweepEnd {}

  /** {@code failure} ended it ({@link OnFailure#STOP}). */
  record Stopped(TrialResult failure, Progress progress) implements SweepEnd {}

  /** It was cancelled; trials that were running are as if they had not begun. */
  record Cancelled(Progress progress) implements SweepEnd {}

  /** The journal could not be written. */
  record Broken(Problem problem, Progress progress) implements SweepEnd {}
}

package org.lossexp.sweep;

import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;

/** Runs one trial; called from several threads at once. */
@FunctionalInterface
public interface TrialRunner {
  /**
   * {@return what {@code trial} left behind, a function of the trial alone}
   *
   * <p>Whatever it throws becomes the end of this one trial.
   *
   * @param caller asked now and then whether to go on, and for threads
   */
  TrialResult run(Trial trial, Caller caller);
}

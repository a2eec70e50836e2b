package org.lossexp.sweep;

import java.util.function.BooleanSupplier;
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
   * @param cancelled asked at every step or so; once true, the runner stops within a second and
   *     gives any result with the status {@code OUTSIDE}, which is not kept
   */
  TrialResult run(Trial trial, BooleanSupplier cancelled);
}

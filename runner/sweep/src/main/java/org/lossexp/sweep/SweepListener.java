package org.lossexp.sweep;

import java.util.Map;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;

/** Hears how a sweep goes, on the thread that called {@link Sweep#run}, one call at a time. */
public interface SweepListener {
  /** The sweep begins; {@code progress} tells what was done before. */
  void began(Progress progress);

  /**
   * A search is over.
   *
   * @param trials final trial as it was planned → the one with the values that were found
   */
  default void found(Map<String, String> trials) {}

  /** A worker took {@code trial}. */
  void started(Trial trial, Progress progress);

  /** {@code result} is on disk. */
  void finished(TrialResult result, Progress progress);
}

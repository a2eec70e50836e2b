package org.lossexp.api;

/** How a run ended; the program's exit codes. */
public enum RunEnd {
  /** Every trial ended well. */
  DONE,
  /** There are results, and some final trial failed, diverged, or has no result yet. */
  TRIAL_FAILED,
  /** The experiment makes no sense; the diagnostics say why, and nothing was run. */
  INVALID,
  /** A file is missing or cannot be written. */
  INPUT_OUTPUT,
  /** The thread was interrupted; the same call goes on from here. */
  INTERRUPTED
}

package org.lossexp.sweep;

/** What a failed trial means for those that have not begun. */
public enum OnFailure {
  /** Nothing: they run. */
  CONTINUE,
  /** None of them begins; those that are running end. */
  STOP
}

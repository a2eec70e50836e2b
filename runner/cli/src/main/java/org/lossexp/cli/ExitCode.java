package org.lossexp.cli;

import java.util.List;
import java.util.stream.Stream;

/** What the process says to its caller when it ends. */
public enum ExitCode {
  /** Done, warnings included. */
  DONE(0),
  /** A final trial did not end well, or a check said no. */
  TRIAL_FAILED(1),
  /** The experiment or the command line is invalid. */
  INVALID(2),
  /** {@code verify} or {@code diff} found a difference. */
  DIFFERENT(3),
  /** An input or output problem: a missing file, a full disk. */
  INPUT_OUTPUT(4),
  /** A mistake of ours. */
  INTERNAL(70),
  /** Stopped by the user. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** {@return what one command says after several pieces of work: the worst of {@code ends}} */
  static ExitCode worst(List<ExitCode> ends) {
    return Stream.of(INTERNAL, INTERRUPTED, INVALID, INPUT_OUTPUT, DIFFERENT, TRIAL_FAILED)
        .filter(ends::contains)
        .findFirst()
        .orElse(DONE);
  }

  /** {@return what {@code number} says} */
  static ExitCode of(int number) {
    return Stream.of(values()).filter(code -> code.number == number).findFirst().orElse(INTERNAL);
  }

  /** {@return the number that the process ends with} */
  int number() {
    return number;
  }
}

package org.lossexp.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;

/**
 * What a trial that threw left behind: one line for the tables, which may not depend on the thread,
 * the number of workers or what ran before.
 */
final class Causes {
  private static final int LONGEST = 300;

  /** How the class loader remembers why a class could not be initialised the first time. */
  private static final Pattern REMEMBERED =
      Pattern.compile("Exception ([\\w.$]+)(?:: (.*))? \\[in thread \".*\"]", Pattern.DOTALL);

  private Causes() {}

  static TrialResult result(String trial, Throwable thrown) {
    return switch (thrown) {
      case ExecutionException wrapper when wrapper.getCause() != null ->
          result(trial, wrapper.getCause());
      case CompletionException wrapper when wrapper.getCause() != null ->
          result(trial, wrapper.getCause());
      case OutOfMemoryError _ ->
          ended(trial, Status.OUTSIDE, "out of memory; fewer workers (`-j`) need less");
      // How deep a stack reaches depends on the machine, so this may not repeat itself elsewhere.
      case StackOverflowError _ -> ended(trial, Status.OUTSIDE, "the stack overflowed");
      case VirtualMachineError error -> ended(trial, Status.OUTSIDE, named(error));
      case UncheckedIOException failure -> ended(trial, Status.OUTSIDE, named(failure.getCause()));
      case IOException failure -> ended(trial, Status.OUTSIDE, named(failure));
      case InterruptedException _ -> ended(trial, Status.OUTSIDE, "interrupted");
      // The first trial that needs the class meets the one, all others the other.
      case ExceptionInInitializerError error when error.getCause() != null ->
          ended(trial, Status.FAILED, named(error.getCause()));
      case NoClassDefFoundError error
          when error.getCause() instanceof ExceptionInInitializerError e ->
          ended(trial, Status.FAILED, remembered(e));
      default -> ended(trial, Status.FAILED, named(thrown));
    };
  }

  /** {@return the end of a trial whose process ended, or was ended, for {@code cause}} */
  static TrialResult outside(String trial, String cause) {
    return ended(trial, Status.OUTSIDE, oneLine(cause));
  }

  /** {@return the end of a trial that took longer than {@code limit}} */
  static TrialResult tooLong(String trial, Duration limit) {
    return outside(
        trial,
        "took longer than %s s (`--trial-timeout`)"
            .formatted(
                BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString()));
  }

  private static TrialResult ended(String trial, Status status, String cause) {
    return new TrialResult(trial, status, cause, 0, 0, 0, 0, Map.of(), List.of());
  }

  private static String remembered(ExceptionInInitializerError first) {
    Matcher matcher = REMEMBERED.matcher(String.valueOf(first.getMessage()));
    return matcher.matches() ? named(matcher.group(1), matcher.group(2)) : named(first);
  }

  private static String named(Throwable thrown) {
    return named(thrown.getClass().getName(), thrown.getMessage());
  }

  private static String named(String className, String message) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return oneLine(message == null || message.isBlank() ? simple : simple + ": " + message);
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}

package org.lossexp.cli;

import java.util.Locale;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Severity;

/** What the program tells its user, as a value. */
public sealed interface Told {
  /** A problem with a place in a file. */
  record InFile(Diagnostic diagnostic) implements Told {}

  /** A problem without one. */
  record Apart(Severity severity, Problem problem) implements Told {}

  /** A mistake of ours. */
  record Broken(Throwable thrown) implements Told {}

  /** {@return {@code problem} as its user reads it, each line ended by {@code \n}} */
  static String text(Severity severity, Problem problem) {
    var text = new StringBuilder();
    text.append(severity.name().toLowerCase(Locale.ROOT))
        .append("[%s]: %s\n".formatted(problem.code(), problem.message()));
    problem.notes().forEach(note -> text.append("  = ").append(note).append('\n'));
    return text.toString();
  }
}

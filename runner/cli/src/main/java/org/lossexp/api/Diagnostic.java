package org.lossexp.api;

import java.util.List;
import java.util.Optional;

/**
 * A problem, for whoever wrote the file.
 *
 * @param code stable, {@code LX} and three digits; {@code lossexp explain} has a page on each
 * @param severity how much it weighs
 * @param message what is wrong, a sentence without a full stop
 * @param place where in a file; empty for a problem of a folder, a plugin or the like
 * @param label what stands under the place, such as {@code did you mean `delta`?}
 * @param notes what to do or what is possible, a line each
 * @param text all of it as the command line shows it
 */
public record Diagnostic(
    String code,
    Severity severity,
    String message,
    Optional<Place> place,
    Optional<String> label,
    List<String> notes,
    String text) {
  /** Keeps a copy of the notes. */
  public Diagnostic {
    notes = List.copyOf(notes);
  }

  /** How much a diagnostic weighs. */
  public enum Severity {
    /** The experiment cannot run. */
    ERROR,
    /** It can, and may not mean what was meant. */
    WARNING
  }

  /**
   * Where a problem is.
   *
   * @param file as it was named
   * @param line from 1
   * @param column from 1, in code points
   */
  public record Place(String file, int line, int column) {}
}

package org.lossexp.grammar;

import java.util.List;
import java.util.Optional;

/**
 * One problem of a file, for its user: what is wrong, where, and what to do.
 *
 * @param code stable, {@code LX} and three digits; {@code lossexp explain} has a page on each
 * @param source the text in which the problem stands
 * @param span where in it
 * @param message what is wrong, one sentence without a full stop, names between backquotes
 * @param label what stands under the range, beside the carets ("did you mean `delta`?")
 * @param notes what to do or what is possible, a line each
 */
public record Diagnostic(
    String code,
    Severity severity,
    Source source,
    Span span,
    String message,
    Optional<String> label,
    List<String> notes) {
  public Diagnostic {
    notes = List.copyOf(notes);
  }
}

package org.lossexp.grammar;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern MEANT = Pattern.compile("did you mean `([^`]+)`\\?");
  private static final Pattern WRITTEN = Pattern.compile("(?:did you mean|write) `([^`]+)`\\??");

  public Diagnostic {
    notes = List.copyOf(notes);
  }

  /**
   * {@return what to write in place of the range, where the label says no more than that} A label
   * of this room may say {@code write `…`}; those of other rooms may mean more than the range.
   */
  public Optional<String> fix() {
    return label
        .map((code.startsWith("LX1") ? WRITTEN : MEANT)::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .filter(text -> !text.contains("…"));
  }
}

package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The problems of one text, gathered while it is read; at most {@value #LIMIT}. */
final class Problems {
  /** More help nobody, and a hostile file must not fill the screen or the memory. */
  static final int LIMIT = 50;

  private final Source source;
  private final List<Diagnostic> found = new ArrayList<>();

  Problems(Source source) {
    this.source = source;
  }

  /** {@return the text whose problems these are} */
  Source source() {
    return source;
  }

  /**
   * Adds an error.
   *
   * @param label what stands beside the carets; empty for nothing
   */
  void error(String code, Span span, String message, String label, String... notes) {
    add(Severity.ERROR, code, span, message, label, List.of(notes));
  }

  /** Adds a warning, as {@link #error} does. */
  void warning(String code, Span span, String message, String label, String... notes) {
    add(Severity.WARNING, code, span, message, label, List.of(notes));
  }

  private void add(
      Severity severity, String code, Span span, String message, String label, List<String> notes) {
    if (!full()) {
      found.add(
          new Diagnostic(
              code,
              severity,
              source,
              span,
              message,
              Optional.of(label).filter(text -> !text.isEmpty()),
              notes));
    }
  }

  /** {@return whether no more problems are taken, so that reading may stop} */
  boolean full() {
    return found.size() == LIMIT;
  }

  /** {@return whether there are a few warnings at most} */
  boolean noError() {
    return !full() && found.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** {@return the problems in the order of the text} */
  List<Diagnostic> inOrder() {
    var all = new ArrayList<>(found);
    all.sort(Comparator.comparingInt(problem -> problem.span().start()));
    if (full()) {
      all.add(
          new Diagnostic(
              Codes.TOO_MANY_PROBLEMS,
              Severity.ERROR,
              source,
              all.getLast().span(),
              "too many problems: reading stopped after the first " + LIMIT,
              Optional.empty(),
              List.of("repair these first; the rest is looked at then")));
    }
    return all;
  }

  /** {@return {@code text} between backquotes, shortened if it is long} */
  static String quoted(String text) {
    return "`" + shortened(text) + "`";
  }

  /** {@return {@code text}, or its beginning if it is longer than anyone would read} */
  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "…";
  }
}

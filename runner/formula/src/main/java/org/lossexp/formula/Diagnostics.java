package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;

/**
 * Gathers what is wrong with one source text. One problem is kept once, however often it is met: a
 * value that is swept is read anew for every combination.
 */
public final class Diagnostics {
  /** Errors, and warnings: more help nobody. */
  private static final int LIMIT = 100;

  private final Source source;
  private final Set<Diagnostic> found = new LinkedHashSet<>();
  private int reported;
  private int errors;
  private int warnings;

  /** Nothing found yet in {@code source}. */
  public Diagnostics(Source source) {
    this.source = source;
  }

  /** {@return the text that the spans belong to} */
  public Source source() {
    return source;
  }

  /**
   * Adds what makes the experiment impossible.
   *
   * @param label what stands beside the carets; empty for nothing
   */
  public void error(String code, Span span, String message, String label, List<String> notes) {
    add(Severity.ERROR, code, span, message, label, notes);
  }

  /** Adds an error with notes written one by one. */
  public void error(String code, Span span, String message, String label, String... notes) {
    error(code, span, message, label, List.of(notes));
  }

  /** Adds what may not be meant; {@code label} as for an error. */
  public void warning(String code, Span span, String message, String label, String... notes) {
    add(Severity.WARNING, code, span, message, label, List.of(notes));
  }

  private void add(
      Severity severity, String code, Span span, String message, String label, List<String> notes) {
    reported += severity == Severity.ERROR ? 1 : 0;
    int before = severity == Severity.ERROR ? errors : warnings;
    if (before == LIMIT) {
      return;
    }
    boolean isNew =
        found.add(
            new Diagnostic(
                code,
                severity,
                source,
                span,
                message,
                Optional.of(label).filter(text -> !text.isEmpty()),
                notes));
    if (isNew && severity == Severity.ERROR) {
      errors++;
    } else if (isNew) {
      warnings++;
    }
  }

  /** Adds what was found elsewhere in the same text. */
  void addAll(Diagnostics others) {
    for (Diagnostic other : others.found) {
      add(
          other.severity(),
          other.code(),
          other.span(),
          other.message(),
          other.label().orElse(""),
          other.notes());
    }
  }

  /**
   * {@return how often an error was reported so far} One that is met again counts again, though it
   * is kept once: so whoever reads can tell by it whether this reading went well.
   */
  public int errors() {
    return reported;
  }

  /** {@return everything found, in the order of the text} */
  public List<Diagnostic> inOrder() {
    var all = new ArrayList<>(found);
    all.sort(Comparator.comparingInt(d -> d.span().start()));
    if (errors == LIMIT) {
      all.add(
          new Diagnostic(
              FormulaCodes.TOO_MANY_PROBLEMS,
              Severity.ERROR,
              source,
              all.getLast().span(),
              "too many problems: checking stopped after " + LIMIT,
              Optional.empty(),
              List.of("repair these first; the rest is looked at then")));
    }
    return all;
  }

  /** {@return what stands at {@code span}, on one line and not too long} */
  public String written(Span span) {
    return shortened(source.text().substring(span.start(), span.end()));
  }

  /** {@return {@code text} on one line, cut where it is long} */
  static String shortened(String text) {
    return shortened(text, 40);
  }

  static String shortened(String text, int length) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= length ? line : line.substring(0, length - 1) + "…";
  }
}

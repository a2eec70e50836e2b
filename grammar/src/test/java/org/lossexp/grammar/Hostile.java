package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;

/**
 * Does to a text what the program does to a stranger's: reads it as a file and as an expression,
 * lays it out, migrates it, and shows what was found.
 */
final class Hostile {
  /**
   * Seconds that one of these may take: a loaded machine is no failure of a build, so there only
   * hangs are caught; {@code -Pfuzz} holds to what the README promises.
   */
  private static final double LIMIT = Double.parseDouble(System.getProperty("lossexp.limit", "20"));

  private Hostile() {}

  /** {@return the codes of what was found in {@code text}, read as a file} */
  static List<String> read(String text) {
    var source = new Source("hostile.lossexp", text);
    Outcome<ExperimentFile> file = timed("reading", source, () -> Parser.parseFile(source));
    timed("reading an expression", source, () -> Parser.parseExpression(source));
    Outcome<String> laidOut = timed("laying out", source, () -> Formatter.format(source));
    timed("migrating", source, () -> Migration.of(source));
    var draft = new Source("draft.lossexp", "language 0\n" + text);
    timed("migrating", draft, () -> Migration.of(draft));
    laidOut
        .value()
        .filter(again -> again.length() < 50_000)
        .ifPresent(
            again -> assertEquals(again, Formatter.format(new Source("again", again)).get()));
    return file.diagnostics().stream().map(Diagnostic::code).toList();
  }

  private static <T> Outcome<T> timed(String what, Source source, Supplier<Outcome<T>> work) {
    var clock = ManagementFactory.getThreadMXBean();
    long before = clock.getCurrentThreadCpuTime();
    Outcome<T> outcome = work.get();
    for (Diagnostic diagnostic : outcome.diagnostics()) {
      // Ranges lie in the text, and messages are short, whatever they quote.
      assertTrue(diagnostic.span().end() <= diagnostic.source().text().length());
      String rendered = DiagnosticText.plain(diagnostic);
      assertTrue(rendered.contains(diagnostic.message()) || rendered.contains("\uFFFD"), rendered);
      assertTrue(rendered.length() < 2_000, rendered);
    }
    double seconds = (clock.getCurrentThreadCpuTime() - before) / 1e9;
    assertTrue(seconds < LIMIT, () -> what + " took " + seconds + " s: " + start(source.text()));
    return outcome;
  }

  private static String start(String text) {
    return text.substring(0, Math.min(200, text.length()));
  }
}

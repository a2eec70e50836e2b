package org.lossexp.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.DiagnosticText;

/**
 * Where the program speaks: results on {@code out}, progress and messages on {@code err}.
 *
 * @param colour whether messages may be coloured
 * @param live whether a person watches {@code err}, so that a line may be written over
 */
record Console(PrintStream out, PrintStream err, boolean colour, boolean live) {
  /** {@return the console of this process} */
  static Console ofProcess() {
    // Java tells of standard output alone whether a terminal reads it; the launcher asks the
    // system.
    boolean live = Boolean.getBoolean("lossexp.terminal");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    boolean colour = live && System.getenv("NO_COLOR") == null && !dumb;
    return new Console(
        stream(FileDescriptor.out), stream(FileDescriptor.err), colour, live && !dumb);
  }

  /** Shows diagnostics, in their order. */
  void show(List<Diagnostic> diagnostics) {
    for (Diagnostic diagnostic : diagnostics) {
      err.println(colour ? DiagnosticText.coloured(diagnostic) : DiagnosticText.plain(diagnostic));
    }
  }

  /** Shows a problem that has no place in a file. */
  void show(Problem problem) {
    show("error", problem);
  }

  /** Shows a problem that keeps nothing from going on. */
  void warn(Problem problem) {
    show("warning", problem);
  }

  /** Shows what was assumed: no problem, yet worth knowing. */
  void note(String sentence) {
    err.println("note: " + sentence);
  }

  /** Shows {@code notes}, but for what one of the diagnostics {@code shown} has said already. */
  void notes(List<String> notes, List<Diagnostic> shown) {
    notes.stream()
        .filter(note -> shown.stream().noneMatch(said -> note.endsWith(said.message())))
        .forEach(this::note);
  }

  private void show(String severity, Problem problem) {
    err.println(severity + "[" + problem.code() + "]: " + problem.message());
    problem.notes().forEach(note -> err.println("  = " + note));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}

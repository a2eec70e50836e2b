package org.lossexp.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.Severity;

/**
 * Where the program speaks: results on {@code out}, progress and messages on {@code err}.
 *
 * @param colour whether messages may be coloured
 * @param live whether a person watches {@code err}, so that a line may be written over
 * @param told hears as values what is shown as text
 */
record Console(
    PrintStream out, PrintStream err, boolean colour, boolean live, Consumer<Told> told) {
  /** A console whose text is all that anybody hears. */
  Console(PrintStream out, PrintStream err, boolean colour, boolean live) {
    this(out, err, colour, live, _ -> {});
  }

  /** {@return a console for a program: {@code told} hears it; nobody reads the answer} */
  static Console silent(PrintStream err, Consumer<Told> told) {
    return new Console(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        err,
        false,
        false,
        told);
  }

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
      told.accept(new Told.InFile(diagnostic));
      err.println(colour ? DiagnosticText.coloured(diagnostic) : DiagnosticText.plain(diagnostic));
    }
  }

  /** Shows a problem that has no place in a file. */
  void show(Problem problem) {
    show(Severity.ERROR, problem);
  }

  /** Shows a problem that keeps nothing from going on. */
  void warn(Problem problem) {
    show(Severity.WARNING, problem);
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

  private void show(Severity severity, Problem problem) {
    told.accept(new Told.Apart(severity, problem));
    err.print(Told.text(severity, problem));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}

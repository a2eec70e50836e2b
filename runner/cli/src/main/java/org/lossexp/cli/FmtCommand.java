package org.lossexp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Formatter;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp fmt}: experiments in their canonical layout. */
@Command(
    name = "fmt",
    mixinStandardHelpOptions = true,
    description = {
      "Lay out experiments: one spacing, long lines broken, comments kept.",
      "A file with mistakes is left alone."
    })
final class FmtCommand implements Callable<ExitCode> {
  private static final Path STANDARD_INPUT = Path.of("-");

  @ParentCommand private Main main;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Experiment files; - reads standard input and writes standard output.")
  private List<Path> files;

  @Option(
      names = "--check",
      description = "Write nothing; list the files whose layout differs, and exit with 1.")
  private boolean check;

  @Override
  public ExitCode call() {
    List<ExitCode> ends = new ArrayList<>();
    for (Path file : files) {
      ends.add(
          switch (file.equals(STANDARD_INPUT) ? SourceFile.ofInput() : SourceFile.read(file)) {
            case Attempt.Success<Source>(Source source) -> layOut(file, source);
            case Attempt.Failure<Source>(List<Problem> problems) -> {
              problems.forEach(main.console()::show);
              yield ExitCode.INPUT_OUTPUT;
            }
          });
    }
    return ExitCode.worst(ends);
  }

  private ExitCode layOut(Path file, Source source) {
    Outcome<String> laidOut = Formatter.format(source);
    if (laidOut.value().isEmpty()) {
      main.console().show(laidOut.diagnostics());
      return ExitCode.INVALID;
    }
    String text = laidOut.get();
    boolean differs = !text.equals(source.text());
    if (check) {
      if (differs) {
        main.console().out().println(source.name());
      }
      return differs ? ExitCode.TRIAL_FAILED : ExitCode.DONE;
    }
    if (file.equals(STANDARD_INPUT)) {
      main.console().out().print(text);
      return ExitCode.DONE;
    }
    return differs ? SourceFile.write(file, text, main.console()) : ExitCode.DONE;
  }
}

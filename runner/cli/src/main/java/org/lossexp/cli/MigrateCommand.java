package org.lossexp.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Migration;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp migrate}: a file of an older version of the language, rewritten. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Rewrite a file of an older version of the language, in place.",
      "Every change is listed; layout and comments stay."
    })
final class MigrateCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "FILE", description = "An experiment file.")
  private Path file;

  @Option(
      names = "--check",
      description = "Write nothing; list what would change, and exit with 1 if there is any.")
  private boolean check;

  @Override
  public ExitCode call() {
    return switch (SourceFile.read(file)) {
      case Attempt.Success<Source>(Source source) -> migrate(source);
      case Attempt.Failure<Source>(List<Problem> problems) -> {
        problems.forEach(main.console()::show);
        yield ExitCode.INPUT_OUTPUT;
      }
    };
  }

  private ExitCode migrate(Source source) {
    Outcome<Migration> outcome = Migration.of(source);
    main.console().show(outcome.diagnostics());
    if (outcome.value().isEmpty()) {
      boolean rewritten =
          outcome.diagnostics().stream().anyMatch(problem -> !problem.source().equals(source));
      main.console()
          .note("`" + file + "` is left as it is" + (rewritten ? ": mistakes would remain" : ""));
      return ExitCode.INVALID;
    }
    Migration migration = outcome.get();
    PrintStream out = main.console().out();
    if (migration.from() == Migration.TO) {
      out.println(file + ": written in version " + Migration.TO + " already, nothing to do");
      return ExitCode.DONE;
    }
    out.printf("%s: version %d to version %d%n", file, migration.from(), Migration.TO);
    for (Migration.Change change : migration.changes()) {
      out.println("  line " + change.line() + ": " + change.before() + " -> " + change.after());
    }
    return check ? ExitCode.TRIAL_FAILED : SourceFile.write(file, migration.text(), main.console());
  }
}

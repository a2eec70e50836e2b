package org.lossexp.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.sweep.TrialRunner;
import org.lossexp.sweep.TrialService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code lossexp worker}: what {@link Isolation} starts. Reads trials from standard input, writes
 * results to standard output.
 */
@Command(name = WorkerCommand.NAME, hidden = true, description = "Runs trials for another lossexp.")
final class WorkerCommand implements Callable<ExitCode> {
  static final String NAME = "worker";

  @ParentCommand private Main main;

  @Option(names = "--plugins", paramLabel = "DIR")
  private Optional<Path> plugins = Optional.empty();

  @Option(names = "--project", paramLabel = "DIR", required = true)
  private Path project;

  @Mixin private Keeping keeping;

  @Override
  public ExitCode call() throws InterruptedException {
    PrintStream results = main.console().out();
    // What a plugin prints may not stand between the results.
    System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
    TrialRunner runner =
        Wiring.of(Plugins.discover(plugins), project)
            .getInstance(TrainingRunner.class)
            .keeping(keeping);
    TrialService.serve(runner, System.in, results, () -> Runtime.getRuntime().halt(0));
    return ExitCode.DONE;
  }
}

package org.lossexp.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp report}: the reports again, from what is stored. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write the reports of a result folder again, without training.")
final class ReportCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "DIR", description = "A folder that `lossexp run` wrote.")
  private Path folder;

  @Option(
      names = "--timings",
      description = "Tell in the report how long trials took: it differs from run to run.")
  private boolean timings;

  @Override
  public ExitCode call() {
    return main.reports().write(folder, Duration.ZERO, timings);
  }
}

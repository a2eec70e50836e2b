package org.lossexp.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp report}: the reports again, from what is stored. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write the reports of a result folder again, without training.")
final class ReportCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A folder that `lossexp run` wrote.")
  private Path folder;

  @Override
  public ExitCode call() {
    LaterOptions.refuse(spec);
    return main.reports().write(folder, Duration.ZERO);
  }
}

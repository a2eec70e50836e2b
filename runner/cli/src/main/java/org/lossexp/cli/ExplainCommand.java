package org.lossexp.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp explain CODE}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Print the page on a diagnostic's code.")
final class ExplainCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "CODE", description = "The code of a message, such as LX204.")
  private String code;

  @Override
  public ExitCode call() {
    Optional<String> page = Explanations.page(code);
    if (page.isEmpty()) {
      main.console().err().println("lossexp: no message has the code `" + code + "`");
      main.console().err().println("  = codes look like LX204; they stand in brackets after error");
      return ExitCode.INVALID;
    }
    main.console().out().print(page.get());
    return ExitCode.DONE;
  }
}

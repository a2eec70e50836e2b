package org.lossexp.cli;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.experiment.Problem;
import org.lossexp.results.IoProblems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp watch}: a local page with a run's progress and the table so far. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = "Show a local page with the progress and the table so far, until Ctrl-C.")
final class WatchCommand implements Callable<ExitCode> {
  private static final int GREATEST_PORT = 65535;
  private static final long POLL_MILLIS = 100;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description = "The folder that `lossexp run` writes to; it need not be there yet.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where the page is, on this machine alone; default: any free one.")
  private int port;

  @Override
  public ExitCode call() throws InterruptedException {
    if (port < 0 || port > GREATEST_PORT) {
      throw new ParameterException(spec.commandLine(), "--port takes a number from 0 to 65535");
    }
    try (LiveServer server = LiveServer.start(folder, port)) {
      main.console().out().println("http://127.0.0.1:" + server.port() + "/");
      main.console().err().println("watching `" + folder + "` until Ctrl-C");
      while (!main.interruption().wished()) {
        server.poll();
        Thread.sleep(POLL_MILLIS);
      }
      return ExitCode.INTERRUPTED;
    } catch (BindException e) {
      main.console()
          .show(
              new Problem(
                  "LX665",
                  "port %d of this machine is taken".formatted(port),
                  Optional.empty(),
                  List.of("leave `--port` out, and a free one is found")));
    } catch (IOException e) {
      main.console().show(IoProblems.of(e, folder));
    }
    return ExitCode.INPUT_OUTPUT;
  }
}

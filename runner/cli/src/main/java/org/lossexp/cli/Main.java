package org.lossexp.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: arguments to an exit code. */
@Command(
    name = "lossexp",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Which loss function should I train with, here? Answered reproducibly.",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      FmtCommand.class,
      PlanCommand.class,
      ReportCommand.class,
      VerifyCommand.class,
      DiffCommand.class,
      WatchCommand.class,
      ExportCommand.class,
      LossesCommand.class,
      EvalCommand.class,
      PluginsCommand.class,
      NewCommand.class,
      AdviseCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      MigrateCommand.class,
      PredictCommand.class,
      WorkerCommand.class,
      AutoComplete.GenerateCompletion.class
    })
final class Main {
  private final Console console;
  private final Interruption interruption;

  private Main(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  /** Runs the program and ends the process. */
  public static void main(String[] arguments) {
    // Numbers look the same everywhere, in what is read as in what is written.
    Locale.setDefault(Locale.ROOT);
    Interruption interruption = Interruption.listen();
    int code = run(Console.ofProcess(), interruption, arguments);
    endFilter();
    interruption.end();
    System.exit(code);
  }

  /** {@return the exit code of the program on {@code arguments}} */
  static int run(Console console, Interruption interruption, String... arguments) {
    CommandLine line = commands(new Main(console, interruption));
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExitCodeExceptionMapper(thrown -> ExitCode.INTERNAL.number());
    line.setParameterExceptionHandler(Main::refuse);
    line.setExecutionExceptionHandler((thrown, _, _) -> {
      tellInternal(console, thrown);
      return ExitCode.INTERNAL.number();
    });
    line.setExecutionStrategy(new CommandLine.RunLast());
    if (arguments.length == 0) {
      line.usage(console.out());
      return ExitCode.INVALID.number();
    }
    int code;
    try {
      code = line.execute(arguments);
    } catch (Error broken) {
      // picocli hands on what is no exception.
      tellInternal(console, broken);
      return ExitCode.INTERNAL.number();
    }
    CommandLine.ParseResult parsed = line.getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    // A command that ran gives an ExitCode; help pages and refusals give picocli's number.
    return parsed != null
            && parsed.commandSpec().commandLine().getExecutionResult() instanceof ExitCode given
        ? given.number()
        : code;
  }

  /** {@return all commands, for those who only look at them} */
  static CommandLine commands() {
    return commands(new Main(Console.ofProcess(), new Interruption()));
  }

  private static CommandLine commands(Main main) {
    CommandLine line = new CommandLine(main);
    for (String name : NotYetCommands.NAMES) {
      line.addSubcommand(name, new NotYetCommands());
    }
    LaterOptions.addTo(line);
    return line;
  }

  /** {@return where this run of the program speaks} */
  Console console() {
    return console;
  }

  /** {@return whether the user wants this run of the program to end} */
  Interruption interruption() {
    return interruption;
  }

  /** {@return what writes reports} */
  Reports reports() {
    return new Reports(console);
  }

  private static int refuse(ParameterException refusal, String[] arguments) {
    PrintWriter err = refusal.getCommandLine().getErr();
    err.println("lossexp: " + refusal.getMessage());
    UnmatchedArgumentException.printSuggestions(refusal, err);
    err.println(
        "  = `"
            + refusal.getCommandLine().getCommandSpec().qualifiedName()
            + " --help` shows the use");
    return ExitCode.INVALID.number();
  }

  private static void tellInternal(Console console, Throwable thrown) {
    console.told().accept(new Told.Broken(thrown));
    console.err().println("lossexp: internal error: " + thrown);
    try {
      Path file = Files.createTempFile("lossexp-error-", ".txt");
      try (PrintStream trace =
          new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
        thrown.printStackTrace(trace);
      }
      console.err().println("  = this is a mistake of ours: please report it with " + file);
    } catch (IOException e) {
      console.err().println("  = this is a mistake of ours: please report it");
    }
  }

  /**
   * Waits for the launcher's filter of the error stream, so that whoever waits for this process
   * finds all of its messages written.
   */
  private static void endFilter() {
    Optional<ProcessHandle> filter =
        Optional.ofNullable(System.getProperty("lossexp.filter"))
            .map(Long::parseLong)
            .flatMap(ProcessHandle::of);
    if (filter.isPresent()) {
      System.err.close();
      try {
        filter.get().onExit().get(2, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // The filter is stuck or gone: our own end matters more than the last line of it.
      }
    }
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lossexp " + number()};
    }

    /** {@return the program's version; {@code development} outside of a jar} */
    static String number() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
          .orElse("development");
    }
  }
}

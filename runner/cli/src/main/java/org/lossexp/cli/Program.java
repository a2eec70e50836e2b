package org.lossexp.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Severity;
import org.lossexp.report.Comparison;
import org.lossexp.report.Report;
import org.lossexp.results.IoProblems;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;

/**
 * The program for other programs: the very commands, without a console.
 *
 * <p>Nothing is printed, the process goes on, and its locale stays as it is.
 */
public final class Program {
  private Program() {}

  /**
   * What a run left behind.
   *
   * @param code how it ended; never {@link ExitCode#INTERNAL}
   * @param told every problem that was told, in order
   * @param folder where the results are
   * @param read the results; empty where there are none to look at
   */
  public record Ended(ExitCode code, List<Told> told, Path folder, Optional<Read> read) {
    public Ended {
      told = List.copyOf(told);
    }
  }

  /** Results, and the report's numbers on them. */
  public record Read(Results results, Report report) {
    /** {@return the report's numbers} */
    public Comparison comparison() {
      return report.comparison();
    }
  }

  /**
   * {@return how {@code lossexp run} with {@code options} ended}
   *
   * <p>It has a thread of its own, since a channel that an interrupted thread writes to is closed.
   * Interrupting the caller stops the run as Ctrl-C does; the caller is then still interrupted.
   *
   * @param output {@code -o}; by default where the command puts results
   * @param options further options, as they are written on the command line
   * @throws IllegalArgumentException if the command line refuses an option
   * @throws IllegalStateException by a mistake of ours
   */
  public static Ended run(Path file, Optional<Path> output, List<String> options) {
    Path folder = output.orElse(RunCommand.defaultFolder(file));
    List<String> arguments = new ArrayList<>(List.of("run", "-o=" + folder));
    arguments.addAll(options);
    // picocli takes `@name` for a file of arguments, and `@@name` for the name.
    String name = file.toString();
    arguments.addAll(List.of("--", name.startsWith("@") ? "@" + name : name));
    var interruption = new Interruption();
    var task = new FutureTask<>(() -> run(arguments, folder, interruption));
    new Thread(task, "lossexp").start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          interruption.wish();
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IllegalArgumentException refused
          ? new IllegalArgumentException(refused.getMessage(), refused)
          : new IllegalStateException("lossexp broke, which is its own mistake", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Ended run(List<String> arguments, Path folder, Interruption interruption) {
    List<Told> told = Collections.synchronizedList(new ArrayList<>());
    var err = new ByteArrayOutputStream();
    var console = Console.silent(new PrintStream(err, true, StandardCharsets.UTF_8), told::add);
    int number = Main.run(console, interruption, arguments.toArray(String[]::new));
    for (Told each : List.copyOf(told)) {
      if (each instanceof Told.Broken(Throwable thrown)) {
        throw new IllegalStateException(thrown);
      }
    }
    ExitCode code = ExitCode.of(number);
    return switch (code) {
      case DONE, TRIAL_FAILED, INTERRUPTED -> {
        Ended stored = read(folder);
        // What was wrong with the journal was told when the run began.
        if (stored.read().isEmpty()) {
          told.addAll(stored.told());
        }
        yield new Ended(
            stored.read().isEmpty() ? stored.code() : code, told, folder, stored.read());
      }
      case INVALID, INPUT_OUTPUT, DIFFERENT -> {
        if (told.isEmpty()) {
          throw new IllegalArgumentException(err.toString(StandardCharsets.UTF_8).strip());
        }
        yield new Ended(code, told, folder, Optional.empty());
      }
      case INTERNAL -> throw new IllegalStateException(err.toString(StandardCharsets.UTF_8));
    };
  }

  /** {@return what {@code folder} holds of its latest run; nothing is written} */
  public static Ended read(Path folder) {
    return switch (RunFolder.read(folder)) {
      case Attempt.Failure<Stored>(List<Problem> problems) -> unreadable(folder, problems);
      case Attempt.Success<Stored>(Stored stored) -> {
        Results results = stored.results().orElseThrow();
        try {
          yield new Ended(
              Reports.exitCode(results),
              stored.damage().stream()
                  .<Told>map(problem -> new Told.Apart(Severity.WARNING, problem))
                  .toList(),
              folder,
              Optional.of(new Read(results, Reports.report(folder, results, Optional.empty()))));
        } catch (IOException e) {
          yield unreadable(folder, List.of(IoProblems.of(e, folder)));
        }
      }
    };
  }

  private static Ended unreadable(Path folder, List<Problem> problems) {
    return new Ended(
        ExitCode.INPUT_OUTPUT,
        problems.stream().<Told>map(problem -> new Told.Apart(Severity.ERROR, problem)).toList(),
        folder,
        Optional.empty());
  }
}

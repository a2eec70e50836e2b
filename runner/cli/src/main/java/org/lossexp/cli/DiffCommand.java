package org.lossexp.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.report.Differences;
import org.lossexp.results.IoProblems;
import org.lossexp.results.ResultFiles;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp diff}: two folders of results side by side. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Show what two result folders differ in: file, inputs, numbers, verdicts.")
final class DiffCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;

  @Parameters(index = "0", paramLabel = "A", description = "A folder that `lossexp run` wrote.")
  private Path one;

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private Path other;

  @Option(
      names = "--bits",
      description = "Compare the files that must be equal for equal experiments, byte by byte.")
  private boolean bits;

  @Override
  public ExitCode call() {
    return switch (RunFolder.read(one)) {
      case Attempt.Failure<Stored>(List<Problem> problems) -> fail(problems);
      case Attempt.Success<Stored>(Stored a) ->
          switch (RunFolder.read(other)) {
            case Attempt.Failure<Stored>(List<Problem> problems) -> fail(problems);
            case Attempt.Success<Stored>(Stored b) -> {
              try {
                yield bits
                    ? compareBits()
                    : compare(a.results().orElseThrow(), b.results().orElseThrow());
              } catch (IOException e) {
                yield fail(List.of(IoProblems.of(e, one)));
              }
            }
          };
    };
  }

  private ExitCode compare(Results a, Results b) {
    List<String> differences = Differences.between(a, b);
    PrintStream out = main.console().out();
    if (differences.isEmpty()) {
      out.println("the same file, inputs, numbers and verdicts");
      return ExitCode.DONE;
    }
    out.println("- " + one);
    out.println("+ " + other);
    differences.forEach(out::println);
    return ExitCode.DIFFERENT;
  }

  private ExitCode compareBits() throws IOException {
    SortedSet<Path> inOne = ResultFiles.in(one);
    SortedSet<Path> inOther = ResultFiles.in(other);
    List<Path> differing = ResultFiles.differing(one, other);
    SortedSet<Path> all = new TreeSet<>(inOne);
    all.addAll(inOther);
    boolean equal = true;
    for (Path file : all) {
      String word =
          !inOther.contains(file)
              ? "only in " + one
              : !inOne.contains(file)
                  ? "only in " + other
                  : differing.contains(file) ? "different" : "equal";
      equal &= word.equals("equal");
      main.console().out().println("%-12s %s".formatted(word, file));
    }
    return equal ? ExitCode.DONE : ExitCode.DIFFERENT;
  }

  private ExitCode fail(List<Problem> problems) {
    problems.forEach(main.console()::show);
    return ExitCode.INPUT_OUTPUT;
  }
}

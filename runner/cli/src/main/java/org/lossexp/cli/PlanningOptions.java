package org.lossexp.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that plans an experiment takes, and the way to the plan. */
final class PlanningOptions {
  @Mixin private PluginOption plugins;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "A value for a `let` of the file; may be given several times.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** What a command does with a plan, or with what stands against it. */
  @FunctionalInterface
  interface Work {
    ExitCode on(Injector program, Outcome<ExperimentPlan> outcome);
  }

  /**
   * {@return what {@code work} says of the plan of {@code file}, or why there is none to look at}
   */
  ExitCode plan(Path file, Console console, Work work) {
    return plan(file, console, problems -> problems.forEach(console::show), work);
  }

  /**
   * {@return the same}
   *
   * @param unreadable is given what keeps the file from being read
   */
  ExitCode plan(Path file, Console console, Consumer<List<Problem>> unreadable, Work work) {
    return plugins.discover(
        console,
        found ->
            switch (SourceFile.read(file)) {
              case Attempt.Failure<Source>(List<Problem> problems) -> {
                unreadable.accept(problems);
                yield ExitCode.INPUT_OUTPUT;
              }
              case Attempt.Success<Source>(Source source) -> {
                Injector program = Wiring.of(found, Experiments.folder(file));
                Experiments experiments = program.getInstance(Experiments.class);
                yield work.on(program, experiments.plan(source, overrides));
              }
            });
  }
}

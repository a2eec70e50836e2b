package org.lossexp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.plan.Host;
import org.lossexp.plan.Planner;

/** From the path of an experiment to its plan. */
final class Experiments {
  /** The version of the language that this program speaks. */
  static final int LANGUAGE = 1;

  private static final String ENDING = ".lossexp";

  private final Host host;

  Experiments(Host host) {
    this.host = host;
  }

  /**
   * {@return the plan of {@code source}, and every problem of it}
   *
   * @param overrides {@code let} name → text that stands for its value
   */
  Outcome<ExperimentPlan> plan(Source source, Map<String, String> overrides) {
    Outcome<ExperimentFile> parsed = Parser.parseFile(source);
    if (parsed.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), parsed.diagnostics());
    }
    Outcome<ExperimentPlan> planned = new Planner(host).plan(parsed.get(), overrides);
    List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
    all.addAll(planned.diagnostics());
    return new Outcome<>(planned.value(), all);
  }

  /** {@return the name of the experiment in {@code file}: the file's name without its ending} */
  static String name(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  /** {@return the folder of {@code file}: the project, where relative data paths start} */
  static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** {@return the code that {@code diagnostics} end a command with} */
  static ExitCode exitCode(List<Diagnostic> diagnostics, boolean strict) {
    List<Diagnostic> errors =
        diagnostics.stream().filter(d -> strict || d.severity() == Severity.ERROR).toList();
    if (errors.isEmpty()) {
      return ExitCode.DONE;
    }
    return errors.stream().allMatch(error -> error.code().startsWith("LX6"))
        ? ExitCode.INPUT_OUTPUT
        : ExitCode.INVALID;
  }
}

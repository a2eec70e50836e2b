package org.lossexp.plan;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Statement;

/** The door to this room: from the syntax tree of a file to a plan, or to all that is wrong. */
public final class Planner {
  private final Host host;

  /** Plans with what {@code host} offers. */
  public Planner(Host host) {
    this.host = host;
  }

  /**
   * {@return the plan that {@code file} stands for, with warnings; or every problem found}
   *
   * @param overrides name of a {@code let} → the text of its value, from the command line
   */
  public Outcome<ExperimentPlan> plan(ExperimentFile file, Map<String, String> overrides) {
    Outcome<Project> project = Imports.of(file, host.library(), overrides);
    if (project.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), project.diagnostics());
    }
    Outcome<ExperimentPlan> plan = Planning.of(project.get(), host);
    return new Outcome<>(
        plan.value(),
        Stream.concat(project.diagnostics().stream(), plan.diagnostics().stream()).toList());
  }

  /**
   * {@return whether all that {@code file} does is to declare: it is there to be imported, and that
   * it trains nothing, which is a problem of an experiment, is none of it}
   */
  public static boolean isLibrary(ExperimentFile file) {
    return file.statements().stream()
        .allMatch(statement ->
            switch (statement) {
              case Statement.Language _,
                  Statement.Import _,
                  Statement.Uses _,
                  Statement.Allow _,
                  Statement.Let _,
                  Statement.Declaration _ ->
                  true;
              case Statement.Title _,
                  Statement.Question _,
                  Statement.Use _,
                  Statement.Block _,
                  Statement.Measure _,
                  Statement.Zip _,
                  Statement.Exclude _ ->
                  false;
            });
  }

  /** {@return whether {@code problem} says that a file trains nothing} */
  public static boolean isOfTraining(Diagnostic problem) {
    return problem.code().equals(Codes.NO_DATA) || problem.code().equals(Codes.NO_LOSS);
  }
}

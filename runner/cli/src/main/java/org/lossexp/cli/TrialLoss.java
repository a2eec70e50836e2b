package org.lossexp.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Objective;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.plan.Feedings;

/** From the text of a trial's loss to what training makes small. */
final class TrialLoss {
  private final LossCompiler losses;

  TrialLoss(LossCompiler losses) {
    this.losses = losses;
  }

  /**
   * {@return the objective of {@code trial} on {@code data}} A plan binds the same loss to much the
   * same data: it says what is wrong where a user sees it.
   *
   * @param extras names of the further inputs that training has
   */
  Attempt<Objective> objective(Trial trial, Prepared data, Set<String> extras) {
    Source text = new Source("loss", trial.loss());
    Outcome<ResolvedLoss> loss = losses.resolve(text);
    if (loss.value().isEmpty()) {
      return failed(loss.diagnostics());
    }
    var diagnostics = new Diagnostics(text);
    Optional<Feedings.Fed> fed =
        Feedings.bind(
            loss.get().loss().descriptor(),
            occasion(trial, data, extras),
            facts -> losses.bind(loss.get(), facts, diagnostics));
    if (fed.isEmpty()) {
      return failed(diagnostics.inOrder());
    }
    return new Attempt.Success<>(
        new Objective(
            fed.get().function(),
            fed.get().loss().reduction(),
            fed.get().loss().penalties(),
            fed.get().feeding(),
            fed.get().inputs(),
            fed.get().weighted()));
  }

  private static Feedings.Occasion occasion(Trial trial, Prepared data, Set<String> extras) {
    return new Feedings.Occasion(
        data.task(),
        data.outputs(),
        data.classCounts(),
        extras,
        trial.data().stream().anyMatch(step -> step.name().equals("views")),
        trial.model(),
        trial.train().arguments());
  }

  private static Attempt<Objective> failed(List<Diagnostic> diagnostics) {
    String cause =
        diagnostics.isEmpty() ? "the loss does not fit the data" : diagnostics.getFirst().message();
    String code = diagnostics.isEmpty() ? "LX504" : diagnostics.getFirst().code();
    return new Attempt.Failure<>(List.of(new Problem(code, cause, Optional.empty(), List.of())));
  }
}

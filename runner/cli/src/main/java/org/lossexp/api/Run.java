package org.lossexp.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One execution of an experiment.
 *
 * @param end how it ended
 * @param diagnostics every error and warning, in order
 * @param folder where the results are, the report among them
 * @param results empty where nothing was run; incomplete where trials are missing ({@link
 *     Results#complete})
 */
public record Run(
    RunEnd end, List<Diagnostic> diagnostics, Path folder, Optional<Results> results) {
  /** Keeps a copy of the diagnostics. */
  public Run {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * {@return the results of a run that went well}
   *
   * @throws IllegalStateException if it did not end with {@link RunEnd#DONE}; the message says why
   */
  public Results get() {
    if (end != RunEnd.DONE) {
      throw new IllegalStateException(why());
    }
    return results.orElseThrow();
  }

  /** {@return why there is no complete answer, for people} */
  String why() {
    var text = new StringBuilder("the run ended with ").append(end);
    results.ifPresent(found ->
        found.trials().stream()
            .filter(trial -> trial.status() != Trial.Status.DONE)
            .limit(5)
            .forEach(trial ->
                text.append(
                    "\n`%s`, %s: %s %s"
                        .formatted(trial.contender(), trial.unit(), trial.status(), trial.cause())
                        .stripTrailing())));
    diagnostics.forEach(diagnostic -> text.append('\n').append(diagnostic.text().strip()));
    return text.toString();
  }
}

package org.lossexp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TuningRows;
import org.lossexp.results.EvidenceFiles;
import org.lossexp.results.LandscapeSlice;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import org.lossexp.sweep.Caller;
import org.lossexp.sweep.TrialRunner;

/**
 * The file {@code evidence/landscape.csv}: of each candidate, the objective around what its first
 * trial that ended well has learned. That trial is trained again, which gives the same weights.
 */
final class Landscapes {
  /** Identity → trial: a plan cannot name those whose values a search finds. */
  private final Map<String, Trial> trials = new ConcurrentHashMap<>();

  Landscapes(ExperimentPlan plan) {
    plan.trials().forEach(trial -> trials.putIfAbsent(trial.id(), trial));
  }

  /** {@return {@code runner}, whose final trials are remembered here} */
  TrialRunner remembering(TrialRunner runner) {
    return (trial, caller) -> {
      if (!TuningRows.isOfSearch(trial)) {
        trials.putIfAbsent(trial.id(), trial);
      }
      return runner.run(trial, caller);
    };
  }

  /**
   * Writes the file.
   *
   * @param runner trains trials and looks around
   * @return candidates that have none, in words
   */
  List<String> write(Path folder, TrialRunner runner, Caller caller) throws IOException {
    Results results =
        switch (RunFolder.read(folder)) {
          case Attempt.Success<Stored>(Stored stored) -> stored.results().orElseThrow();
          case Attempt.Failure<Stored>(List<Problem> problems) ->
              throw new IOException(problems.getFirst().message());
        };
    Design design = results.design();
    List<LandscapeSlice> slices = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int setting = 0; setting < design.settings().size(); setting++) {
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        Optional<Design.Row> row = first(results, setting, contender);
        Optional<Evidence> slice =
            row.flatMap(it -> Optional.ofNullable(trials.get(it.trial())))
                .map(trial -> runner.run(trial, caller))
                .flatMap(result -> result.evidence("landscape"));
        if (slice.isPresent()) {
          slices.add(slice(design, row.get(), slice.get()));
        } else if (row.isPresent()) {
          missing.add(design.contenders().get(contender).label());
        }
      }
    }
    EvidenceFiles.writeLandscape(folder, caller.cancelled() ? List.of() : slices);
    return missing;
  }

  private static Optional<Design.Row> first(Results results, int setting, int contender) {
    return results.design().trials().stream()
        .filter(row -> row.setting() == setting && row.contender() == contender)
        .filter(row ->
            results
                .finished(row)
                .filter(result -> result.status() == TrialResult.Status.DONE)
                .isPresent())
        .findFirst();
  }

  private static LandscapeSlice slice(Design design, Design.Row row, Evidence table) {
    return new LandscapeSlice(
        design.settings().get(row.setting()).label(),
        design.contenders().get(row.contender()).label(),
        row.trial(),
        table.rows().stream()
            .map(Evidence.Row::values)
            .map(values -> new LandscapeSlice.Point(values.get(0), values.get(1), values.get(2)))
            .toList());
  }
}

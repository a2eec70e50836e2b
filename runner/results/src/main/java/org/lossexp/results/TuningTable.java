package org.lossexp.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning;

/** The trials of searches as rows, in the order in which they were proposed. */
final class TuningTable {
  private TuningTable() {}

  /**
   * One row a trial of a search; one of a point that could not be trained. {@code seed} counts the
   * seeds of a point; {@code chosen} says of the point that was found {@code yes}.
   */
  static void write(Results results, CsvWriter csv) throws IOException {
    Design design = results.design();
    Tuning tuning = design.tuning().orElseThrow();
    List<String> tuned = Tables.tuned(design);
    List<String> before = List.of("setting", "contender", "part", "point");
    List<String> after =
        List.of(
            "seed",
            "planned_epochs",
            tuning.goal(),
            "best_epoch",
            "epochs",
            "chosen",
            "status",
            "cause",
            "trial");
    List<String> header = new ArrayList<>(before);
    tuned.forEach(
        name -> header.add(before.contains(name) || after.contains(name) ? "tuned." + name : name));
    header.addAll(after);
    csv.row(header);
    for (Searched searched : results.searches().values()) {
      Tuning.Search search = tuning.searches().get(searched.search());
      for (int i = 0; i < searched.tried().size(); i++) {
        Searched.Tried tried = searched.tried().get(i);
        boolean chosen = searched.found().isPresent() && searched.found().getAsInt() == i;
        for (int seed = 0; seed < Math.max(1, tried.trials().size()); seed++) {
          Optional<String> trial =
              tried.trials().isEmpty() ? Optional.empty() : Optional.of(tried.trials().get(seed));
          Optional<TrialResult> result = trial.map(results.tuning()::get).map(TrialRecord::result);
          List<String> cells =
              new ArrayList<>(Tables.place(design, search.setting(), search.contender()));
          cells.add(Integer.toString(search.part()));
          cells.add(Integer.toString(tried.point()));
          tuned.forEach(name -> cells.add(tried.values().getOrDefault(name, "")));
          cells.add(Integer.toString(seed + 1));
          cells.add(Integer.toString(tried.epochs()));
          cells.add(Tables.number(result.map(it -> it.metrics().get(tuning.goal()))));
          cells.add(Tables.whole(result, TrialResult::bestEpoch));
          cells.add(Tables.whole(result, it -> it.history().size()));
          cells.add(chosen ? "yes" : "no");
          cells.add(
              trial.isEmpty()
                  ? TrialResult.Status.FAILED.word()
                  : result.map(it -> it.status().word()).orElse("not run"));
          cells.add(result.map(TrialResult::cause).orElse(tried.problem()));
          cells.add(trial.orElse(""));
          csv.row(cells);
        }
      }
    }
  }

  /** One row a trial that was tried, in the columns of {@link Tables#timings}. */
  static void timings(Results results, CsvWriter csv) throws IOException {
    Set<String> written = new HashSet<>();
    for (Searched searched : results.searches().values()) {
      Tuning.Search search =
          results.design().tuning().orElseThrow().searches().get(searched.search());
      for (Searched.Tried tried : searched.tried()) {
        for (int seed = 0; seed < tried.trials().size(); seed++) {
          String trial = tried.trials().get(seed);
          TrialRecord record = results.tuning().get(trial);
          if (record != null && written.add(trial)) {
            List<String> cells = new ArrayList<>(List.of(trial));
            cells.addAll(Tables.place(results.design(), search.setting(), search.contender()));
            cells.add("part %d · point %d".formatted(search.part(), tried.point()));
            cells.add(Integer.toString(seed + 1));
            cells.add(Integer.toString(record.attempt()));
            cells.add(record.timing().started().toString());
            cells.add(Tables.seconds(record.timing().elapsed()));
            cells.add(Integer.toString(record.timing().worker()));
            csv.row(cells);
          }
        }
      }
    }
  }
}

package org.lossexp.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Problem;

/**
 * What could be believed of a journal.
 *
 * @param runs every execution in this folder, oldest first
 * @param finished trial → its last good record
 * @param outside trial → its last attempt, where none ended by itself
 * @param damage lines that were not believed, and what happens next; warnings
 */
public record Stored(
    List<Run> runs,
    Map<String, TrialRecord> finished,
    Map<String, TrialRecord> outside,
    List<Problem> damage) {
  public Stored {
    runs = List.copyOf(runs);
    finished = Collections.unmodifiableMap(new LinkedHashMap<>(finished));
    outside = Collections.unmodifiableMap(new LinkedHashMap<>(outside));
    damage = List.copyOf(damage);
  }

  /** {@return the latest run} */
  public Optional<Run> latest() {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
  }

  /** {@return what is known of the trials of the latest run} */
  public Optional<Results> results() {
    return latest()
        .map(run -> new Results(run, only(run.design(), finished), only(run.design(), outside)));
  }

  private static Map<String, TrialRecord> only(Design design, Map<String, TrialRecord> records) {
    Map<String, TrialRecord> planned = new LinkedHashMap<>();
    for (Design.Row row : design.trials()) {
      TrialRecord record = records.get(row.trial());
      if (record != null) {
        planned.put(row.trial(), record);
      }
    }
    return planned;
  }
}

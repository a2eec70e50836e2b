package org.lossexp.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Problem;

/**
 * What could be believed of a journal.
 *
 * @param runs every execution in this folder, oldest first
 * @param finished trial → its last good record
 * @param outside trial → its last attempt, where none ended by itself
 * @param searches index → what a search of the latest run has tried so far
 * @param damage lines that were not believed, and what happens next; warnings
 */
public record Stored(
    List<Run> runs,
    Map<String, TrialRecord> finished,
    Map<String, TrialRecord> outside,
    Map<Integer, Searched> searches,
    List<Problem> damage) {
  public Stored {
    runs = List.copyOf(runs);
    finished = Collections.unmodifiableMap(new LinkedHashMap<>(finished));
    outside = Collections.unmodifiableMap(new LinkedHashMap<>(outside));
    searches = Collections.unmodifiableMap(new LinkedHashMap<>(searches));
    damage = List.copyOf(damage);
  }

  /** What a journal without searches tells. */
  public Stored(
      List<Run> runs,
      Map<String, TrialRecord> finished,
      Map<String, TrialRecord> outside,
      List<Problem> damage) {
    this(runs, finished, outside, Map.of(), damage);
  }

  /** {@return the latest run} */
  public Optional<Run> latest() {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
  }

  /** {@return what is known of the trials of the latest run} */
  public Optional<Results> results() {
    return latest().map(run -> Results.of(run, this));
  }
}

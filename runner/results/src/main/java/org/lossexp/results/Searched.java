package org.lossexp.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a search has tried and found: which trials are its own follows from what it was told on the
 * way, so it is kept.
 *
 * @param search index into {@link org.lossexp.experiment.Tuning#searches}
 * @param tried in the order in which they were proposed
 * @param found index into {@code tried}; empty while the search goes on, and where no point ended
 *     well
 * @param finals the identities of the final trials with what was found, in the order of {@link
 *     org.lossexp.experiment.Tuning.Search#rows}; none without that
 * @param over whether nothing more will be tried
 */
public record Searched(
    int search, List<Tried> tried, OptionalInt found, List<String> finals, boolean over) {
  public Searched {
    tried = List.copyOf(tried);
    finals = List.copyOf(finals);
  }

  /** {@return the values that were found; none without them} */
  public Map<String, String> values() {
    return found.isPresent() ? tried.get(found.getAsInt()).values() : Map.of();
  }

  /**
   * A point that was trained, or could not be.
   *
   * @param point its number, from 1; trained again with more epochs it keeps it
   * @param epochs planned for each training
   * @param values name → value as written; those alone on which the point depends
   * @param trials the identities of its trainings, one for each seed; none where the file makes no
   *     sense with these values
   * @param problem why; empty where it does
   */
  public record Tried(
      int point, int epochs, Map<String, String> values, List<String> trials, String problem) {
    public Tried {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      trials = List.copyOf(trials);
    }
  }
}

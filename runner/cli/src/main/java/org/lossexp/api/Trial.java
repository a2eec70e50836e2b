package org.lossexp.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One training; a row of {@code trials.csv}.
 *
 * @param id its identity; that of a training that is still to be planned by a search is provisional
 * @param setting label of its setting; empty where there is only one
 * @param contender label of its contender
 * @param tuned values that a search has found for it: name → value
 * @param unit the test part, such as {@code seed 3}
 * @param seed the root seed of the repetition
 * @param status how it ended
 * @param cause why it did not end well, one line; empty if it did
 * @param bestEpoch the epoch whose weights were judged, from 1; 0 where there is none
 * @param metrics part and metric, such as {@code test.mae} → value; NaN where undefined
 */
public record Trial(
    String id,
    String setting,
    String contender,
    Map<String, String> tuned,
    String unit,
    long seed,
    Status status,
    String cause,
    int bestEpoch,
    Map<String, Double> metrics) {
  /** Keeps copies of the maps. */
  public Trial {
    tuned = Collections.unmodifiableMap(new LinkedHashMap<>(tuned));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** How a trial ended. */
  public enum Status {
    /** Trained to its end. */
    DONE,
    /** Left the finite numbers: a result of the loss. */
    DIVERGED,
    /** Broke in a way that would repeat itself. */
    FAILED,
    /** Ended from outside, such as for lack of memory: the next run tries it again. */
    OUTSIDE,
    /** Not tried yet. */
    NOT_RUN
  }
}

package org.lossexp.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the trials out whose values a search proposes: {@code plan} knows how, {@code sweep} asks.
 * For one thread at a time.
 */
public interface TunedTrials {
  /**
   * {@return a point as trials, one for each seed of the search}
   *
   * @param search index into {@link Tuning#searches}
   * @param numbers of the point, one for each of {@link Tuning.Search#values}
   * @param epochs of each training
   */
  Attempt<Point> point(int search, List<Double> numbers, int epochs);

  /**
   * {@return the final trials of a search, in the order of {@link Tuning.Search#rows}}
   *
   * @param numbers of the point that was found
   */
  Attempt<List<Trial>> finals(int search, List<Double> numbers);

  /**
   * A point of a search.
   *
   * @param values name → value as written; without those that exist only where other values are
   *     chosen
   * @param trials one for each seed, identities of equal trainings equal
   */
  record Point(Map<String, String> values, List<Trial> trials) {
    public Point {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      trials = List.copyOf(trials);
    }
  }
}

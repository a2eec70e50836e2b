package org.lossexp.experiment;

import java.util.List;
import org.lossexp.spi.Value;

/**
 * The searches for tuned values that come before the final trials, each for one candidate and one
 * test part, on rows outside of it. All have the same budget.
 *
 * @param search the method, with its points and defaults filled in
 * @param seeds trainings of each point, apart from the final ones
 * @param goal the metric that is made best, with its part: {@code validation.accuracy}
 * @param scope {@code nested}, {@code once} or {@code apart(share)}: on which rows
 * @param searches by setting, contender and test part
 */
public record Tuning(
    Value.Call search, int seeds, String goal, Value scope, List<Search> searches) {
  public Tuning {
    searches = List.copyOf(searches);
  }

  /** {@return how many trainings all searches take, at most} */
  public long trials() {
    return searches.stream().mapToLong(search -> (long) search.points() * seeds).sum();
  }

  /**
   * One search.
   *
   * @param setting index into {@link Design#settings}
   * @param contender index into {@link Design#contenders}
   * @param part which of the candidate's test parts, from 1; 1 where one search serves them all
   * @param points how many points are tried; fewer than the budget only where there are no more
   * @param values what is searched for; at least one
   */
  public record Search(int setting, int contender, int part, int points, List<TunedValue> values) {
    public Search {
      values = List.copyOf(values);
    }
  }

  /**
   * A value that is searched for.
   *
   * @param name of the {@code let} or the argument; no two of a search are equal
   * @param domain as written: {@code log 1e-4 .. 1e-1}
   */
  public record TunedValue(String name, String domain) {}
}

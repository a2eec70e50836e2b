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
    return searches.stream().mapToLong(search -> (long) search.trainings() * seeds).sum();
  }

  /** {@return the goal's metric, without its part} */
  public String metric() {
    return goal.substring(goal.indexOf('.') + 1);
  }

  /**
   * One search.
   *
   * @param setting index into {@link Design#settings}
   * @param contender index into {@link Design#contenders}
   * @param part which of the candidate's test parts, from 1; 1 where one search serves them all
   * @param brackets what is trained, bracket by bracket; fewer points than the budget allows only
   *     where there are no more
   * @param values what is searched for; at least one
   * @param stream what its random numbers are for: root seed, data and test part, never the loss or
   *     a label, so that candidates which tune the same meet the same draws
   * @param rows the final trials that it serves: indices into {@link Design#trials}
   */
  public record Search(
      int setting,
      int contender,
      int part,
      List<Bracket> brackets,
      List<TunedValue> values,
      String stream,
      List<Integer> rows) {
    public Search {
      brackets = List.copyOf(brackets);
      values = List.copyOf(values);
      rows = List.copyOf(rows);
    }

    /** {@return how many points are tried} */
    public int points() {
      return brackets.stream().mapToInt(bracket -> bracket.rungs().getFirst().points()).sum();
    }

    /** {@return how many trainings it takes for each seed, at most} */
    public int trainings() {
      return brackets.stream()
          .flatMap(bracket -> bracket.rungs().stream())
          .mapToInt(Rung::points)
          .sum();
    }
  }

  /**
   * Points that are compared with one another: all of them are trained on the first rung, the best
   * on the next, with more epochs. Searches that stop nothing early have one bracket of one rung.
   */
  public record Bracket(List<Rung> rungs) {
    public Bracket {
      rungs = List.copyOf(rungs);
    }
  }

  /**
   * A step of a bracket.
   *
   * @param points how many are trained
   * @param epochs of each
   */
  public record Rung(int points, int epochs) {}

  /**
   * A value that is searched for.
   *
   * @param name of the {@code let} or the argument; no two of a search are equal
   * @param domain as written: {@code log 1e-4 .. 1e-1}
   * @param range the same for a search
   */
  public record TunedValue(String name, String domain, Range range) {}

  /** Where a value is searched for; a point has one number for each. */
  public sealed interface Range {
    /**
     * Real numbers; the number of a point is the value.
     *
     * @param log whether equal ratios count as equal steps
     */
    record Interval(double low, double high, boolean log) implements Range {}

    /** Whole numbers, ends included; the number of a point is the value. */
    record Whole(long low, long high) implements Range {}

    /**
     * One of several; the number of a point is its index.
     *
     * @param values as written
     * @param ordered whether neighbours are alike
     */
    record Choice(List<String> values, boolean ordered) implements Range {
      public Choice {
        values = List.copyOf(values);
      }
    }
  }
}

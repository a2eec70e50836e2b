package org.lossexp.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning;
import org.lossexp.results.Results;
import org.lossexp.results.Searched;
import org.lossexp.spi.MetricDescriptor.Direction;

/**
 * How hard it was to find values: what the searches found, and how good the best of fewer points
 * would have been.
 *
 * <p>Points of random, grid and Sobol searches could have come in any order, so for them it is the
 * expectation over all orders: of N points the i-th worst is the best of n with a probability of
 * C(i − 1, n − 1) / C(N, n) (Tang and others, "Showing your work doesn't always work", ACL 2020).
 * Searches that learn are taken in their order. Where points are trained for different times, there
 * is no such number. A point that did not end well counts as the worst that did.
 *
 * @param search as text
 * @param goal the metric that was made best, with its part
 * @param kind what {@link Candidate#bestOf} means
 * @param outside trials of searches that ended from outside: what was found may be another then
 * @param candidates by setting and contender
 */
public record Tunability(
    String search, String goal, Kind kind, int outside, List<Candidate> candidates) {
  public Tunability {
    candidates = List.copyOf(candidates);
  }

  /** What is known of the best of fewer points. */
  public enum Kind {
    EXPECTED,
    AS_TRIED,
    NONE
  }

  /**
   * What the searches of one candidate came to.
   *
   * @param searches how many: one for each test part, or one for all
   * @param points tried by all of them
   * @param bad how many of these did not end well
   * @param found value → what each search found, as written; empty where it found nothing, or the
   *     value does not exist with what it found
   * @param bestOf number of points → the goal at the best of them, mean over the searches
   * @param tried the points of all searches that ended well, in the order in which they were tried
   */
  public record Candidate(
      int setting,
      int contender,
      int searches,
      int points,
      int bad,
      Map<String, List<String>> found,
      Map<Integer, Double> bestOf,
      List<Point> tried) {
    public Candidate {
      tried = List.copyOf(tried);
      found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
      bestOf = Collections.unmodifiableMap(new TreeMap<>(bestOf));
    }

    /** A candidate whose points are not told. */
    public Candidate(
        int setting,
        int contender,
        int searches,
        int points,
        int bad,
        Map<String, List<String>> found,
        Map<Integer, Double> bestOf) {
      this(setting, contender, searches, points, bad, found, bestOf, List.of());
    }
  }

  /**
   * A point that was trained.
   *
   * @param values name → value as written
   * @param goal mean over its seeds
   */
  public record Point(Map<String, String> values, double goal) {
    public Point {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** {@return the tunability of a run; empty where nothing was tuned, or no search has ended} */
  public static Optional<Tunability> of(Results results) {
    Optional<Tuning> tuning = results.design().tuning();
    if (tuning.isEmpty()) {
      return Optional.empty();
    }
    Map<List<Integer>, List<Searched>> byCandidate = new LinkedHashMap<>();
    for (Searched searched : results.searches().values()) {
      Tuning.Search search = tuning.get().searches().get(searched.search());
      if (searched.over()) {
        byCandidate
            .computeIfAbsent(List.of(search.setting(), search.contender()), _ -> new ArrayList<>())
            .add(searched);
      }
    }
    if (byCandidate.isEmpty()) {
      return Optional.empty();
    }
    Kind kind = kind(tuning.get());
    List<Candidate> candidates = new ArrayList<>();
    byCandidate.forEach((place, searches) ->
        candidates.add(candidate(results, tuning.get(), kind, place, searches)));
    return Optional.of(
        new Tunability(
            tuning.get().search().text(),
            tuning.get().goal(),
            kind,
            (int)
                results.tuning().values().stream()
                    .filter(one -> one.result().status() == TrialResult.Status.OUTSIDE)
                    .count(),
            candidates));
  }

  private static Kind kind(Tuning tuning) {
    return switch (tuning.search().name()) {
      case "random", "grid", "sobol" -> Kind.EXPECTED;
      case "halving", "hyperband" -> Kind.NONE;
      default -> Kind.AS_TRIED;
    };
  }

  private static Candidate candidate(
      Results results, Tuning tuning, Kind kind, List<Integer> place, List<Searched> searches) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (Tuning.TunedValue value : tuning.searches().get(searches.getFirst().search()).values()) {
      found.put(
          value.name(),
          searches.stream().map(one -> one.values().getOrDefault(value.name(), "")).toList());
    }
    Map<Integer, Double> sums = new TreeMap<>();
    int points = 0;
    int bad = 0;
    int fewest = Integer.MAX_VALUE;
    List<Point> tried = new ArrayList<>();
    for (Searched searched : searches) {
      double[] goals = goals(results, tuning, searched);
      for (int i = 0; i < goals.length; i++) {
        if (!Double.isNaN(goals[i])) {
          tried.add(new Point(searched.tried().get(i).values(), goals[i]));
        }
      }
      points += goals.length;
      bad += (int) Arrays.stream(goals).filter(Double::isNaN).count();
      fewest = Math.min(fewest, goals.length);
      if (kind != Kind.NONE) {
        bestOf(goals, kind, higherIsBetter(results.design(), tuning))
            .forEach((count, best) -> sums.merge(count, best, Double::sum));
      }
    }
    Map<Integer, Double> means = new TreeMap<>();
    for (Map.Entry<Integer, Double> sum : sums.entrySet()) {
      if (sum.getKey() <= fewest) {
        means.put(sum.getKey(), sum.getValue() / searches.size());
      }
    }
    return new Candidate(
        place.getFirst(), place.getLast(), searches.size(), points, bad, found, means, tried);
  }

  /** {@return the goal at each point, mean over its seeds; NaN where it did not end well} */
  private static double[] goals(Results results, Tuning tuning, Searched searched) {
    return searched.tried().stream()
        .mapToDouble(tried ->
            tried.trials().stream()
                .mapToDouble(trial -> goal(results, tuning, trial))
                .average()
                .orElse(Double.NaN))
        .toArray();
  }

  private static double goal(Results results, Tuning tuning, String trial) {
    return Optional.ofNullable(results.tuning().get(trial))
        .filter(record -> record.result().status() == TrialResult.Status.DONE)
        .map(record -> record.result().metrics().get(tuning.goal()))
        .filter(Double::isFinite)
        .orElse(Double.NaN);
  }

  private static boolean higherIsBetter(Design design, Tuning tuning) {
    return design.metrics().stream()
        .filter(measure -> measure.name().equals(tuning.metric()))
        .allMatch(measure -> measure.direction() == Direction.HIGHER_IS_BETTER);
  }

  /** {@return for 1, 2, 5, 10, 20 … points and all of them, the best; nothing without any} */
  static Map<Integer, Double> bestOf(double[] goals, Kind kind, boolean higher) {
    Map<Integer, Double> best = new TreeMap<>();
    double sign = higher ? 1 : -1;
    double worst =
        Arrays.stream(goals).filter(g -> !Double.isNaN(g)).map(g -> sign * g).min().orElse(0);
    if (Arrays.stream(goals).allMatch(Double::isNaN)) {
      return best;
    }
    double[] values =
        Arrays.stream(goals).map(goal -> Double.isNaN(goal) ? worst : sign * goal).toArray();
    for (int count : counts(values.length)) {
      best.put(
          count, sign * (kind == Kind.EXPECTED ? expected(values, count) : first(values, count)));
    }
    return best;
  }

  private static List<Integer> counts(int all) {
    List<Integer> counts = new ArrayList<>();
    for (int ten = 1; ten <= all; ten *= 10) {
      for (int step : new int[] {1, 2, 5}) {
        if (step * ten < all) {
          counts.add(step * ten);
        }
      }
    }
    counts.add(all);
    return counts;
  }

  private static double expected(double[] values, int count) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int all = sorted.length;
    // C(all - 1, count - 1) / C(all, count), then down to that of the count-th worst.
    double probability = (double) count / all;
    double sum = 0;
    for (int i = all; i >= count; i--) {
      sum += probability * sorted[i - 1];
      probability *= i == 1 ? 0 : (double) (i - count) / (i - 1);
    }
    return sum;
  }

  private static double first(double[] values, int count) {
    return Arrays.stream(values, 0, count).max().orElseThrow();
  }
}

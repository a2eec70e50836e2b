package org.lossexp.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Contenders over several data sets, one mean a contender and data set (Demšar, JMLR 7, 2006).
 *
 * @param panel the other factors, such as {@code noise = 20%}; empty where there are none
 * @param dataSets their names, at least two
 * @param ranks contenders with a mean on every data set, best average rank first
 * @param leftOut labels of contenders that lack a mean on some data set
 * @param friedmanP p of Friedman's test (Iman and Davenport's F) that any contender differs; empty
 *     for two contenders
 * @param criticalDifference Nemenyi's, of average ranks; empty for two contenders
 * @param relative whether differences are shares of a mean
 * @param rope the largest difference that does not matter, in the unit of the differences
 * @param baseline the one that all others are compared to; empty: all pairs
 * @param differences data set by data set; the judgement, by signed ranks, counts the pairs of all
 *     panels
 */
public record OverDataSets(
    String panel,
    List<String> dataSets,
    List<Rank> ranks,
    List<String> leftOut,
    OptionalDouble friedmanP,
    OptionalDouble criticalDifference,
    boolean relative,
    double rope,
    Optional<String> baseline,
    List<Difference> differences) {
  /** Keeps copies of the lists. */
  public OverDataSets {
    dataSets = List.copyOf(dataSets);
    ranks = List.copyOf(ranks);
    leftOut = List.copyOf(leftOut);
    differences = List.copyOf(differences);
  }

  /**
   * A contender's place.
   *
   * @param contender its label
   * @param average mean rank over the data sets, 1 = best
   */
  public record Rank(String contender, double average) {}

  /**
   * {@return {@code contender} against {@code reference}, positive where {@code contender} is
   * better}
   *
   * @throws IllegalArgumentException if the two were not compared
   */
  public Difference difference(String contender, String reference) {
    return Difference.between(differences, contender, reference)
        .orElseThrow(() -> Words.notCompared(contender, reference, baseline));
  }

  /**
   * {@return whether {@code contender} is better by more than what does not matter}
   *
   * @throws IllegalArgumentException if the two were not compared
   */
  public boolean better(String contender, String reference) {
    return difference(contender, reference).overall().orElseThrow().verdict() == Verdict.BETTER;
  }
}

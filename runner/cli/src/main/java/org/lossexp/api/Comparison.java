package org.lossexp.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The contenders of one setting by one metric.
 *
 * @param setting its label; empty where there is only one setting
 * @param metric what was measured
 * @param decides whether this is the metric of {@code compare { by }}; others describe, and have no
 *     judgements
 * @param rope the largest difference that does not matter, in the metric's unit; of the metric that
 *     decides
 * @param baseline the one that all others are compared to; empty: all pairs
 * @param scores best mean first, those without a value last
 * @param differences against the baseline, in the order of the scores; all pairs without one
 */
public record Comparison(
    String setting,
    Metric metric,
    boolean decides,
    double rope,
    Optional<String> baseline,
    List<Score> scores,
    List<Difference> differences) {
  /** Keeps copies of the lists. */
  public Comparison {
    scores = List.copyOf(scores);
    differences = List.copyOf(differences);
  }

  /**
   * What was measured.
   *
   * @param name with its part, such as {@code test.mae}
   * @param higherIsBetter which way it improves
   * @param low least possible value, −∞ where there is none
   * @param high greatest possible value, +∞ where there is none
   */
  public record Metric(String name, boolean higherIsBetter, double low, double high) {}

  /**
   * One contender's values.
   *
   * @param contender its label
   * @param units one value for each unit, seeds on the same test part averaged
   * @param missing trials that gave no value
   * @param mean of the units; empty without one
   * @param sd standard deviation of the units, with n − 1; empty below two
   * @param iqm interquartile mean of the units; empty without one
   * @param interval of the mean; empty below two units
   */
  public record Score(
      String contender,
      List<UnitValue> units,
      int missing,
      OptionalDouble mean,
      OptionalDouble sd,
      OptionalDouble iqm,
      Optional<Interval> interval) {
    /** Keeps a copy of the units. */
    public Score {
      units = List.copyOf(units);
    }
  }

  /**
   * {@return the values of {@code contender}}
   *
   * @throws IllegalArgumentException if it takes no part
   */
  public Score score(String contender) {
    return scores.stream()
        .filter(score -> score.contender().equals(contender))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no contender `%s` here; there are %s"
                    .formatted(
                        contender, Words.names(scores.stream().map(Score::contender).toList()))));
  }

  /**
   * {@return {@code contender} against {@code reference}, positive where {@code contender} is
   * better}
   *
   * @throws IllegalArgumentException if the two were not compared: where there is a baseline, the
   *     others are compared to it alone
   */
  public Difference difference(String contender, String reference) {
    score(contender);
    score(reference);
    return Difference.between(differences, contender, reference)
        .orElseThrow(() -> Words.notCompared(contender, reference, baseline));
  }

  /**
   * {@return the verdict on {@code contender} against {@code reference}, among all comparisons}
   *
   * @throws IllegalArgumentException if the two were not compared, or by a metric that only
   *     describes
   */
  public Verdict verdict(String contender, String reference) {
    return judgement(difference(contender, reference)).verdict();
  }

  /**
   * {@return whether {@code contender} is better by more than what does not matter}
   *
   * @throws IllegalArgumentException as {@link #verdict}
   */
  public boolean better(String contender, String reference) {
    return verdict(contender, reference) == Verdict.BETTER;
  }

  Judgement judgement(Difference difference) {
    return difference
        .overall()
        .orElseThrow(() ->
            new IllegalArgumentException(
                decides
                    ? "`%s` and `%s` have no unit in common, and so no verdict"
                        .formatted(difference.contender(), difference.reference())
                    : "`%s` only describes: verdicts are of the metric in `compare { by }`"
                        .formatted(metric.name())));
  }
}

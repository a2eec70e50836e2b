package org.lossexp.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.statistics.Decision;
import org.lossexp.report.statistics.Direction;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.SignedRankTest;
import org.lossexp.report.statistics.TTest;
import org.lossexp.report.statistics.Verdict;

/**
 * Every number of the report, worked out from stored results alone. Pages, sentences and tables
 * only format what stands here, so that they cannot contradict one another.
 *
 * @param metrics what was measured; the first one is {@code compare.by} and decides, the others
 *     describe
 * @param settings one for each of {@link Design#settings}, in that order
 * @param overDataSets contenders over several data sets, a panel each; empty with one data set
 * @param family the number of comparisons of all settings together
 * @param failures every planned trial that left no result to use, in the order of tables
 */
public record Comparison(
    List<Metric> metrics,
    List<InSetting> settings,
    List<OverDataSets> overDataSets,
    int family,
    List<Failure> failures) {
  public Comparison {
    metrics = List.copyOf(metrics);
    settings = List.copyOf(settings);
    overDataSets = List.copyOf(overDataSets);
    failures = List.copyOf(failures);
  }

  /**
   * {@return whether every planned trial ended by itself; if not, another run may change the
   * report}
   */
  public boolean complete() {
    return failures.stream()
        .noneMatch(failure ->
            failure.kind() == Failure.Kind.OUTSIDE || failure.kind() == Failure.Kind.NOT_RUN);
  }

  /**
   * A metric on a part of the data.
   *
   * @param key as in {@link TrialResult#metrics}, such as {@code test.accuracy}
   * @param low least possible value, −∞ where there is none
   * @param high greatest possible value, +∞ where there is none
   */
  public record Metric(String key, Direction direction, double low, double high) {
    /** {@return the metric as sentences name it, such as {@code test accuracy}} */
    public String words() {
      return key.replaceFirst("\\.", " ");
    }

    /** {@return which way is better, in words} */
    public String betterWords() {
      return switch (direction) {
        case HIGHER_IS_BETTER -> "higher is better";
        case LOWER_IS_BETTER -> "lower is better";
      };
    }
  }

  /**
   * The comparison within one setting.
   *
   * @param setting index into {@link Design#settings}
   * @param rope the largest difference of the deciding metric that does not matter, in its unit
   * @param testRows mean size of the test parts; 0 where no trial finished
   * @param trainingRows mean size of the training parts; 0 where no trial finished
   * @param measured one for each of {@link Comparison#metrics}
   */
  public record InSetting(
      int setting, double rope, double testRows, double trainingRows, List<Measured> measured) {
    public InSetting {
      measured = List.copyOf(measured);
    }

    /** {@return the metric that decides} */
    public Measured deciding() {
      return measured.getFirst();
    }
  }

  /**
   * One metric in one setting.
   *
   * @param metric index into {@link Comparison#metrics}
   * @param scores one for each contender that takes part in the setting, best mean first, those
   *     without a value last
   * @param contrasts each contender against the baseline in the order of {@code scores}; all pairs
   *     where there is no baseline, the one with the better mean first
   */
  public record Measured(int metric, List<Score> scores, List<Contrast> contrasts) {
    public Measured {
      scores = List.copyOf(scores);
      contrasts = List.copyOf(contrasts);
    }

    /** {@return the score of a contender, if it takes part} */
    public Optional<Score> score(int contender) {
      return scores.stream().filter(score -> score.contender() == contender).findFirst();
    }

    /** {@return the first contrast of a contender with another, if there is one} */
    public Optional<Contrast> contrast(int contender) {
      return contrasts.stream().filter(contrast -> contrast.contender() == contender).findFirst();
    }

    /** {@return how many comparisons are counted together in this setting} */
    public int family() {
      return (int) contrasts.stream().filter(contrast -> contrast.evidence().isPresent()).count();
    }
  }

  /**
   * A number for one unit of replication.
   *
   * @param unit its name, such as {@code seed 3 · fold 2}
   */
  public record UnitValue(String unit, double value) {}

  /**
   * One contender's values of one metric.
   *
   * @param contender index into {@link Design#contenders}
   * @param planned trials that should have given a value
   * @param applicable whether the metric can be had: false where the loss's readout does not give
   *     it
   * @param units one value for each unit, seeds on the same test part averaged
   * @param missing the trials that gave none
   * @param mean of the units; empty without one
   * @param sd standard deviation of the units with n − 1; empty below two
   * @param iqm interquartile mean of the units; empty without one
   * @param iqmInterval by bootstrap, of level 1 − alpha; of the deciding metric alone, and empty
   *     below two units
   * @param interval of the mean, of level 1 − alpha, cut to the metric's range; empty below two
   *     units
   */
  public record Score(
      int contender,
      int planned,
      boolean applicable,
      List<UnitValue> units,
      Missing missing,
      OptionalDouble mean,
      OptionalDouble sd,
      OptionalDouble iqm,
      Optional<Interval> iqmInterval,
      Optional<Interval> interval) {
    public Score {
      units = List.copyOf(units);
    }

    /** {@return what is missing of what was planned, {@code 7 of 10 diverged}; empty if nothing} */
    public String gaps() {
      Map<String, Integer> kinds = missing.byWord();
      return switch (kinds.size()) {
        case 0 -> "";
        case 1 -> missing.total() + " of " + planned + " " + kinds.keySet().iterator().next();
        default -> missing.words() + " of " + planned;
      };
    }
  }

  /**
   * Trials that gave no value, by how they ended.
   *
   * @param diverged left the finite numbers
   * @param failed broke in a way that would repeat itself
   * @param outside ended from outside
   * @param notRun without a result
   * @param undefined finished, but the metric is not a finite number
   */
  public record Missing(int diverged, int failed, int outside, int notRun, int undefined) {
    /** {@return all of them} */
    public int total() {
      return diverged + failed + outside + notRun + undefined;
    }

    /** {@return such as {@code 2 diverged, 1 failed}; empty where none is missing} */
    public String words() {
      var words = new StringJoiner(", ");
      byWord().forEach((word, count) -> words.add(count + " " + word));
      return words.toString();
    }

    /** {@return how they ended, in words → how many; without zeros} */
    Map<String, Integer> byWord() {
      Map<String, Integer> counts = new LinkedHashMap<>();
      counts.put("diverged", diverged);
      counts.put("failed", failed);
      counts.put("ended from outside", outside);
      counts.put("not run", notRun);
      counts.put("undefined", undefined);
      counts.values().removeIf(count -> count == 0);
      return counts;
    }
  }

  /**
   * Two contenders, unit by unit.
   *
   * @param contender index into {@link Design#contenders}
   * @param reference the one that it is compared to: the baseline, or the other one of a pair
   * @param differences of the units that both have, positive = {@code contender} is better
   * @param dropped pairs of trials that were planned and lack one side or both
   * @param evidence empty for metrics that only describe, and without a pair
   */
  public record Contrast(
      int contender,
      int reference,
      List<UnitValue> differences,
      int dropped,
      Optional<Evidence> evidence) {
    public Contrast {
      differences = List.copyOf(differences);
    }

    double[] values() {
      return differences.stream().mapToDouble(UnitValue::value).toArray();
    }
  }

  /**
   * What the deciding metric says about two contenders.
   *
   * @param test decides
   * @param signedRank stands beside
   * @param posterior stands beside; empty for one unit
   * @param bootstrap interval of the mean difference, not adjusted; stands beside; empty for one
   *     unit
   * @param improvement share of units on which the contender is better, ties counting half
   * @param a12 how probably a value of the contender, on any unit, is better than one of the
   *     reference on any unit (Vargha & Delaney 2000); pairs are not heeded
   * @param unitsNeeded how many units would probably be enough for a verdict ({@link
   *     org.lossexp.report.statistics.Power}); empty where there is one, or nobody can tell
   * @param inSetting among the comparisons of its setting
   * @param overall among the comparisons of all settings: what the headline uses
   */
  public record Evidence(
      TTest test,
      SignedRankTest signedRank,
      Optional<Posterior> posterior,
      Optional<Interval> bootstrap,
      double improvement,
      double a12,
      OptionalInt unitsNeeded,
      Judgement inSetting,
      Judgement overall) {}

  /**
   * A verdict with the numbers that it was read off.
   *
   * @param family how many comparisons were counted together
   * @param canDecide whether the test could have called any difference at all with so many units
   */
  public record Judgement(int family, Decision decision, Verdict verdict, boolean canDecide) {
    static final String CANNOT_DECIDE = "cannot decide";

    /** {@return the verdict as pages write it} */
    public String words() {
      return cannotDecide() ? CANNOT_DECIDE : verdict.words();
    }

    /** {@return whether there were too few units for any verdict but {@code identical}} */
    public boolean cannotDecide() {
      return !canDecide && verdict != Verdict.IDENTICAL;
    }
  }

  /**
   * A planned trial without a result to use.
   *
   * @param row index into {@link Design#trials}
   * @param cause one line; may be empty
   */
  public record Failure(int row, Kind kind, String cause) {
    /** How it ended. */
    public enum Kind {
      DIVERGED,
      FAILED,
      OUTSIDE,
      NOT_RUN;

      /** {@return the kind as tables write it} */
      public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
      }
    }
  }
}

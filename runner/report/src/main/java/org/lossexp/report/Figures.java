package org.lossexp.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.Direction;
import org.lossexp.report.statistics.Friedman;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Rounding;
import org.lossexp.report.statistics.Verdict;

/**
 * How pages and sentences write the numbers of a {@link Comparison}: one place, so that a sentence
 * and a table show the same digits.
 */
final class Figures {
  /** Columns line up, but a sharp row may not force many digits on a blunt one. */
  private static final int MORE_THAN_BLUNTEST = 2;

  private static final MathContext ROPE_DIGITS = new MathContext(4);

  private final Design design;
  private final Comparison comparison;

  /** Asked for by every cell of a table, so worked out once for each setting. */
  private final Map<Integer, int[]> differenceDecimals = new HashMap<>();

  Figures(Design design, Comparison comparison) {
    this.design = design;
    this.comparison = comparison;
  }

  Metric metric(Measured measured) {
    return comparison.metrics().get(measured.metric());
  }

  /** {@return a contender's label between backquotes} */
  String name(int contender) {
    return Words.quoted(design.contenders().get(contender).label());
  }

  /** {@return a setting's label between backquotes} */
  String settingName(int setting) {
    return Words.quoted(design.settings().get(setting).label());
  }

  /** {@return what a unit of replication is here, such as {@code test part}} */
  String unitNoun() {
    return switch (design.units()) {
      case RESAMPLED -> "test part";
      case FIXED_FOLDS -> "fold";
      case SEEDS_ONLY -> "seed";
    };
  }

  String units(int count) {
    return Words.count(count, unitNoun());
  }

  /** {@return such as {@code 95%}} */
  String level() {
    return percent(1 - design.alpha());
  }

  static String percent(double share) {
    return plain(100 * share) + "%";
  }

  /** {@return a number of the file with at most four significant digits, such as {@code 0.01}} */
  static String plain(double number) {
    BigDecimal rounded = new BigDecimal(number).round(ROPE_DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  String p(double p) {
    return Rounding.p(p, design.alpha());
  }

  /** {@return {@code p = 0.012} or {@code p < 0.0001}} */
  String pEquals(double p) {
    String text = p(p);
    return text.startsWith("<") ? "p " + text : "p = " + text;
  }

  static String fixed(double value, int decimals) {
    return Rounding.fixed(value, decimals);
  }

  /** {@return such as {@code 95% interval 0.80 to 0.84}} */
  String meanInterval(Interval interval, int decimals) {
    return level()
        + " interval "
        + fixed(interval.low(), decimals)
        + " to "
        + fixed(interval.high(), decimals);
  }

  /** {@return decimals that show four digits of the smallest of some numbers, within reason} */
  static int decimals(double smallest) {
    return Math.min(6, Rounding.decimals(new Interval(smallest, smallest, 0.5), smallest));
  }

  // Means

  /** {@return the decimals of a contender's mean, its interval and its units in a setting} */
  int meanDecimals(Measured measured, Score score) {
    return column(
        ownDecimals(score),
        measured.scores().stream().filter(each -> each.mean().isPresent()).toList(),
        Figures::ownDecimals);
  }

  /** {@return the decimals of an interquartile mean over data sets and its interval} */
  int decimals(Profiles.OfContender profile) {
    double iqm = profile.iqm();
    return Rounding.decimals(profile.interval().orElse(new Interval(iqm, iqm, 0.95)), iqm);
  }

  /** {@return a unit's value in the digits of its contender's mean} */
  String value(Measured measured, Score score, double value) {
    return fixed(value, meanDecimals(measured, score));
  }

  private static int ownDecimals(Score score) {
    double mean = score.mean().orElse(0);
    return Rounding.decimals(score.interval().orElse(new Interval(mean, mean, 0.95)), mean);
  }

  // Differences

  /** {@return the decimals of a difference and its interval, in its setting's table} */
  int decimals(InSetting setting, Contrast contrast) {
    int[] bounds = differenceDecimals.computeIfAbsent(setting.setting(), _ -> decimals(setting));
    return within(ownDecimals(setting, contrast), bounds[0], bounds[1]);
  }

  /** {@return the fewest and the most decimals of a setting's differences} */
  private int[] decimals(InSetting setting) {
    int[] all =
        setting.deciding().contrasts().stream()
            .filter(each -> each.evidence().isPresent())
            .mapToInt(each -> ownDecimals(setting, each))
            .toArray();
    return new int[] {Arrays.stream(all).min().orElse(0), Arrays.stream(all).max().orElse(0)};
  }

  /** Enough for both intervals that pages show of a difference. */
  private static int ownDecimals(InSetting setting, Contrast contrast) {
    if (contrast.evidence().isEmpty()) {
      return 0;
    }
    Evidence evidence = contrast.evidence().get();
    double rope = setting.rope();
    double estimate = evidence.test().estimate();
    return Math.max(
        Rounding.decimals(evidence.inSetting().decision().interval(), estimate, 0, rope, -rope),
        Rounding.decimals(evidence.overall().decision().interval(), estimate, 0, rope, -rope));
  }

  private static <T> int column(int own, List<T> rows, ToIntFunction<T> decimals) {
    int most = rows.stream().mapToInt(decimals).max().orElse(own);
    int least = rows.stream().mapToInt(decimals).min().orElse(own);
    return within(own, least, most);
  }

  private static int within(int own, int least, int most) {
    return Math.max(own, Math.min(most, least + MORE_THAN_BLUNTEST));
  }

  /**
   * {@return the difference in words, such as {@code 0.412 lower}; {@code about the same} where
   * nothing is left of it after rounding}
   *
   * @param difference positive = better
   */
  static String amount(Metric metric, double difference, int decimals) {
    String size = Rounding.fixed(Math.abs(difference), decimals);
    return isZero(size) ? "about the same" : size + " " + side(metric, difference);
  }

  private static String side(Metric metric, double difference) {
    return (difference > 0) == (metric.direction() == Direction.HIGHER_IS_BETTER)
        ? "higher"
        : "lower";
  }

  private static boolean isZero(String number) {
    return number.chars().noneMatch(c -> c >= '1' && c <= '9');
  }

  /**
   * {@return such as {@code 95% interval 0.301 to 0.523} of a difference on one side of 0, {@code
   * 95% interval from 0.01 lower to 0.02 higher} across it}
   */
  String interval(Metric metric, Interval interval, int decimals) {
    if (!Double.isFinite(interval.low()) || !Double.isFinite(interval.high())) {
      return "too few units for an interval";
    }
    String head = level() + " interval ";
    double low = interval.low();
    double high = interval.high();
    if (low > 0 || high < 0) {
      double small = Math.min(Math.abs(low), Math.abs(high));
      double large = Math.max(Math.abs(low), Math.abs(high));
      return head + Rounding.fixed(small, decimals) + " to " + Rounding.fixed(large, decimals);
    }
    boolean up = metric.direction() == Direction.HIGHER_IS_BETTER;
    return head
        + "from "
        + end(metric, up ? low : high, decimals)
        + " to "
        + end(metric, up ? high : low, decimals);
  }

  private static String end(Metric metric, double end, int decimals) {
    String size = Rounding.fixed(Math.abs(end), decimals);
    return isZero(size) ? "0" : size + " " + side(metric, end);
  }

  /** {@return such as {@code 0.412 lower (95% interval 0.301 to 0.523)}} */
  String difference(InSetting setting, Contrast contrast, Judgement judgement) {
    return difference(setting, contrast, judgement, true);
  }

  /**
   * The same, seen from either side.
   *
   * @param ahead whether it is the difference of the contrast's contender to its reference, or of
   *     the reference to the contender
   */
  String difference(InSetting setting, Contrast contrast, Judgement judgement, boolean ahead) {
    Metric metric = metric(setting.deciding());
    int decimals = decimals(setting, contrast);
    double estimate = contrast.evidence().orElseThrow().test().estimate();
    Interval interval = judgement.decision().interval();
    if (!ahead) {
      estimate = -estimate;
      interval = new Interval(-interval.high(), -interval.low(), interval.level());
    }
    return amount(metric, estimate, decimals)
        + (judgement.cannotDecide() ? "" : " (" + interval(metric, interval, decimals) + ")");
  }

  /** {@return such as {@code This rests on 8 test parts (2 pairs dropped): paired t over seeds}} */
  String rests(Contrast contrast) {
    return "This rests on "
        + units(contrast.differences().size())
        + (contrast.dropped() == 0
            ? ""
            : " (" + Words.count(contrast.dropped(), "pair") + " dropped)")
        + ": "
        + testName();
  }

  /** {@return how to run the experiment again; relative data paths start beside its file} */
  String again() {
    boolean files = design.data().stream().anyMatch(data -> !data.path().isEmpty());
    return files
        ? "put `experiment.lossexp` into the folder that its data paths start in (that of the"
            + " original file), and run `lossexp run experiment.lossexp` there; the checksums of"
            + " the data are above."
        : "`lossexp run experiment.lossexp`, in the folder of this report.";
  }

  /** {@return the name of the test that decides} */
  String testName() {
    return switch (design.units()) {
      case RESAMPLED, FIXED_FOLDS -> "corrected resampled t";
      case SEEDS_ONLY -> "paired t over seeds";
    };
  }

  // Over data sets

  /**
   * {@return such as {@code Friedman's test with Iman and Davenport's F(3, 21) = 4.2, p = 0.02}}
   */
  String friedmanTest(OverDataSets panel) {
    Friedman test = panel.friedman().orElseThrow();
    return "Friedman's test with Iman and Davenport's F("
        + test.fNumeratorDegrees()
        + ", "
        + test.fDenominatorDegrees()
        + ") = "
        + (Double.isInfinite(test.f()) ? "∞" : plain(test.f()))
        + ", "
        + pEquals(test.fP());
  }

  /** {@return what Friedman's test says, a sentence} */
  String friedman(OverDataSets panel) {
    boolean different = panel.friedman().orElseThrow().fP() <= design.alpha();
    return friedmanTest(panel)
        + (different
            ? ": the contenders differ, so pairs are tested."
            : ": no difference between the contenders is shown, so no pair is called different.");
  }

  /** {@return what differs for sure and yet not enough to matter, a sentence; empty for none} */
  Optional<String> tooSmall(OverDataSets panel) {
    List<String> pairs =
        panel.pairs().stream()
            .filter(pair -> pair.judgement().verdict() == Verdict.PRACTICALLY_EQUAL)
            .filter(pair -> pair.judgement().decision().adjustedP() <= design.alpha())
            .map(pair -> name(pair.contender()) + " and " + name(pair.reference()))
            .toList();
    return pairs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Different, but by too little to matter (rope "
                + (panel.relative() ? percent(panel.rope()) : plain(panel.rope()))
                + "): "
                + Words.semicolons(pairs)
                + ".");
  }

  /** {@return who has no part in it, where and why, a sentence} */
  String leftOut(OverDataSets panel) {
    return "Left out, without a mean on every data set: "
        + Words.semicolons(
            panel.leftOut().stream()
                .map(contender -> name(contender) + ", none on " + lacking(panel, contender))
                .toList())
        + ".";
  }

  /** The data sets of a panel on which a contender has no mean, such as "`g` (3 of 3 diverged)". */
  private String lacking(OverDataSets panel, int contender) {
    List<String> places = new ArrayList<>();
    for (InSetting setting : comparison.settings()) {
      Map<String, String> factors = design.settings().get(setting.setting()).factors();
      String data = factors.getOrDefault(DataSetsComparer.DATA, "");
      Optional<Score> score = setting.deciding().score(contender);
      if (DataSetsComparer.panel(factors).equals(panel.panel())
          && panel.dataSets().contains(data)
          && score.stream().allMatch(each -> each.mean().isEmpty())) {
        places.add(
            Words.quoted(data)
                + score
                    .map(Score::gaps)
                    .filter(gaps -> !gaps.isEmpty())
                    .map(gaps -> " (" + gaps + ")")
                    .orElse(""));
      }
    }
    return Words.someOf(places);
  }
}

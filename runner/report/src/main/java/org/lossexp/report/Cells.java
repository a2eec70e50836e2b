package org.lossexp.report;

import java.util.OptionalDouble;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.Descriptive;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.Rounding;

/** The cells of the pages' tables as text. */
final class Cells {
  /** Stands where there is nothing. */
  static final String NONE = "–";

  private final Figures figures;

  Cells(Figures figures) {
    this.figures = figures;
  }

  String mean(Measured measured, Score score) {
    return number(score.mean(), figures.meanDecimals(measured, score));
  }

  String sd(Measured measured, Score score) {
    return number(score.sd(), figures.meanDecimals(measured, score));
  }

  String value(Measured measured, Score score, double value) {
    return minus(figures.value(measured, score, value));
  }

  String interval(Measured measured, Score score) {
    int decimals = figures.meanDecimals(measured, score);
    return score.interval().map(interval -> interval(interval, decimals)).orElse(NONE);
  }

  static String interval(Interval interval, int decimals) {
    return minus(Rounding.fixed(interval.low(), decimals))
        + " to "
        + minus(Rounding.fixed(interval.high(), decimals));
  }

  /** {@return how many units, and what is missing, such as {@code 8 (2 diverged)}} */
  static String units(Score score) {
    return score.units().size()
        + (score.missing().total() == 0 ? "" : " (" + score.missing().words() + ")");
  }

  /**
   * {@return what is missing on either side of a difference to the baseline, such as {@code 7 of 10
   * diverged}; empty where nothing is}
   */
  static String gaps(InSetting setting, Contrast contrast) {
    String own = setting.deciding().score(contrast.contender()).map(Score::gaps).orElse("");
    String beside = setting.deciding().score(contrast.reference()).map(Score::gaps).orElse("");
    return own
        + (own.isEmpty() || beside.isEmpty() ? "" : ", ")
        + (beside.isEmpty() ? "" : "baseline: " + beside);
  }

  String difference(InSetting setting, Contrast contrast) {
    return contrast
        .evidence()
        .map(evidence -> signed(evidence.test().estimate(), figures.decimals(setting, contrast)))
        .orElse(NONE);
  }

  String differenceInterval(InSetting setting, Contrast contrast, Judgement judgement) {
    return judgement.cannotDecide()
        ? NONE
        : signed(judgement.decision().interval(), figures.decimals(setting, contrast));
  }

  /** {@return the estimate over data sets, in percent where differences are shares} */
  static String difference(OverDataSets panel, OverDataSets.Pair pair) {
    return signed(scale(panel) * pair.test().estimate(), decimals(panel, pair)) + unit(panel);
  }

  /** {@return its adjusted interval, in the same unit} */
  static String differenceInterval(OverDataSets panel, OverDataSets.Pair pair) {
    Interval interval = pair.judgement().decision().interval();
    int decimals = decimals(panel, pair);
    return pair.judgement().cannotDecide()
        ? NONE
        : signed(scale(panel) * interval.low(), decimals)
            + unit(panel)
            + " to "
            + signed(scale(panel) * interval.high(), decimals)
            + unit(panel);
  }

  private static double scale(OverDataSets panel) {
    return panel.relative() ? 100 : 1;
  }

  private static String unit(OverDataSets panel) {
    return panel.relative() ? "%" : "";
  }

  private static int decimals(OverDataSets panel, OverDataSets.Pair pair) {
    double scale = scale(panel);
    Interval interval = pair.judgement().decision().interval();
    return Rounding.decimals(
        new Interval(scale * interval.low(), scale * interval.high(), interval.level()),
        scale * pair.test().estimate(),
        0,
        scale * panel.rope(),
        -scale * panel.rope());
  }

  String p(Judgement judgement) {
    return judgement.cannotDecide() ? NONE : figures.p(judgement.decision().adjustedP());
  }

  String signedRankP(Evidence evidence) {
    return figures.p(evidence.signedRank().pValue());
  }

  /** {@return P(worse), P(equal) and P(better), {@code 0.02 / 0.10 / 0.88}} */
  static String shares(Posterior posterior) {
    return share(posterior.worse())
        + " / "
        + share(posterior.equal())
        + " / "
        + share(posterior.better());
  }

  String bootstrap(InSetting setting, Contrast contrast, Evidence evidence) {
    return evidence
        .bootstrap()
        .map(interval -> signed(interval, figures.decimals(setting, contrast)))
        .orElse(NONE);
  }

  static String share(double share) {
    return Rounding.fixed(share, 2);
  }

  /** {@return the mean difference of a metric that only describes} */
  String plainDifference(Measured measured, Contrast contrast) {
    if (contrast.differences().isEmpty()) {
      return NONE;
    }
    int decimals =
        measured
            .score(contrast.contender())
            .map(score -> figures.meanDecimals(measured, score))
            .orElse(0);
    return signed(Descriptive.mean(contrast.values()), decimals);
  }

  static String signed(double value, int decimals) {
    return minus(Rounding.signed(value, decimals));
  }

  private static String signed(Interval interval, int decimals) {
    return signed(interval.low(), decimals) + " to " + signed(interval.high(), decimals);
  }

  private static String number(OptionalDouble number, int decimals) {
    return number.isPresent() ? minus(Rounding.fixed(number.getAsDouble(), decimals)) : NONE;
  }

  /** A minus as wide as a plus. */
  static String minus(String number) {
    return number.replace('-', '−');
  }
}

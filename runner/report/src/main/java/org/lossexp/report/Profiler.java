package org.lossexp.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Bootstrap;
import org.lossexp.report.statistics.Descriptive;
import org.lossexp.report.statistics.Direction;
import org.lossexp.report.statistics.EffectSize;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Profile;

/** Works out what contenders do over the units of several data sets. */
final class Profiler {
  private static final int RESAMPLES = 1000;
  private static final int THRESHOLDS = 41;

  private final Design design;
  private final Metric metric;
  private final List<InSetting> dataSets;
  private final int panel;

  /**
   * Sees to a panel.
   *
   * @param panel its number, for its streams of random numbers
   */
  Profiler(Design design, Metric metric, List<InSetting> dataSets, int panel) {
    this.design = design;
    this.metric = metric;
    this.dataSets = dataSets;
    this.panel = panel;
  }

  /**
   * {@return the profiles of contenders with units on all data sets; empty where scores are
   * relative and some are not above 0, or all are equal}
   */
  Optional<Profiles> profiles(List<Integer> contenders, boolean relative) {
    List<List<double[]>> scores = new ArrayList<>();
    for (int contender : contenders) {
      List<double[]> ofContender = new ArrayList<>();
      for (InSetting dataSet : dataSets) {
        double[] values = values(dataSet, contender);
        ofContender.add(relative ? toBest(values, best(dataSet, contenders)) : values);
      }
      scores.add(ofContender);
    }
    double[] all =
        scores.stream().flatMap(List::stream).flatMapToDouble(Arrays::stream).sorted().toArray();
    double low = all[0];
    double high = all[all.length - 1];
    if (!(low < high) || !Double.isFinite(high) || (relative && low <= 0)) {
      return Optional.empty();
    }
    double[] thresholds = new double[THRESHOLDS];
    Arrays.setAll(thresholds, i -> low + (high - low) * i / (THRESHOLDS - 1));
    boolean higher = relative || metric.direction() == Direction.HIGHER_IS_BETTER;
    List<Profiles.OfContender> profiles = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      profiles.add(profile(contenders.get(i), scores.get(i), thresholds, higher));
    }
    return Optional.of(
        new Profiles(relative, Arrays.stream(thresholds).boxed().toList(), profiles));
  }

  private Profiles.OfContender profile(
      int contender, List<double[]> scores, double[] thresholds, boolean higher) {
    List<double[]> reached = higher ? scores : scores.stream().map(Profiler::mirrored).toList();
    double[] asked = higher ? thresholds : mirrored(thresholds);
    double[] pooled = scores.stream().flatMapToDouble(Arrays::stream).toArray();
    boolean spread = scores.stream().anyMatch(units -> units.length > 1);
    double level = 1 - design.alpha();
    List<Double> shares =
        new ArrayList<>(Arrays.stream(Profile.shares(reached, asked)).boxed().toList());
    List<Interval> bands =
        spread
            ? new ArrayList<>(
                Profile.bands(
                    reached,
                    asked,
                    RESAMPLES,
                    level,
                    Drawn.PROFILE.random(design, panel, contender, 0)))
            : List.of();
    return new Profiles.OfContender(
        contender,
        Descriptive.interquartileMean(pooled),
        spread
            ? Optional.of(
                Bootstrap.interval(
                    scores,
                    Descriptive::interquartileMean,
                    RESAMPLES,
                    level,
                    Drawn.INTERQUARTILE_MEAN.random(design, panel, contender, 1)))
            : Optional.empty(),
        higher ? shares : shares.reversed(),
        higher ? bands : bands.reversed());
  }

  /** Turned round, so that higher is better and ascending stays ascending. */
  private static double[] mirrored(double[] values) {
    double[] mirrored = new double[values.length];
    Arrays.setAll(mirrored, i -> -values[values.length - 1 - i]);
    return mirrored;
  }

  private double[] toBest(double[] values, double best) {
    return Arrays.stream(values)
        .map(value ->
            switch (metric.direction()) {
              case HIGHER_IS_BETTER -> value / best;
              case LOWER_IS_BETTER -> best / value;
            })
        .toArray();
  }

  private double best(InSetting dataSet, List<Integer> contenders) {
    return contenders.stream()
        .map(contender -> dataSet.deciding().score(contender).orElseThrow())
        .mapToDouble(score -> score.mean().orElseThrow())
        .reduce(metric.direction() == Direction.HIGHER_IS_BETTER ? Math::max : Math::min)
        .orElseThrow();
  }

  private static double[] values(InSetting dataSet, int contender) {
    Score score = dataSet.deciding().score(contender).orElseThrow();
    return score.units().stream().mapToDouble(UnitValue::value).toArray();
  }

  /** {@return the probability that {@code a} is better than {@code b}, mean over the data sets} */
  double improvement(int a, int b) {
    return EffectSize.improvement(turned(a), turned(b));
  }

  /** {@return its interval by bootstrap; empty where every data set has but one unit} */
  Optional<Interval> improvementInterval(int a, int b) {
    if (Stream.concat(turned(a).stream(), turned(b).stream()).allMatch(it -> it.length == 1)) {
      return Optional.empty();
    }
    return Optional.of(
        Bootstrap.interval(
            turned(a),
            turned(b),
            EffectSize::improvement,
            RESAMPLES,
            1 - design.alpha(),
            Drawn.IMPROVEMENT.random(design, panel, a, b)));
  }

  /** A contender's values on each data set, turned so that higher is better. */
  private List<double[]> turned(int contender) {
    return dataSets.stream()
        .map(dataSet ->
            switch (metric.direction()) {
              case HIGHER_IS_BETTER -> values(dataSet, contender);
              case LOWER_IS_BETTER -> mirrored(values(dataSet, contender));
            })
        .toList();
  }
}

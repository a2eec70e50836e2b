package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.OverDataSets.Pair;
import org.lossexp.report.OverDataSets.Ranked;
import org.lossexp.report.statistics.DecidingTest;
import org.lossexp.report.statistics.Decision;
import org.lossexp.report.statistics.Friedman;
import org.lossexp.report.statistics.Nemenyi;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.SignedRankTest;
import org.lossexp.report.statistics.Verdict;

/** Works out {@link OverDataSets} from the means of each setting. */
final class DataSetsComparer {
  /** The factor that plans call the data set by. */
  static final String DATA = "data";

  private final Design design;
  private final Metric metric;
  private final List<InSetting> settings;

  DataSetsComparer(Design design, Metric metric, List<InSetting> settings) {
    this.design = design;
    this.metric = metric;
    this.settings = settings;
  }

  /** Two contenders before they are judged. */
  private record Open(
      int contender, int reference, List<UnitValue> differences, SignedRankTest test) {
    double[] values() {
      return differences.stream().mapToDouble(UnitValue::value).toArray();
    }
  }

  /** A panel before its pairs are judged together with those of the others. */
  private record Draft(
      String panel,
      List<String> dataSets,
      List<Ranked> contenders,
      List<Integer> leftOut,
      Friedman friedman,
      boolean relative,
      List<Open> pairs,
      Profiler profiler) {}

  /** {@return one for each panel with two data sets or more} */
  List<OverDataSets> compare() {
    List<Draft> drafts = new ArrayList<>();
    panels()
        .forEach((panel, members) -> draft(panel, members, drafts.size()).ifPresent(drafts::add));
    List<SignedRankTest> all =
        drafts.stream().flatMap(draft -> draft.pairs().stream()).map(Open::test).toList();
    List<Decision> decisions = Decision.holm(all, design.alpha());
    List<OverDataSets> judged = new ArrayList<>();
    int next = 0;
    for (Draft draft : drafts) {
      int end = next + draft.pairs().size();
      judged.add(judged(draft, judged.size(), decisions.subList(next, end), all.size()));
      next = end;
    }
    return judged;
  }

  /** Settings by everything but their data set. */
  private Map<String, Map<String, InSetting>> panels() {
    Map<String, Map<String, InSetting>> panels = new LinkedHashMap<>();
    for (InSetting setting : settings) {
      Map<String, String> factors = design.settings().get(setting.setting()).factors();
      if (factors.containsKey(DATA)) {
        String panel = panel(factors);
        Map<String, InSetting> members = panels.computeIfAbsent(panel, _ -> new LinkedHashMap<>());
        // Where nobody has a mean there is nothing to compare: the other data sets still count.
        if (setting.deciding().scores().stream().anyMatch(score -> score.mean().isPresent())) {
          members.put(factors.get(DATA), setting);
        }
      }
    }
    return panels;
  }

  /** {@return all factors but the data set, such as {@code noise = 20%}} */
  static String panel(Map<String, String> factors) {
    return factors.entrySet().stream()
        .filter(factor -> !factor.getKey().equals(DATA))
        .map(factor -> factor.getKey() + " = " + factor.getValue())
        .collect(Collectors.joining(", "));
  }

  private Optional<Draft> draft(String panel, Map<String, InSetting> members, int number) {
    List<Integer> complete = new ArrayList<>();
    List<Integer> leftOut = new ArrayList<>();
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      int index = contender;
      long means = members.values().stream().filter(s -> mean(s, index).isPresent()).count();
      if (means == members.size()) {
        complete.add(contender);
      } else {
        leftOut.add(contender);
      }
    }
    if (members.size() < 2 || complete.size() < 2) {
      return Optional.empty();
    }
    double[][] means = new double[members.size()][complete.size()];
    int row = 0;
    for (InSetting member : members.values()) {
      for (int column = 0; column < complete.size(); column++) {
        means[row][column] = mean(member, complete.get(column)).getAsDouble();
      }
      row++;
    }
    Friedman friedman = Friedman.of(means, metric.direction());
    List<Ranked> ranked = new ArrayList<>();
    for (int column = 0; column < complete.size(); column++) {
      ranked.add(new Ranked(complete.get(column), friedman.averageRanks().get(column)));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::averageRank));
    boolean relative = Double.isInfinite(metric.high() - metric.low());
    List<Open> pairs = new ArrayList<>();
    for (int i = 0; i < ranked.size(); i++) {
      int contender = ranked.get(i).contender();
      if (design.baseline().isPresent()) {
        int baseline = design.baseline().getAsInt();
        if (complete.contains(baseline) && contender != baseline) {
          pairs.add(pair(members, contender, baseline, relative));
        }
      } else {
        for (Ranked other : ranked.subList(i + 1, ranked.size())) {
          pairs.add(pair(members, contender, other.contender(), relative));
        }
      }
    }
    return Optional.of(
        new Draft(
            panel,
            List.copyOf(members.keySet()),
            ranked,
            leftOut,
            friedman,
            relative,
            pairs,
            new Profiler(design, metric, List.copyOf(members.values()), number)));
  }

  private static OptionalDouble mean(InSetting setting, int contender) {
    return setting.deciding().score(contender).map(Score::mean).orElse(OptionalDouble.empty());
  }

  /**
   * What differences are shares of: the baseline's mean; without one the mean of all, as for ropes,
   * so that swapping the two sides changes nothing but the sign.
   */
  private double scale(InSetting setting) {
    return Math.abs(
        setting.deciding().scores().stream()
            .filter(score ->
                design.baseline().isEmpty() || design.baseline().getAsInt() == score.contender())
            .flatMapToDouble(score -> score.mean().stream())
            .average()
            .orElseThrow());
  }

  private Open pair(
      Map<String, InSetting> members, int contender, int reference, boolean relative) {
    List<UnitValue> differences = new ArrayList<>();
    members.forEach((dataSet, setting) -> {
      double other = mean(setting, reference).getAsDouble();
      double difference =
          metric.direction()
              .differences(
                  new double[] {mean(setting, contender).getAsDouble()}, new double[] {other})[0];
      double scale = relative ? scale(setting) : 1;
      differences.add(new UnitValue(dataSet, scale == 0 ? difference : difference / scale));
    });
    double[] values = differences.stream().mapToDouble(UnitValue::value).toArray();
    return new Open(contender, reference, differences, SignedRankTest.of(values));
  }

  private OverDataSets judged(Draft draft, int number, List<Decision> decisions, int family) {
    boolean several = draft.contenders().size() > 2;
    boolean different = !several || draft.friedman().fP() <= design.alpha();
    double rope = design.ropeRelative() == draft.relative() ? design.rope() : 0;
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < draft.pairs().size(); i++) {
      Open pair = draft.pairs().get(i);
      Verdict verdict = Verdict.of(pair.values(), decisions.get(i).interval(), rope);
      boolean canDecide =
          DecidingTest.SIGNED_RANK.canDecide(pair.values().length, family, design.alpha());
      pairs.add(
          new Pair(
              pair.contender(),
              pair.reference(),
              pair.differences(),
              pair.test(),
              new Judgement(
                  family,
                  decisions.get(i),
                  different ? verdict : unlessDifferent(verdict),
                  canDecide),
              Posterior.signedRank(
                  pair.values(),
                  rope,
                  Drawn.SIGNED_RANK.random(design, number, pair.contender(), pair.reference())),
              draft.profiler().improvement(pair.contender(), pair.reference()),
              draft.profiler().improvementInterval(pair.contender(), pair.reference())));
    }
    int dataSets = draft.dataSets().size();
    return new OverDataSets(
        draft.panel(),
        draft.dataSets(),
        draft.contenders(),
        draft.leftOut(),
        several ? Optional.of(draft.friedman()) : Optional.empty(),
        several
            ? Nemenyi.criticalDifference(draft.contenders().size(), dataSets, design.alpha())
            : Double.NaN,
        draft.relative(),
        rope,
        draft
            .profiler()
            .profiles(
                draft.contenders().stream().map(Ranked::contender).toList(), draft.relative()),
        pairs);
  }

  /** Where Friedman's test finds nothing, no pair is called different. */
  private static Verdict unlessDifferent(Verdict verdict) {
    return switch (verdict) {
      case IDENTICAL, PRACTICALLY_EQUAL, UNDECIDED -> verdict;
      case BETTER, BETTER_MAY_NOT_MATTER, WORSE, WORSE_MAY_NOT_MATTER -> Verdict.UNDECIDED;
    };
  }
}

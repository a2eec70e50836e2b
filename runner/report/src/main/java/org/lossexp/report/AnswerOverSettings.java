package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.Verdict;

/**
 * The sentences over several settings: in how many of them a contender is better, counting the
 * comparisons of all settings together. It counts verdicts; a test over data sets is another thing.
 */
final class AnswerOverSettings {
  /** The order in which verdicts are told. */
  private static final List<String> ORDER =
      List.of(
          Verdict.BETTER.words(),
          Verdict.BETTER_MAY_NOT_MATTER.words(),
          Verdict.PRACTICALLY_EQUAL.words(),
          Verdict.IDENTICAL.words(),
          Verdict.UNDECIDED.words(),
          Judgement.CANNOT_DECIDE,
          Verdict.WORSE_MAY_NOT_MATTER.words(),
          Verdict.WORSE.words());

  private final Design design;
  private final Comparison comparison;
  private final Figures figures;
  private final int settings;

  AnswerOverSettings(Design design, Comparison comparison, Figures figures) {
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
    this.settings = comparison.settings().size();
  }

  /** {@return the headline first} */
  List<String> sentences() {
    if (comparison.family() == 0) {
      return List.of("Nothing can be compared: no two contenders have finished trials in common.");
    }
    List<String> sentences =
        design.baseline().isPresent()
            ? againstBaseline(figures.name(design.baseline().getAsInt()))
            : pairs();
    if (!empty().isEmpty()) {
      sentences.add(nothingCompared());
    }
    sentences.add(
        "Each setting was judged on its own units by "
            + figures.testName()
            + (comparison.family() == 1
                ? "."
                : ", p and intervals adjusted for the "
                    + comparison.family()
                    + " comparisons of all settings together (Holm)."));
    return sentences;
  }

  /** A contender's verdicts over the settings. */
  private record Tally(int contender, Map<String, List<InSetting>> byVerdict) {
    int count(String verdict) {
      return byVerdict.getOrDefault(verdict, List.of()).size();
    }

    int better() {
      return count(Verdict.BETTER.words()) + count(Verdict.BETTER_MAY_NOT_MATTER.words());
    }

    int worse() {
      return count(Verdict.WORSE.words()) + count(Verdict.WORSE_MAY_NOT_MATTER.words());
    }
  }

  private List<String> againstBaseline(String baseline) {
    List<Tally> tallies = new ArrayList<>();
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      Tally tally = tally(contender);
      if (!tally.byVerdict().isEmpty()) {
        tallies.add(tally);
      }
    }
    // Stable: contenders of equal standing stay in the file's order.
    tallies.sort(
        Comparator.comparingInt((Tally tally) -> tally.better() - tally.worse())
            .thenComparingInt(Tally::better)
            .thenComparingInt(this::first)
            .reversed());
    Tally leader =
        tallies.stream().filter(tally -> tally.better() > 0).findFirst().orElse(tallies.getFirst());
    List<String> sentences = new ArrayList<>();
    if (leader.better() == 0) {
      sentences.add(noneBetter(tallies, baseline));
      if (tallies.size() > 1 || leader.byVerdict().size() > 1) {
        sentences.add(describe(tallies));
      }
      return sentences;
    }
    sentences.add(
        figures.name(leader.contender())
            + " is better than the baseline "
            + baseline
            + inSettings(leader.better())
            + where(leader, true)
            + rest(leader)
            + gaps(leader)
            + ".");
    sentences.add(largest(leader));
    List<Tally> others =
        tallies.stream().filter(tally -> tally.contender() != leader.contender()).toList();
    if (!others.isEmpty()) {
      sentences.add(describe(others));
    }
    return sentences;
  }

  /** In how many settings a contender has the best mean. */
  private int first(Tally tally) {
    return (int)
        comparison.settings().stream()
            .filter(
                setting -> setting.deciding().scores().getFirst().contender() == tally.contender())
            .count();
  }

  private Tally tally(int contender) {
    Map<String, List<InSetting>> verdicts = new TreeMap<>(Comparator.comparingInt(ORDER::indexOf));
    for (InSetting setting : comparison.settings()) {
      contrast(setting, contender)
          .ifPresent(contrast ->
              verdicts
                  .computeIfAbsent(overall(contrast).words(), _ -> new ArrayList<>())
                  .add(setting));
    }
    return new Tally(contender, verdicts);
  }

  private static Optional<Contrast> contrast(InSetting setting, int contender) {
    return setting
        .deciding()
        .contrast(contender)
        .filter(contrast -> contrast.evidence().isPresent());
  }

  private String noneBetter(List<Tally> tallies, String baseline) {
    int compared = tallies.stream().mapToInt(AnswerOverSettings::total).sum();
    if (tallies.stream().mapToInt(Tally::worse).sum() == compared) {
      return "The baseline "
          + baseline
          + " is best"
          + (empty().isEmpty()
              ? " in every setting where it was compared."
              : inSettings(settings - empty().size())
                  + "; in the other"
                  + (empty().size() == 1 ? "" : " " + empty().size())
                  + (nothingFinished() ? " nothing finished." : " nothing could be compared."));
    }
    if (sum(tallies, Verdict.IDENTICAL.words()) == compared) {
      return "Every contender is identical to the baseline "
          + baseline
          + " in "
          + everySetting()
          + ": all paired differences are exactly 0.";
    }
    if (sum(tallies, Verdict.IDENTICAL.words()) + sum(tallies, Verdict.PRACTICALLY_EQUAL.words())
        == compared) {
      return "No practical difference to the baseline " + baseline + " in any setting.";
    }
    if (sum(tallies, Verdict.UNDECIDED.words()) == compared) {
      return "Undecided: in no setting does the evidence tell a contender from the baseline "
          + baseline
          + ".";
    }
    if (sum(tallies, Judgement.CANNOT_DECIDE) == compared) {
      return "One unit in each setting cannot decide: there is no spread to hold a difference"
          + " against.";
    }
    return "No contender is shown to be better than the baseline " + baseline + " in any setting.";
  }

  /** The settings without any comparison. */
  private List<InSetting> empty() {
    return comparison.settings().stream()
        .filter(setting -> setting.deciding().family() == 0)
        .toList();
  }

  private boolean nothingFinished() {
    return empty().stream()
        .flatMap(setting -> setting.deciding().scores().stream())
        .allMatch(score -> score.mean().isEmpty());
  }

  private String everySetting() {
    return empty().isEmpty() ? "every setting" : "every setting with a comparison";
  }

  /** Where there is no verdict at all, and why, as silence would pass for agreement. */
  private String nothingCompared() {
    return (nothingFinished() ? "Nothing finished in " : "Nothing could be compared in ")
        + Words.someOf(
            empty().stream().map(setting -> figures.settingName(setting.setting())).toList())
        + ".";
  }

  private static int sum(List<Tally> tallies, String verdict) {
    return tallies.stream().mapToInt(tally -> tally.count(verdict)).sum();
  }

  private static int total(Tally tally) {
    return tally.byVerdict().values().stream().mapToInt(List::size).sum();
  }

  private String inSettings(int count) {
    return count == settings
        ? " in " + Words.all(settings) + " settings"
        : " in " + count + " of " + settings + " settings";
  }

  /** The settings of a verdict by name, unless they are all, or too many to read. */
  private String where(Tally tally, boolean better) {
    List<String> names =
        tally.byVerdict().entrySet().stream()
            .filter(entry -> isBetter(entry.getKey()) == better)
            .flatMap(entry -> entry.getValue().stream())
            .sorted(Comparator.comparingInt(InSetting::setting))
            .map(setting -> figures.settingName(setting.setting()))
            .toList();
    return names.size() == settings ? "" : " (" + Words.someOf(names) + ")";
  }

  private static boolean isBetter(String verdict) {
    return verdict.equals(Verdict.BETTER.words())
        || verdict.equals(Verdict.BETTER_MAY_NOT_MATTER.words());
  }

  /** What became of the leader elsewhere, such as ", undecided in 1 (`noise = 0`)". */
  private String rest(Tally tally) {
    var text = new StringBuilder();
    tally
        .byVerdict()
        .forEach((verdict, where) -> {
          if (!isBetter(verdict)) {
            text.append(", ").append(count(verdict, where));
          }
        });
    return text.toString();
  }

  private String count(String verdict, List<InSetting> where) {
    List<String> names =
        where.stream().map(setting -> figures.settingName(setting.setting())).toList();
    return verdict + " in " + where.size() + " (" + Words.someOf(names) + ")";
  }

  private String largest(Tally leader) {
    InSetting where =
        comparison.settings().stream()
            .filter(setting ->
                contrast(setting, leader.contender())
                    .filter(contrast -> AnswerWriter.isBetter(overall(contrast).verdict()))
                    .isPresent())
            .max(Comparator.comparingDouble(setting -> estimate(setting, leader.contender())))
            .orElseThrow();
    Contrast contrast = contrast(where, leader.contender()).orElseThrow();
    Judgement judgement = overall(contrast);
    return "The difference is largest in "
        + figures.settingName(where.setting())
        + ": "
        + figures.metric(where.deciding()).words()
        + " "
        + figures.difference(where, contrast, judgement)
        + ", "
        + figures.pEquals(judgement.decision().adjustedP())
        + (judgement.verdict() == Verdict.BETTER ? "." : ", which may not matter.");
  }

  private static double estimate(InSetting setting, int contender) {
    return contrast(setting, contender).orElseThrow().evidence().orElseThrow().test().estimate();
  }

  /** What its verdicts do not rest on, such as " (12 of its 40 trials there are missing)". */
  private String gaps(Tally tally) {
    List<Score> scores =
        tally.byVerdict().values().stream()
            .flatMap(List::stream)
            .flatMap(setting -> setting.deciding().score(tally.contender()).stream())
            .toList();
    int missing = scores.stream().mapToInt(score -> score.missing().total()).sum();
    int planned = scores.stream().mapToInt(Score::planned).sum();
    return missing == 0
        ? ""
        : " (" + missing + " of its " + planned + " trials there " + are(missing) + " missing)";
  }

  private static String are(int count) {
    return count == 1 ? "is" : "are";
  }

  private String describe(List<Tally> tallies) {
    List<String> clauses = new ArrayList<>();
    for (Tally tally : tallies) {
      List<String> counts = new ArrayList<>();
      tally
          .byVerdict()
          .forEach((verdict, where) ->
              counts.add(
                  where.size() == settings
                      ? verdict + " in all"
                      : verdict + " in " + where.size()));
      clauses.add(figures.name(tally.contender()) + ": " + String.join(", ", counts) + gaps(tally));
    }
    return "Against the baseline, " + Words.semicolons(clauses) + ".";
  }

  private List<String> pairs() {
    Map<Integer, List<String>> winners = new LinkedHashMap<>();
    for (InSetting setting : comparison.settings()) {
      AnswerOfPairs.winner(setting, contrast -> overall(contrast).verdict())
          .ifPresent(winner ->
              winners
                  .computeIfAbsent(winner, _ -> new ArrayList<>())
                  .add(figures.settingName(setting.setting())));
    }
    List<String> sentences = new ArrayList<>();
    if (winners.isEmpty()) {
      sentences.add(noWinner());
      return sentences;
    }
    List<String> clauses = new ArrayList<>();
    int won = 0;
    for (Map.Entry<Integer, List<String>> winner : winners.entrySet()) {
      int count = winner.getValue().size();
      won += count;
      clauses.add(
          figures.name(winner.getKey())
              + " is best"
              + inSettings(count)
              + (count == settings ? "" : " (" + Words.someOf(winner.getValue()) + ")"));
    }
    sentences.add(
        Words.semicolons(clauses)
            + (won == settings
                ? "."
                : "; in the other " + (settings - won) + " no single contender is."));
    sentences.add(closest());
    return sentences;
  }

  /** The smallest lead of a best contender: the others are larger. */
  private String closest() {
    InSetting where = null;
    Contrast closest = null;
    boolean ahead = true;
    for (InSetting setting : comparison.settings()) {
      Optional<Integer> winner =
          AnswerOfPairs.winner(setting, contrast -> overall(contrast).verdict());
      for (Contrast pair : setting.deciding().contrasts()) {
        boolean first = winner.equals(Optional.of(pair.contender()));
        boolean takesPart = first || winner.equals(Optional.of(pair.reference()));
        if (takesPart
            && pair.evidence().isPresent()
            && (closest == null || size(pair) < size(closest))) {
          where = setting;
          closest = pair;
          ahead = first;
        }
      }
    }
    return "The smallest lead is in "
        + figures.settingName(where.setting())
        + ": against "
        + figures.name(ahead ? closest.reference() : closest.contender())
        + ", the "
        + figures.metric(where.deciding()).words()
        + " of "
        + figures.name(ahead ? closest.contender() : closest.reference())
        + " is "
        + figures.difference(where, closest, overall(closest), ahead)
        + ", "
        + figures.pEquals(overall(closest).decision().adjustedP())
        + ".";
  }

  private static double size(Contrast pair) {
    return Math.abs(pair.evidence().orElseThrow().test().estimate());
  }

  private String noWinner() {
    List<Judgement> all =
        comparison.settings().stream()
            .flatMap(setting -> setting.deciding().contrasts().stream())
            .flatMap(contrast -> contrast.evidence().stream())
            .map(Comparison.Evidence::overall)
            .toList();
    if (all.stream().allMatch(judgement -> judgement.verdict() == Verdict.IDENTICAL)) {
      return "All contenders are identical in "
          + everySetting()
          + ": all paired differences are exactly 0.";
    }
    if (all.stream()
        .allMatch(judgement ->
            judgement.verdict() == Verdict.IDENTICAL
                || judgement.verdict() == Verdict.PRACTICALLY_EQUAL)) {
      return "No practical difference between any two contenders in any setting.";
    }
    if (all.stream().allMatch(Judgement::cannotDecide)) {
      return "One unit in each setting cannot decide: there is no spread to hold a difference"
          + " against.";
    }
    if (all.stream().allMatch(judgement -> judgement.verdict() == Verdict.UNDECIDED)) {
      return "Undecided: in no setting does the evidence tell two contenders apart.";
    }
    return "In no setting is a single contender shown to be better than all others.";
  }

  private static Judgement overall(Contrast contrast) {
    return contrast.evidence().orElseThrow().overall();
  }
}

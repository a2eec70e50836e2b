package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.DecidingTest;
import org.lossexp.report.statistics.Verdict;

/** The sentences for one setting without a baseline: every two contenders are compared. */
final class AnswerOfPairs {
  private final Design design;
  private final Figures figures;
  private final InSetting setting;
  private final String metric;
  private final List<Contrast> pairs;
  private final List<Integer> ranked;

  AnswerOfPairs(Design design, Comparison comparison, Figures figures) {
    this.design = design;
    this.figures = figures;
    this.setting = comparison.settings().getFirst();
    this.metric = figures.metric(setting.deciding()).words();
    this.pairs =
        setting.deciding().contrasts().stream()
            .filter(contrast -> contrast.evidence().isPresent())
            .toList();
    this.ranked = ranked(setting);
  }

  /** {@return the headline first} */
  List<String> sentences() {
    if (pairs.isEmpty()) {
      return List.of("Nothing can be compared: no two contenders have finished trials in common.");
    }
    if (pairs.stream().allMatch(pair -> judgement(pair).cannotDecide())) {
      return cannotDecide();
    }
    Optional<Integer> best = winner(setting, contrast -> judgement(contrast).verdict());
    if (best.isPresent()) {
      return best(best.get());
    }
    if (all(verdict -> verdict == Verdict.IDENTICAL)) {
      return List.of(
          who()
              + " are identical: every paired difference in "
              + metric
              + " is exactly 0 ("
              + figures.units(pairs.getFirst().differences().size())
              + ").");
    }
    if (all(verdict -> verdict == Verdict.PRACTICALLY_EQUAL || verdict == Verdict.IDENTICAL)) {
      return List.of(
          "No practical difference: "
              + (pairs.size() == 1 ? who() : "any two of the " + ranked.size() + " contenders")
              + " differ by at most "
              + Figures.plain(setting.rope())
              + " in "
              + metric
              + ".",
          rests());
    }
    if (pairs.stream().noneMatch(AnswerOfPairs::isDecided)) {
      return undecided();
    }
    return noSingleBest();
  }

  /** {@return the contender that beats every other one with a value in the setting} */
  static Optional<Integer> winner(InSetting setting, Function<Contrast, Verdict> verdict) {
    List<Integer> ranked = ranked(setting);
    return ranked.stream()
        .filter(contender -> unbeaten(setting, contender, verdict).isEmpty() && ranked.size() > 1)
        .findFirst();
  }

  private static List<Integer> ranked(InSetting setting) {
    return setting.deciding().scores().stream()
        .filter(score -> score.mean().isPresent())
        .map(Score::contender)
        .toList();
  }

  /** The others with a value that a contender does not beat, for want of evidence or of pairs. */
  private static List<Integer> unbeaten(
      InSetting setting, int contender, Function<Contrast, Verdict> verdict) {
    List<Integer> unbeaten = new ArrayList<>(ranked(setting));
    unbeaten.remove(Integer.valueOf(contender));
    for (Contrast pair : setting.deciding().contrasts()) {
      if (pair.evidence().isPresent() && beats(contender, pair, verdict.apply(pair))) {
        unbeaten.remove(
            Integer.valueOf(pair.contender() == contender ? pair.reference() : pair.contender()));
      }
    }
    return unbeaten;
  }

  private static boolean beats(int contender, Contrast pair, Verdict verdict) {
    return pair.contender() == contender
        ? AnswerWriter.isBetter(verdict)
        : pair.reference() == contender && AnswerWriter.isWorse(verdict);
  }

  private List<String> best(int winner) {
    // The difference to the closest rival, seen from the winner.
    Contrast closest =
        pairs.stream()
            .filter(pair -> pair.contender() == winner || pair.reference() == winner)
            .min(
                Comparator.comparingDouble(
                    pair -> Math.abs(pair.evidence().orElseThrow().test().estimate())))
            .orElseThrow();
    boolean ahead = closest.contender() == winner;
    int rival = ahead ? closest.reference() : closest.contender();
    Verdict verdict = judgement(closest).verdict();
    boolean matters = verdict == Verdict.BETTER || verdict == Verdict.WORSE;
    String seen = figures.difference(setting, closest, judgement(closest), ahead);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        ranked.size() == 2
            ? figures.name(winner)
                + " is better than "
                + figures.name(rival)
                + (matters ? ": its " : ", but perhaps not by enough to matter: its ")
                + metric
                + " is "
                + seen
                + "."
            : figures.name(winner)
                + " is best, better than each of the other "
                + (ranked.size() - 1)
                + ": against the closest, "
                + figures.name(rival)
                + ", its "
                + metric
                + " is "
                + seen
                + (matters ? "." : ", which may not matter."));
    sentences.add(rests(closest));
    alike(sentences);
    return sentences;
  }

  private List<String> cannotDecide() {
    Contrast first = pairs.getFirst();
    return List.of(
        Words.capital(figures.units(first.differences().size()))
            + " cannot decide: there is no spread to hold a difference against.",
        "The best "
            + metric
            + " is that of "
            + figures.name(ranked.getFirst())
            + ", and that may be chance.",
        "At least "
            + figures.units(DecidingTest.T.unitsNeeded(pairs.size(), design.alpha()))
            + " are needed for a test, and "
            + DecidingTest.SIGNED_RANK.unitsNeeded(pairs.size(), design.alpha())
            + " before one side winning all of them is convincing by itself.");
  }

  private List<String> undecided() {
    Contrast largest = largest(pairs);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        pairs.size() == 1
            ? "Undecided: the evidence does not tell "
                + who()
                + " apart. The "
                + difference(largest, true)
            : "Undecided: the evidence tells no two of the "
                + ranked.size()
                + " contenders apart. The largest difference: the "
                + difference(largest, true));
    alike(sentences);
    sentences.add(rests());
    MoreUnits.sentence(
            figures,
            largest,
            "tell "
                + figures.name(largest.contender())
                + " and "
                + figures.name(largest.reference())
                + " apart")
        .ifPresent(sentences::add);
    return sentences;
  }

  private List<String> noSingleBest() {
    int first = ranked.getFirst();
    List<String> notBeaten =
        unbeaten(setting, first, pair -> judgement(pair).verdict()).stream()
            .map(figures::name)
            .toList();
    List<Contrast> decided = pairs.stream().filter(AnswerOfPairs::isDecided).toList();
    List<String> shown = new ArrayList<>();
    for (Contrast pair : decided) {
      shown.add(
          AnswerWriter.isBetter(judgement(pair).verdict())
              ? figures.name(pair.contender()) + " over " + figures.name(pair.reference())
              : figures.name(pair.reference()) + " over " + figures.name(pair.contender()));
    }
    Contrast largest = largest(decided);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "No single best contender: "
            + figures.name(first)
            + " has the best mean, but is not shown to be better than "
            + Words.someOf(notBeaten)
            + ".");
    sentences.add(
        "Decided "
            + (shown.size() == 1 ? "is " : "are ")
            + Words.someOf(shown)
            + (shown.size() == 1 ? ". The " : ". The largest of these differences: the ")
            + difference(largest, AnswerWriter.isBetter(judgement(largest).verdict())));
    alike(sentences);
    sentences.add(rests());
    return sentences;
  }

  private static Contrast largest(List<Contrast> pairs) {
    return pairs.stream()
        .max(
            Comparator.comparingDouble(
                pair -> Math.abs(pair.evidence().orElseThrow().test().estimate())))
        .orElseThrow();
  }

  /** Such as "test accuracy of `a` against `b` is 0.02 higher (95% interval …), p = 0.012.". */
  private String difference(Contrast pair, boolean ahead) {
    return metric
        + " of "
        + figures.name(ahead ? pair.contender() : pair.reference())
        + " against "
        + figures.name(ahead ? pair.reference() : pair.contender())
        + " is "
        + figures.difference(setting, pair, judgement(pair), ahead)
        + (judgement(pair).cannotDecide()
            ? "."
            : ", " + figures.pEquals(judgement(pair).decision().adjustedP()) + ".");
  }

  /** Pairs without a difference that matters are decided too, if for no side. */
  private void alike(List<String> sentences) {
    for (Verdict verdict : List.of(Verdict.IDENTICAL, Verdict.PRACTICALLY_EQUAL)) {
      List<String> found =
          pairs.stream()
              .filter(pair -> judgement(pair).verdict() == verdict)
              .map(pair ->
                  figures.name(pair.contender()) + " with " + figures.name(pair.reference()))
              .toList();
      if (!found.isEmpty()) {
        sentences.add(Words.capital(verdict.words()) + ": " + Words.someOf(found) + ".");
      }
    }
  }

  private static boolean isDecided(Contrast pair) {
    Verdict verdict = judgement(pair).verdict();
    return AnswerWriter.isBetter(verdict) || AnswerWriter.isWorse(verdict);
  }

  private String who() {
    return ranked.size() == 2
        ? figures.name(ranked.getFirst()) + " and " + figures.name(ranked.getLast())
        : "All " + ranked.size() + " contenders";
  }

  private String rests() {
    Contrast first = pairs.getFirst();
    return figures.rests(first) + adjusted(judgement(first)) + ".";
  }

  private String rests(Contrast pair) {
    Judgement judgement = judgement(pair);
    return figures.rests(pair)
        + ", "
        + figures.pEquals(judgement.decision().adjustedP())
        + adjusted(judgement)
        + ".";
  }

  private static String adjusted(Judgement judgement) {
    return judgement.family() == 1
        ? ""
        : ", p and interval adjusted for " + judgement.family() + " comparisons (Holm)";
  }

  private boolean all(Predicate<Verdict> verdict) {
    return pairs.stream().allMatch(pair -> verdict.test(judgement(pair).verdict()));
  }

  private static Judgement judgement(Contrast contrast) {
    return contrast.evidence().orElseThrow().inSetting();
  }
}

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
    if (all(verdict -> verdict == Verdict.UNDECIDED)) {
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
    Contrast first = pairs.getFirst();
    return List.of(
        pairs.size() == 1
            ? "Undecided: the evidence does not tell " + who() + " apart."
            : "Undecided: the evidence tells no two of the " + ranked.size() + " contenders apart.",
        "On average the "
            + metric
            + " of "
            + figures.name(first.contender())
            + " is best; against "
            + figures.name(first.reference())
            + " it is "
            + figures.difference(setting, first, judgement(first))
            + ".",
        rests(first));
  }

  private List<String> noSingleBest() {
    int first = ranked.getFirst();
    List<String> notBeaten =
        unbeaten(setting, first, pair -> judgement(pair).verdict()).stream()
            .map(figures::name)
            .toList();
    List<String> shown = new ArrayList<>();
    for (Contrast pair : pairs) {
      Verdict verdict = judgement(pair).verdict();
      if (AnswerWriter.isBetter(verdict)) {
        shown.add(figures.name(pair.contender()) + " over " + figures.name(pair.reference()));
      } else if (AnswerWriter.isWorse(verdict)) {
        shown.add(figures.name(pair.reference()) + " over " + figures.name(pair.contender()));
      }
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "No single best contender: "
            + figures.name(first)
            + " has the best mean, but is not shown to be better than "
            + Words.someOf(notBeaten)
            + ".");
    sentences.add(
        shown.isEmpty()
            ? "No pair is decided for one side."
            : "Decided " + (shown.size() == 1 ? "is " : "are ") + Words.someOf(shown) + ".");
    sentences.add(rests());
    return sentences;
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

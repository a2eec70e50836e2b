package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.DecidingTest;
import org.lossexp.report.statistics.Verdict;

/** The sentences for one setting in which contenders are compared with a baseline. */
final class AnswerAgainstBaseline {
  private final Design design;
  private final Figures figures;
  private final InSetting setting;
  private final String baseline;
  private final String metric;
  private final List<Contrast> compared;

  AnswerAgainstBaseline(Design design, Comparison comparison, Figures figures) {
    this.design = design;
    this.figures = figures;
    this.setting = comparison.settings().getFirst();
    this.baseline = figures.name(design.baseline().orElseThrow());
    this.metric = figures.metric(setting.deciding()).words();
    this.compared =
        setting.deciding().contrasts().stream()
            .filter(contrast -> contrast.evidence().isPresent())
            .sorted(
                Comparator.comparingDouble(
                        (Contrast contrast) -> contrast.evidence().get().test().estimate())
                    .reversed())
            .toList();
  }

  /** {@return the headline first} */
  List<String> sentences() {
    if (compared.isEmpty()) {
      return List.of(nothingCompared());
    }
    List<Contrast> better = having(AnswerWriter::isBetter);
    List<Contrast> clearlyBetter = having(verdict -> verdict == Verdict.BETTER);
    if (!better.isEmpty()) {
      return better(clearlyBetter.isEmpty() ? better.getFirst() : clearlyBetter.getFirst());
    }
    Contrast nearest = compared.getFirst();
    if (compared.stream().allMatch(contrast -> judgement(contrast).cannotDecide())) {
      return cannotDecide(nearest);
    }
    if (all(verdict -> verdict == Verdict.IDENTICAL)) {
      return List.of(identical());
    }
    if (all(verdict -> verdict == Verdict.PRACTICALLY_EQUAL || verdict == Verdict.IDENTICAL)) {
      return equal();
    }
    if (all(AnswerWriter::isWorse)) {
      return baselineIsBest(nearest);
    }
    if (all(verdict -> verdict == Verdict.UNDECIDED)) {
      return undecided(nearest);
    }
    List<String> sentences = new ArrayList<>();
    sentences.add("No contender is shown to be better than the baseline " + baseline + ".");
    sentences.add(onAverage(nearest) + " " + rests(nearest));
    sentences.add(byVerdict(compared) + ".");
    more(nearest).ifPresent(sentences::add);
    return sentences;
  }

  private Optional<String> more(Contrast contrast) {
    return MoreUnits.sentence(
        figures,
        contrast,
        "tell " + figures.name(contrast.contender()) + " from the baseline " + baseline);
  }

  private String nothingCompared() {
    Score score = setting.deciding().score(design.baseline().orElseThrow()).orElse(null);
    if (score == null) {
      return "Nothing can be compared: the baseline " + baseline + " takes no part.";
    }
    return score.mean().isEmpty()
        ? "Nothing can be compared: the baseline "
            + baseline
            + " has no finished trial ("
            + score.missing().words()
            + ")."
        : "Nothing can be compared: no contender has a finished trial beside one of the baseline "
            + baseline
            + ".";
  }

  private List<String> better(Contrast leader) {
    boolean matters = judgement(leader).verdict() == Verdict.BETTER;
    List<String> sentences = new ArrayList<>();
    sentences.add(
        figures.name(leader.contender())
            + " is better than the baseline "
            + baseline
            + (matters ? ": its " : ", but perhaps not by enough to matter: its ")
            + metric
            + " is "
            + difference(leader)
            + ".");
    String rope = Figures.plain(setting.rope());
    sentences.add(
        rests(leader)
            + (setting.rope() == 0
                ? ""
                : matters
                    ? " The whole interval lies beyond the " + rope + " that does not matter."
                    : " Up to " + rope + " does not matter here, and the interval reaches there."));
    List<Contrast> others =
        compared.stream().filter(contrast -> contrast.contender() != leader.contender()).toList();
    if (!others.isEmpty()) {
      sentences.add((others.size() == 1 ? "" : "Of the others, ") + byVerdict(others) + ".");
    }
    return sentences;
  }

  private List<String> cannotDecide(Contrast nearest) {
    int family = judgement(nearest).family();
    String opening =
        Words.capital(figures.units(nearest.differences().size()))
            + " cannot decide: there is no spread to hold a difference against.";
    boolean ahead = compared.size() > 1 && nearest.evidence().orElseThrow().test().estimate() > 0;
    return List.of(
        opening,
        (ahead ? "Best against" : "Against")
            + " the baseline "
            + baseline
            + (ahead ? " is the " : ", the ")
            + metric
            + " of "
            + figures.name(nearest.contender())
            + (ahead ? ", " : " is ")
            + difference(nearest)
            + ", which may be chance.",
        "At least "
            + figures.units(DecidingTest.T.unitsNeeded(family, design.alpha()))
            + " are needed for a test, and "
            + DecidingTest.SIGNED_RANK.unitsNeeded(family, design.alpha())
            + " before one side winning all of them is convincing by itself.");
  }

  private String identical() {
    String others =
        compared.size() == 1
            ? figures.name(compared.getFirst().contender()) + " and the baseline " + baseline
            : Words.capital(Words.all(compared.size()))
                + " contenders and the baseline "
                + baseline;
    return others
        + " are identical: every paired difference in "
        + metric
        + " is exactly 0 ("
        + figures.units(compared.getFirst().differences().size())
        + ").";
  }

  private List<String> equal() {
    // For sentences that call all differences small, the largest one counts.
    Contrast farthest =
        compared.stream()
            .max(
                Comparator.comparingDouble(
                    contrast -> Math.abs(contrast.evidence().orElseThrow().test().estimate())))
            .orElseThrow();
    boolean one = compared.size() == 1;
    String name = figures.name(farthest.contender());
    String rope = Figures.plain(setting.rope());
    return List.of(
        "No practical difference: "
            + (one
                ? name + " and the baseline " + baseline + " differ by at most " + rope
                : allCompared() + " are within " + rope + " of the baseline " + baseline)
            + " in "
            + metric
            + ".",
        (one ? "The " : "Farthest from it is the ")
            + metric
            + " of "
            + name
            + (one ? " is " : ", ")
            + difference(farthest)
            + ".",
        rests(farthest));
  }

  /** Such as "both contenders" or "all 3 contenders that could be compared". */
  private String allCompared() {
    return Words.all(compared.size())
        + " contenders"
        + (compared.size() == setting.deciding().contrasts().size()
            ? ""
            : " that could be compared");
  }

  private List<String> baselineIsBest(Contrast nearest) {
    boolean one = compared.size() == 1;
    boolean matters = judgement(nearest).verdict() == Verdict.WORSE;
    return List.of(
        "The baseline "
            + baseline
            + " is best: "
            + (one
                ? "the " + metric + " of " + figures.name(nearest.contender()) + " is "
                : Words.all(compared.size())
                    + " others are worse, and that of "
                    + figures.name(nearest.contender())
                    + ", the closest in "
                    + metric
                    + ", is ")
            + difference(nearest)
            + ".",
        rests(nearest)
            + (setting.rope() == 0
                ? ""
                : matters
                    ? " The whole interval lies beyond the "
                        + Figures.plain(setting.rope())
                        + " that does not matter."
                    : " Up to "
                        + Figures.plain(setting.rope())
                        + " does not matter here, and the interval reaches there."));
  }

  private List<String> undecided(Contrast nearest) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        compared.size() == 1
            ? "Undecided: the evidence does not tell "
                + figures.name(nearest.contender())
                + " from the baseline "
                + baseline
                + "."
            : "Undecided: the evidence tells "
                + (compared.size() == 2 ? "neither contender" : "no contender")
                + " from the baseline "
                + baseline
                + ".");
    sentences.add(onAverage(nearest));
    sentences.add(rests(nearest));
    more(nearest).ifPresent(sentences::add);
    return sentences;
  }

  private String onAverage(Contrast nearest) {
    boolean ahead = nearest.evidence().orElseThrow().test().estimate() > 0;
    if (compared.size() == 1 || ahead) {
      return (compared.size() == 1
              ? "On average the " + metric + " of " + figures.name(nearest.contender())
              : "The best mean is that of " + figures.name(nearest.contender()) + ": its " + metric)
          + " is "
          + difference(nearest)
          + ".";
    }
    return "No contender has a better mean; the nearest is "
        + figures.name(nearest.contender())
        + ": its "
        + metric
        + " is "
        + difference(nearest)
        + ".";
  }

  /** How sure, and by which test. */
  private String rests(Contrast contrast) {
    Judgement judgement = judgement(contrast);
    return figures.rests(contrast)
        + ", "
        + figures.pEquals(judgement.decision().adjustedP())
        + (judgement.family() == 1
            ? "."
            : ", p and interval adjusted for " + judgement.family() + " comparisons (Holm).");
  }

  /** Such as "`a` and `b` are worse than the baseline; `c` is undecided". */
  private String byVerdict(List<Contrast> contrasts) {
    Map<String, List<Contrast>> groups = new LinkedHashMap<>();
    for (Contrast contrast : contrasts) {
      groups.computeIfAbsent(judgement(contrast).words(), _ -> new ArrayList<>()).add(contrast);
    }
    List<String> clauses = new ArrayList<>();
    for (List<Contrast> group : groups.values()) {
      List<String> names =
          group.stream().map(contrast -> figures.name(contrast.contender())).toList();
      clauses.add(Words.someOf(names) + " " + predicate(judgement(group.getFirst()), names.size()));
    }
    return Words.semicolons(clauses);
  }

  private static String predicate(Judgement judgement, int count) {
    String is = count == 1 ? "is " : "are ";
    if (judgement.cannotDecide()) {
      return (count == 1 ? "has" : "have") + " too few units to decide";
    }
    return is
        + switch (judgement.verdict()) {
          case BETTER -> "better than the baseline";
          case BETTER_MAY_NOT_MATTER -> "better than the baseline, which may not matter";
          case WORSE -> "worse than the baseline";
          case WORSE_MAY_NOT_MATTER -> "worse than the baseline, which may not matter";
          case PRACTICALLY_EQUAL -> "practically equal to the baseline";
          case IDENTICAL -> "identical to the baseline";
          case UNDECIDED -> "undecided";
        };
  }

  private String difference(Contrast contrast) {
    return figures.difference(setting, contrast, judgement(contrast));
  }

  private List<Contrast> having(Predicate<Verdict> verdict) {
    return compared.stream()
        .filter(contrast -> verdict.test(judgement(contrast).verdict()))
        .toList();
  }

  private boolean all(Predicate<Verdict> verdict) {
    return having(verdict).size() == compared.size();
  }

  private static Judgement judgement(Contrast contrast) {
    return contrast.evidence().orElseThrow().inSetting();
  }
}

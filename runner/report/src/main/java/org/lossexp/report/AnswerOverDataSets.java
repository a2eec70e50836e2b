package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Metric;
import org.lossexp.report.OverDataSets.Pair;
import org.lossexp.report.statistics.DecidingTest;
import org.lossexp.report.statistics.SignTest;
import org.lossexp.report.statistics.Verdict;

/** The sentences over several data sets, a panel at a time. */
final class AnswerOverDataSets {
  private final Design design;
  private final Comparison comparison;
  private final Figures figures;

  AnswerOverDataSets(Design design, Comparison comparison, Figures figures) {
    this.design = design;
    this.comparison = comparison;
    this.figures = figures;
  }

  /** {@return what is said of each panel; empty where none has two data sets} */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (OverDataSets panel : comparison.overDataSets()) {
      if (!panel.pairs().isEmpty()) {
        sentences.add(over(panel) + called(panel));
        if (design.baseline().isPresent()) {
          counts(panel).ifPresent(sentences::add);
        }
        if (!panel.leftOut().isEmpty()) {
          sentences.add(figures.leftOut(panel));
        }
      }
    }
    return sentences;
  }

  /** {@return whether there are data sets enough anywhere; if not, the settings answer first} */
  boolean canDecide() {
    return comparison.overDataSets().stream()
        .flatMap(panel -> panel.pairs().stream())
        .anyMatch(pair -> !pair.judgement().cannotDecide());
  }

  private static String over(OverDataSets panel) {
    return (panel.panel().isEmpty() ? "Over " : "With " + Words.quoted(panel.panel()) + ", over ")
        + Words.count(panel.dataSets().size(), "data set")
        + ", ";
  }

  private String called(OverDataSets panel) {
    List<Pair> pairs = panel.pairs();
    if (pairs.stream().allMatch(pair -> pair.judgement().verdict() == Verdict.IDENTICAL)) {
      return "all contenders are identical.";
    }
    if (pairs.stream().allMatch(pair -> pair.judgement().cannotDecide())) {
      return cannotDecide(panel);
    }
    if (panel.friedman().isPresent() && panel.friedman().get().fP() > design.alpha()) {
      return "no difference between the "
          + panel.contenders().size()
          + " contenders"
          + (panel.leftOut().isEmpty() ? "" : " with a mean on every data set")
          + " is shown ("
          + figures.friedmanTest(panel)
          + ").";
    }
    return design.baseline().isPresent() ? againstBaseline(panel) : best(panel);
  }

  private static List<Pair> better(OverDataSets panel) {
    return panel.pairs().stream()
        .filter(pair -> AnswerWriter.isBetter(pair.judgement().verdict()))
        .toList();
  }

  private static List<Pair> worse(OverDataSets panel) {
    return panel.pairs().stream()
        .filter(pair -> AnswerWriter.isWorse(pair.judgement().verdict()))
        .toList();
  }

  private String cannotDecide(OverDataSets panel) {
    int sets = panel.dataSets().size();
    int comparisons = panel.pairs().getFirst().judgement().family();
    return "nothing can be decided: that one contender wins on all "
        + sets
        + " happens by chance once in "
        + Math.round(1 / SignTest.chanceOfSweep(sets))
        + "; with "
        + Words.count(comparisons, "comparison")
        + " it takes at least "
        + DecidingTest.SIGNED_RANK.unitsNeeded(comparisons, design.alpha())
        + " data sets.";
  }

  private String againstBaseline(OverDataSets panel) {
    String baseline = figures.name(design.baseline().orElseThrow());
    List<Pair> better = better(panel);
    List<Pair> worse = worse(panel);
    return (better.isEmpty()
            ? "no contender is shown to be better than the baseline " + baseline
            : names(better)
                + (better.size() == 1 ? " is" : " are")
                + " better than the baseline "
                + baseline)
        + (worse.isEmpty() ? "" : "; worse: " + names(worse))
        + ".";
  }

  private String names(List<Pair> pairs) {
    return Words.list(pairs.stream().map(pair -> figures.name(pair.contender())).toList());
  }

  /** Such as {@code …, of `huber`, higher on 7 and lower on 1 (p = 0.016).} */
  private Optional<String> counts(OverDataSets panel) {
    List<Pair> called = new ArrayList<>(better(panel));
    called.addAll(worse(panel));
    if (called.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "Against the baseline's, the mean "
            + comparison.metrics().getFirst().words()
            + " is, of "
            + Words.semicolons(
                called.stream()
                    .map(pair ->
                        figures.name(pair.contender())
                            + ", higher on "
                            + higher(pair)
                            + " and lower on "
                            + lower(pair)
                            + " ("
                            + figures.pEquals(pair.judgement().decision().adjustedP())
                            + (mayNotMatter(pair.judgement()) ? ", which may not matter" : "")
                            + ")")
                    .toList())
            + ".");
  }

  private static boolean mayNotMatter(Judgement judgement) {
    return judgement.verdict() == Verdict.BETTER_MAY_NOT_MATTER
        || judgement.verdict() == Verdict.WORSE_MAY_NOT_MATTER;
  }

  private int higher(Pair pair) {
    return higherIsBetter() ? pair.wins() : pair.losses();
  }

  private int lower(Pair pair) {
    return higherIsBetter() ? pair.losses() : pair.wins();
  }

  private boolean higherIsBetter() {
    Metric metric = comparison.metrics().getFirst();
    return switch (metric.direction()) {
      case HIGHER_IS_BETTER -> true;
      case LOWER_IS_BETTER -> false;
    };
  }

  private static String equal(OverDataSets panel) {
    int equal =
        (int)
            panel.pairs().stream()
                .filter(pair -> pair.judgement().verdict() == Verdict.PRACTICALLY_EQUAL)
                .count();
    return equal == 0 ? "" : ", " + equal + (equal == 1 ? " is" : " are") + " practically equal";
  }

  private String best(OverDataSets panel) {
    List<Pair> better = better(panel);
    int first = panel.contenders().getFirst().contender();
    List<Pair> beaten = better.stream().filter(pair -> pair.contender() == first).toList();
    int others = panel.contenders().size() - 1;
    String rank = Figures.fixed(panel.contenders().getFirst().averageRank(), 2);
    if (beaten.size() == others) {
      return figures.name(first)
          + " is better than "
          + (others == 1 ? figures.name(beaten.getFirst().reference()) : "every other contender")
          + " (average rank "
          + rank
          + ").";
    }
    return figures.name(first)
        + " has the best average rank, "
        + rank
        + ", and is shown to be better than "
        + (beaten.isEmpty()
            ? "no other contender"
            : Words.list(beaten.stream().map(pair -> figures.name(pair.reference())).toList())
                + " alone")
        + "; "
        + Words.count(better.size(), "pair")
        + " of "
        + panel.pairs().size()
        + (better.size() == 1 ? " is" : " are")
        + " told apart"
        + equal(panel)
        + ".";
  }
}

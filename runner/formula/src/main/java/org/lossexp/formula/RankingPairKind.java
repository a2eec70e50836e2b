package org.lossexp.formula;

import static org.lossexp.formula.UnitSignal.Given.CONSTANT;
import static org.lossexp.formula.UnitSignal.Given.PREDICTED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Two items of a list: one that is more relevant, and another. {@code when} names other pairs: any
 * two items in either order, an item with itself too.
 */
final class RankingPairKind extends UnitKind {
  static final String GAP = "gap";
  static final String SCORE_PREFERRED = "score_preferred";
  static final String SCORE_OTHER = "score_other";
  static final String RELEVANCE_GAP = "relevance_gap";
  static final String RELEVANCE_PREFERRED = "relevance_preferred";
  static final String RELEVANCE_OTHER = "relevance_other";
  static final String RANK_PREFERRED = "rank_preferred";
  static final String RANK_OTHER = "rank_other";
  static final String DELTA_NDCG = "delta_ndcg";
  static final String MAX_DCG = "max_dcg";

  private static final List<UnitSignal> SIGNALS =
      List.of(
          UnitSignal.number(GAP, PREDICTED, "score_preferred - score_other"),
          UnitSignal.number(SCORE_PREFERRED, PREDICTED, "the score of the first item"),
          UnitSignal.number(SCORE_OTHER, PREDICTED, "the score of the second item"),
          UnitSignal.number(
              RELEVANCE_GAP, CONSTANT, "relevance_preferred - relevance_other, above 0"),
          UnitSignal.number(RELEVANCE_PREFERRED, CONSTANT, "the relevance of the first item"),
          UnitSignal.number(RELEVANCE_OTHER, CONSTANT, "the relevance of the second item"),
          UnitSignal.number(RANK_PREFERRED, CONSTANT, "the rank of the first by score, from 1"),
          UnitSignal.number(RANK_OTHER, CONSTANT, "the rank of the second by score, from 1"),
          UnitSignal.number(
              DELTA_NDCG,
              CONSTANT,
              "how much NDCG (in the first k places, where k is a parameter) changes when they"
                  + " swap"),
          UnitSignal.number(
              MAX_DCG,
              CONSTANT,
              "the DCG of the best order, in the first k places where k is a parameter"));

  @Override
  String name() {
    return "ranking";
  }

  @Override
  String unit() {
    return "a pair of a ranking";
  }

  @Override
  Optional<String> axis() {
    return Optional.empty();
  }

  @Override
  Family family() {
    return Family.RANKING;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(Task.RANKING);
  }

  @Override
  ReductionClass reduction() {
    return ReductionClass.PAIRS;
  }

  @Override
  String target() {
    return "the relevance of the item, at least 0";
  }

  @Override
  String prediction() {
    return "one score for each item; higher comes first";
  }

  @Override
  List<UnitSignal> signals() {
    return SIGNALS;
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    return graph.input(Signal.unit(signal, signal(signal).orElseThrow().predicted()));
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    return RankingPairFunction.of(formula, facts);
  }
}

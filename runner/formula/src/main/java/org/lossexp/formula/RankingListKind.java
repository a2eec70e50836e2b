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

/** The items of a list, such as the documents of a query. */
final class RankingListKind extends UnitKind {
  static final String SCORE = "score";
  static final String RELEVANCE = "relevance";
  static final String RANK = "rank";
  static final String MAX_DCG = "max_dcg";

  private static final List<UnitSignal> SIGNALS =
      List.of(
          UnitSignal.vector(SCORE, PREDICTED, "the score of each item"),
          UnitSignal.vector(RELEVANCE, CONSTANT, "the relevance of each item"),
          UnitSignal.vector(RANK, CONSTANT, "the rank of each item by score, from 1"),
          UnitSignal.number("items", CONSTANT, "how many there are"),
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
    return "a list of a ranking";
  }

  @Override
  Optional<String> axis() {
    return Optional.of("items");
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
    return ReductionClass.LIST;
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
    return switch (signal) {
      case SCORE -> graph.input(Signal.vector(SCORE, true));
      case RELEVANCE, RANK -> graph.input(Signal.vector(signal, false));
      case "items" -> graph.size();
      case MAX_DCG -> graph.input(Signal.unit(MAX_DCG, false));
      default -> throw new AssertionError("no signal: " + signal);
    };
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    return RankingListFunction.of(formula, facts);
  }
}
